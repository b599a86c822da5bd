"""Resources and functions → Pulumi schema: the marks that feed checks and diffs, as JSON.

Source: https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any

from wix_data_provider.lifecycle.fields import Choice, Kind, Property, properties

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wix_data_provider.lifecycle.function import Function
    from wix_data_provider.lifecycle.listing import Listing
    from wix_data_provider.lifecycle.resource import Resource

Spec = dict[str, Any]

PACKAGE = "wix-data"


def resource_spec(
    resource: type[Resource[Any, Any]],
    description: str,
    listing: Listing[Any] | None = None,
) -> Spec:
    """One entry of `resources`; with a listing, `pulumi do` can list them."""
    inputs = properties(resource.args)
    outputs = [prop for prop in properties(resource.state) if prop.echo]
    spec: Spec = {
        "description": description,
        "properties": {prop.name: _property(prop) for prop in outputs},
        "required": sorted(prop.name for prop in outputs if prop.required or _always(prop)),
        "inputProperties": {prop.name: _property(prop, changes=True) for prop in inputs},
        "requiredInputs": sorted(prop.name for prop in inputs if prop.required),
    }
    if listing is not None:
        spec["listInputs"] = _object(listing.args, f"What to list of {resource.token}.")
    return spec


def function_spec(function: type[Function[Any, Any]], description: str) -> Spec:
    """One entry of `functions`."""
    return {
        "description": description,
        "inputs": _object(function.args, f"The arguments of {function.token}."),
        "outputs": _object(function.result, f"The result of {function.token}."),
    }


def provider_spec(args: type[Any]) -> Spec:
    """The entry `provider`."""
    described = {prop.name: _property(prop) for prop in properties(args)}
    return {
        "description": "The site and the credentials that resources use.",
        "properties": {n: spec for n, spec in described.items() if not spec.get("secret")},
        "inputProperties": described,
    }


def config_spec(args: type[Any]) -> Spec:
    """The entry `config`: the same, for default providers."""
    return {"variables": {prop.name: _property(prop) for prop in properties(args)}}


def type_specs(
    resources: Iterable[type[Resource[Any, Any]]],
    functions: Iterable[type[Function[Any, Any]]] = (),
) -> Mapping[str, Spec]:
    """The entry `types`: every enum and object that a property mentions."""
    found: dict[str, Spec] = {}
    classes = [cls for resource in resources for cls in (resource.args, resource.state)]
    classes += [cls for function in functions for cls in (function.args, function.result)]
    for cls in classes:
        for prop in properties(cls):
            _collect(prop.kind, found)
    return dict(sorted(found.items()))


def _always(prop: Property) -> bool:
    """An input with a default is always there as an output."""
    return prop.default is not None


def _property(prop: Property, *, changes: bool = False) -> Spec:
    spec = {**_type(prop.kind), "description": _described(prop)}
    if prop.secret:
        spec["secret"] = True
    if changes and prop.replace:
        spec["willReplaceOnChanges"] = True
    return spec


def _described(prop: Property) -> str:
    if prop.default is None or isinstance(prop.default, list):
        return prop.description
    shown = prop.default.value if isinstance(prop.default, Choice) else prop.default
    shown = str(shown).lower() if isinstance(shown, bool) else shown
    return f"{prop.description} Defaults to `{shown}`."


_REFERENCES = {"any": "pulumi.json#/Any", "asset": "pulumi.json#/Asset"}


def _type(kind: Kind) -> Spec:
    if kind.name in _REFERENCES:
        return {"$ref": _REFERENCES[kind.name]}
    if kind.cls is not None:
        return {"$ref": f"#/types/{_token(kind.cls)}"}
    if kind.name == "array":
        return {"type": "array", "items": _type(kind.of[0])}
    if kind.name == "map":
        return {"type": "object", "additionalProperties": _type(kind.of[0])}
    if kind.name == "union":
        return {"oneOf": [_type(member) for member in kind.of]}
    return {"type": kind.name}


def _collect(kind: Kind, found: dict[str, Spec]) -> None:
    for member in kind.of:
        _collect(member, found)
    if kind.cls is None:
        return
    description = inspect.cleandoc(kind.cls.__doc__ or "")
    if issubclass(kind.cls, Choice):
        values = [
            {"name": _pascal(member), "value": member.value, "description": member.description}
            for member in kind.cls
        ]
        found[_token(kind.cls)] = {"type": "string", "description": description, "enum": values}
        return
    found[_token(kind.cls)] = _object(kind.cls, description)
    for prop in properties(kind.cls):
        _collect(prop.kind, found)


def _pascal(member: Choice) -> str:
    """EvictOldest, of which each SDK makes its own form; of EVICT_OLDEST Python's EVIC_T_OLDEST."""
    return member.name.title().replace("_", "")


def _object(cls: type[Any], description: str) -> Spec:
    inner = properties(cls)
    return {
        "type": "object",
        "description": description,
        "properties": {prop.name: _property(prop) for prop in inner},
        "required": sorted(prop.name for prop in inner if prop.required),
    }


def _token(cls: type[Any]) -> str:
    return f"{PACKAGE}:index:{cls.__name__}"
