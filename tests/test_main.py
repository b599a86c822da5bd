"""__main__.py: the plugin starts at every `pulumi` command, so it imports little."""

from __future__ import annotations

import re
import signal
import subprocess
import sys

import pytest
from pulumi.runtime.proto import provider_pb2

from tests.adapters.plugin import URN
from tests.adapters.process import started
from wix_data_provider.adapters.marshal import to_struct

SITE = "8a3c9a3e-6d0c-4f6e-9f57-2c6b1a0e4d11"
CONFIG = {"apiKey": "k", "siteId": SITE, "endpoint": "http://127.0.0.1:9"}


def imported(stderr: str) -> set[str]:
    """The modules in the report of -X importtime."""
    return set(re.findall(r"^import time:.*\| +(\S+)$", stderr, re.MULTILINE))


def of_the_sdk(modules: set[str]) -> set[str]:
    """The SDK's own, beside the stubs of its gRPC protocol."""
    return {
        name
        for name in modules
        if name.split(".")[0] == "pulumi" and not name.startswith("pulumi.runtime.proto")
    }


def costly(modules: set[str]) -> set[str]:
    return modules & {"httpx", "pydantic"} | of_the_sdk(modules)


def test_nothing_costly_is_imported_before_the_port_is_there() -> None:
    with started("-X", "importtime") as plugin:
        plugin.process.send_signal(signal.SIGTERM)
        modules = imported(plugin.rest()[1])
    assert "wix_data_provider.adapters.server" in modules
    assert costly(modules) == set()
    assert "wix_data_provider.resources.slots" not in modules


def test_checks_and_diffs_import_nothing_costly() -> None:
    state = {"backupId": "b", "status": "READY", "available": True, "previousBackupIds": []}
    with started("-X", "importtime") as plugin:
        with plugin.stub() as stub:
            stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address="127.0.0.1:9"))
            stub.GetSchema(provider_pb2.GetSchemaRequest())
            stub.CheckConfig(provider_pb2.CheckRequest(news=to_struct(CONFIG)))
            stub.Configure(provider_pb2.ConfigureRequest(args=to_struct(CONFIG)))
            checked = stub.Check(provider_pb2.CheckRequest(urn=URN, news=to_struct({})))
            stub.Diff(provider_pb2.DiffRequest(urn=URN, news=checked.inputs, olds=to_struct(state)))
        plugin.process.send_signal(signal.SIGTERM)
        modules = imported(plugin.rest()[1])
    assert "wix_data_provider.resources.slots" in modules  # those of the backup
    assert costly(modules) == set()


@pytest.mark.parametrize(
    ("before", "has"), [("", "False"), ("import pulumi; ", "True")], ids=["alone", "with the SDK"]
)
def test_an_sdk_that_is_imported_already_stays_whole(before: str, has: str) -> None:
    code = (
        f"{before}from wix_data_provider.__main__ import _spare_the_sdk; _spare_the_sdk();"
        "import pulumi; from pulumi.runtime.proto import provider_pb2; "
        "print(hasattr(pulumi, 'Output'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == has


def test_a_machine_without_the_sdk_is_told() -> None:
    code = (
        "import importlib.util; importlib.util.find_spec = lambda name: None\n"
        "from wix_data_provider.__main__ import _spare_the_sdk; _spare_the_sdk()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "needs the package pulumi: pip install pulumi" in done.stderr
