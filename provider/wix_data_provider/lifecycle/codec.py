"""Plain values ↔ typed properties: `decode` with a list of problems, `encode` back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from wix_data_provider.lifecycle.fields import Choice, Inputs, Kind, Property, properties
from wix_data_provider.lifecycle.values import Asset, has_secret, has_unknown, plain
from wix_data_provider.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

P = TypeVar("P", bound=Inputs)


class Problem(Record):
    """What is wrong with an input: `reason` is a whole sentence for the user."""

    property: str
    reason: str


class _Misfit(Exception):
    pass


def decode(cls: type[P], values: Mapping[str, Any]) -> tuple[P | None, list[Problem]]:
    """The typed properties, or None and what is wrong with the values.

    Values that hold something unknown are left at their default, objects at what is known of
    them, and named in `unknown`.
    """
    found: dict[str, Any] = {}
    unknown: set[str] = set()
    problems = []
    for prop in properties(cls):
        value = values.get(prop.name)
        if has_unknown(value):
            unknown.add(prop.attribute)
            found[prop.attribute] = _known_part(prop, plain(value))
            continue
        try:
            found[prop.attribute] = _decode_property(prop, plain(value))
        except _Misfit as misfit:
            hide = value is not None and (prop.secret or has_secret(value))
            reason = f"`{prop.name}` must be {_expected(prop.kind)}" if hide else str(misfit)
            problems.append(Problem(prop.name, reason))
    if problems:
        return None, problems
    return cls(unknown=frozenset(unknown), **found), []


def encode(values: Inputs) -> dict[str, Any]:
    """Pulumi's names and plain values; what is None is left out."""
    encoded = {
        prop.name: _encode(getattr(values, prop.attribute)) for prop in properties(type(values))
    }
    return {name: value for name, value in encoded.items() if value is not None}


def _known_part(prop: Property, value: Any) -> Any:
    if prop.kind.name != "object" or not isinstance(value, dict):
        return prop.default
    try:
        return _decode(prop.kind, value, prop.name)
    except _Misfit:
        return prop.default  # `up` says what is wrong with it


def _decode_property(prop: Property, value: Any) -> Any:
    if value is None:
        if prop.required:
            raise _Misfit(f"`{prop.name}` is missing: {_expected(prop.kind)} is required")
        return prop.default
    return _decode(prop.kind, value, prop.name)


def _decode(kind: Kind, value: Any, path: str) -> Any:  # noqa: PLR0911 - one line a kind
    if kind.name == "any":
        return value
    if kind.name == "array" and isinstance(value, list):
        return [_decode(kind.of[0], item, f"{path}[{i}]") for i, item in enumerate(value)]
    if kind.name == "map" and isinstance(value, dict):
        return {key: _decode(kind.of[0], item, f"{path}.{key}") for key, item in value.items()}
    if kind.name == "object" and isinstance(value, dict):
        return _decode_object(kind, value, path)
    if kind.name == "enum" and isinstance(value, str):
        return _decode_choice(kind, value, path)
    if kind.name == "union":
        return _decode_union(kind, value, path)
    if kind.name in _SCALARS:
        return _decode_scalar(kind, value, path)
    raise _misfit(kind, value, path)


_SCALARS: dict[str, tuple[type[Any], ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int, float),
    "number": (int, float),
    "asset": (Asset,),
}


def _decode_scalar(kind: Kind, value: Any, path: str) -> Any:
    numeric = kind.name in ("integer", "number")
    if not isinstance(value, _SCALARS[kind.name]) or (numeric and isinstance(value, bool)):
        raise _misfit(kind, value, path)
    if kind.name != "integer":
        return value
    if not float(value).is_integer():
        raise _misfit(kind, value, path)
    return int(value)


def _decode_object(kind: Kind, value: dict[str, Any], path: str) -> Any:
    assert kind.cls is not None  # noqa: S101 - narrows for the type checker
    instance, problems = decode(kind.cls, value)
    if problems:
        raise _Misfit(f"in `{path}`: {problems[0].reason}")
    return instance


def _decode_choice(kind: Kind, value: str, path: str) -> Any:
    assert kind.cls is not None  # noqa: S101 - narrows for the type checker
    member = kind.cls.of(value)
    if member is None:
        raise _misfit(kind, value, path)
    return member


def _decode_union(kind: Kind, value: Any, path: str) -> Any:
    for member in kind.of:
        try:
            return _decode(member, value, path)
        except _Misfit:
            continue
    raise _misfit(kind, value, path)


def _misfit(kind: Kind, value: Any, path: str) -> _Misfit:
    shown = (
        repr(value)
        if isinstance(value, (str, int, float, bool))
        else _NAMES.get(type(value), "a value")
    )
    return _Misfit(f"`{path}` must be {_expected(kind)}, not {shown}")


_NAMES: dict[type[Any], str] = {list: "a list", dict: "a map", Asset: "an asset"}

_EXPECTED = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "asset": "an asset (a FileAsset, StringAsset or RemoteAsset)",
    "array": "a list",
    "map": "a map",
    "object": "a map",
}


def _expected(kind: Kind) -> str:
    if kind.name == "enum":
        assert kind.cls is not None  # noqa: S101 - narrows for the type checker
        words = [f"`{member.value}`" for member in kind.cls]
        return " or ".join([", ".join(words[:-1]), words[-1]])
    if kind.name == "union":
        return " or ".join(_expected(member) for member in kind.of)
    return _EXPECTED[kind.name]


def _encode(value: Any) -> Any:
    if isinstance(value, Choice):
        return value.value
    if isinstance(value, Inputs):
        return encode(value)
    if isinstance(value, list):
        return [_encode(item) for item in value]
    if isinstance(value, dict):
        return {key: _encode(item) for key, item in value.items()}
    return value
