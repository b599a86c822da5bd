"""From a query string or a body to one object. Rules: docs/wix-api.md, "On the wire"."""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING

from wix_data_emulator.errors import ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterable

PACKED = ".r"


def read_json_object(text: bytes | str, *, field: str) -> dict[str, object]:
    """The object that `text` holds; nothing at all counts as `{}`."""
    if not text:
        return {}
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValidationError(field, "is not JSON", rule="INVALID_JSON") from error
    if not isinstance(value, dict):
        raise ValidationError(field, "must be a JSON object", rule="INVALID_JSON")
    return value


def read_parameters(pairs: Iterable[tuple[str, str]]) -> dict[str, object]:
    """GET parameters as the object they stand for, `.r` included.

    >>> read_parameters([("paging.limit", "2"), ("status", "READY"), ("status", "PENDING")])
    {'paging': {'limit': '2'}, 'status': ['READY', 'PENDING']}
    >>> read_parameters([(".r", "eyJhIjp7ImIiOjF9fQ")])
    {'a': {'b': 1}}
    """
    found: dict[str, object] = {}
    packed: dict[str, object] = {}
    for name, value in pairs:
        if name == PACKED:
            packed = _unpack(value)
        else:
            _place(found, name.split("."), value)
    return {**found, **packed}


def _unpack(value: str) -> dict[str, object]:
    padded = value + "=" * (-len(value) % 4)
    try:
        text = base64.b64decode(padded, altchars=b"-_", validate=True)
    except (binascii.Error, ValueError) as error:
        raise ValidationError(PACKED, "is not URL-safe base64", rule="INVALID_BASE64") from error
    return read_json_object(text, field=PACKED)


def _place(target: dict[str, object], path: list[str], value: str) -> None:
    """Put a value where its dotted name says; a repeated name makes a list."""
    for name in path[:-1]:
        inner = target.setdefault(name, {})
        if not isinstance(inner, dict):
            raise ValidationError(name, "is given both as a value and as an object")
        target = inner
    last = path[-1]
    if last not in target:
        target[last] = value
        return
    before = target[last]
    target[last] = [*before, value] if isinstance(before, list) else [before, value]
