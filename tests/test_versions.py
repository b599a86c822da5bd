"""Plugin, schema, SDK and distribution have one version, so that none is ever a newer one."""

from __future__ import annotations

import importlib.metadata
import json
from typing import TYPE_CHECKING

from google.protobuf import empty_pb2

from pulumi_wix_data import _utilities
from tests.adapters.process import started
from tools.local.paths import ROOT
from wix_data_provider import __version__
from wix_data_provider.adapters import launcher

if TYPE_CHECKING:
    from pathlib import Path


def test_all_that_has_a_version_has_the_same(tmp_path: Path) -> None:
    with started() as plugin, plugin.stub() as stub:
        answered = stub.GetPluginInfo(empty_pb2.Empty()).version
    path, _ = launcher.install({"PULUMI_HOME": str(tmp_path)}, "python")
    asked: str = _utilities.get_version()  # type: ignore[no-untyped-call]  # generated
    entries = [*ROOT.glob("sdk/*/*/pulumi-plugin.json"), *ROOT.glob("sdk/*/package.json")]
    assert ROOT / "sdk/python/pulumi_wix_data/pulumi-plugin.json" in entries
    versions = {
        "the plugin's answer": answered,
        "the schema": version_in(ROOT / "provider/wix_data_provider/schema.json"),
        **{str(entry): version_in(entry) for entry in entries},
        "what the SDK asks the engine for": asked,
        "where the engine looks for it": path.parent.name.removeprefix("resource-wix-data-v"),
        "the installed distribution": importlib.metadata.version("pulumi-wix-data"),
    }
    assert versions == dict.fromkeys(versions, __version__)


def version_in(file: Path) -> str:
    version: str = json.loads(file.read_text(encoding="utf-8"))["version"]
    return version
