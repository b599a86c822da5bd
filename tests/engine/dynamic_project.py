"""A Project whose resources are those of pulumi_wix_data.dynamic, in Python, without the plugin."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.engine.project import NAME, STACK, Project

if TYPE_CHECKING:
    from collections.abc import Mapping

_PROGRAM = Path(__file__).with_name("declaring.py").read_text(encoding="utf-8")


class DynamicProject(Project):
    """Takes the same programs."""

    types = "pulumi-python:dynamic/wix-data:"

    def program(
        self,
        resources: Mapping[str, Any],
        *,
        config: Mapping[str, Any] | None = None,
        outputs: Mapping[str, str] | None = None,
    ) -> None:
        self.write("program.json", json.dumps({"resources": resources, "outputs": outputs or {}}))
        self.code(_PROGRAM, config=config)

    def code(self, program: str, *, config: Mapping[str, Any] | None = None) -> None:
        """A program in Python; `config` are values of the stack."""
        self.write("__main__.py", program)
        self.write("Pulumi.yaml", json.dumps({"name": NAME, "runtime": "python"}))
        self.write(f"Pulumi.{STACK}.yaml", json.dumps({"config": config or {}}))
