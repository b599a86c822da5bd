"""The program of a DynamicProject: declares what program.json says, as Pulumi YAML would.

It runs in the project's folder, as `__main__.py`.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pulumi

import pulumi_wix_data.dynamic as wix

if TYPE_CHECKING:
    from collections.abc import Callable

FUNCTIONS: dict[str, Callable[[Any], Any]] = {
    "fn::fileAsset": pulumi.FileAsset,
    "fn::stringAsset": pulumi.StringAsset,
    "fn::remoteAsset": pulumi.RemoteAsset,
    "fn::secret": pulumi.Output.secret,
}
REFERENCE = re.compile(r"\$\{(\w+)(?:\.(\w+))?\}")


def snake(name: str) -> str:
    return re.sub("([A-Z])", r"_\1", name).lower()


def meant(given: Any, made: dict[str, Any]) -> Any:
    """A value of the program, with what it refers to."""
    if isinstance(given, dict) and given.keys() & FUNCTIONS.keys():
        ((function, argument),) = given.items()
        return FUNCTIONS[function](argument)
    if isinstance(given, dict):
        return {key: meant(value, made) for key, value in given.items()}
    if isinstance(given, list):
        return [meant(value, made) for value in given]
    found = REFERENCE.fullmatch(given) if isinstance(given, str) else None
    if found is None:
        return given
    resource, output = found.groups()
    return getattr(made[resource], snake(output)) if output else made[resource]


def options(given: dict[str, Any], made: dict[str, Any]) -> pulumi.ResourceOptions:
    arguments = {snake(name): meant(value, made) for name, value in given.items()}
    if "custom_timeouts" in arguments:
        arguments["custom_timeouts"] = pulumi.CustomTimeouts(**arguments["custom_timeouts"])
    return pulumi.ResourceOptions(**arguments)


def declare(program: dict[str, Any]) -> None:
    made: dict[str, Any] = {}
    for name, resource in program["resources"].items():
        cls = getattr(wix, resource["type"].removeprefix("wix-data:"))
        inputs = {snake(key): meant(v, made) for key, v in resource["properties"].items()}
        made[name] = cls(name, **inputs, opts=options(resource.get("options", {}), made))
    for name, output in program["outputs"].items():
        pulumi.export(name, meant(output, made))


declare(json.loads(Path("program.json").read_text(encoding="utf-8")))
