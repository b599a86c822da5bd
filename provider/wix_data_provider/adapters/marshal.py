"""protobuf Struct ↔ values: the only place that knows Pulumi's signatures on the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.protobuf import struct_pb2

from wix_data_provider.lifecycle.values import UNKNOWN, Asset, Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105 - a signature of Pulumi's wire format
ASSET = "c44067f5952c0a294b673a41bacd8c17"


def from_struct(struct: struct_pb2.Struct) -> dict[str, Any]:
    """A message's properties as values; null ones are left out, as absent is what they mean."""
    values = {name: _from_value(value) for name, value in struct.fields.items()}
    return {name: value for name, value in values.items() if value is not None}


def to_struct(values: Mapping[str, Any]) -> struct_pb2.Struct:
    """The properties of a message."""
    return struct_pb2.Struct(
        fields={name: _to_value(value) for name, value in values.items() if value is not None}
    )


def _from_value(value: struct_pb2.Value) -> Any:
    kind = value.WhichOneof("kind")
    if kind == "struct_value":
        return _from_object(value.struct_value)
    if kind == "list_value":
        return [_from_value(item) for item in value.list_value.values]
    if kind == "string_value":
        return UNKNOWN if value.string_value == UNKNOWN_TEXT else value.string_value
    if kind == "number_value":
        number = value.number_value
        return int(number) if number.is_integer() else number
    return value.bool_value if kind == "bool_value" else None


def _from_object(struct: struct_pb2.Struct) -> Any:
    fields = struct.fields
    signature = fields[SIGNATURE].string_value if SIGNATURE in fields else ""
    if signature == SECRET:
        return Secret(_from_value(fields["value"]))
    if signature == ASSET:
        parts = {
            name: fields[name].string_value for name in ("path", "text", "uri") if name in fields
        }
        return Asset(fields["hash"].string_value if "hash" in fields else "", **_only_one(parts))
    return {name: _from_value(value) for name, value in fields.items()}


def _only_one(parts: dict[str, str]) -> dict[str, str]:
    """The engine sends the two other ways empty; an empty text is content, if it stands alone."""
    filled = {name: text for name, text in parts.items() if text}
    return filled or ({"text": ""} if "text" in parts else {})


def _to_value(value: Any) -> struct_pb2.Value:  # noqa: PLR0911 - one line a type
    if value is UNKNOWN:
        return struct_pb2.Value(string_value=UNKNOWN_TEXT)
    if value is None:
        return struct_pb2.Value(null_value=struct_pb2.NULL_VALUE)
    if isinstance(value, bool):
        return struct_pb2.Value(bool_value=value)
    if isinstance(value, (int, float)):
        return struct_pb2.Value(number_value=value)
    if isinstance(value, str):
        return struct_pb2.Value(string_value=value)
    if isinstance(value, (list, tuple)):
        items = [_to_value(item) for item in value]
        return struct_pb2.Value(list_value=struct_pb2.ListValue(values=items))
    return struct_pb2.Value(struct_value=_to_object(value))


def _to_object(value: Any) -> struct_pb2.Struct:
    if isinstance(value, Secret):
        value = {SIGNATURE: SECRET, "value": value.value}
    elif isinstance(value, Asset):
        parts = {"path": value.path, "text": value.text, "uri": value.uri}
        given = {name: text for name, text in parts.items() if text is not None}
        value = {SIGNATURE: ASSET, "hash": value.sha256, **given}
    return struct_pb2.Struct(fields={name: _to_value(item) for name, item in value.items()})
