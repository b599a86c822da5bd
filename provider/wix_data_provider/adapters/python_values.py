"""What `pulumi.dynamic` hands over ↔ values.

Assets come in a form of our own: the engine empties assets in some calls, and the SDK's host
fails on empty ones. Their content is hashed by `hashed`, as the engine does it for plugins. So does
a null within a value, such as a condition of a filter: the SDK's host would drop it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from pulumi.output import Unknown

from wix_data_provider.content.source import opened
from wix_data_provider.lifecycle.values import UNKNOWN, Asset, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wix_data_provider.content.source import Fetch

ASSET = "wix-data:asset"
NULL = "wix-data:null"
HIDDEN = "__"
"""How the names of properties begin that are between program and provider, and not shown."""


def from_python(properties: Mapping[str, Any]) -> dict[str, Any]:
    """The properties without the hidden ones."""
    return {name: _from(value) for name, value in properties.items() if not name.startswith(HIDDEN)}


def to_python(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same values as the SDK writes them. Secrets come back plain: the engine itself marks
    an output that is secret by its name, or whose input was."""
    given = {name: value for name, value in plain(dict(values)).items() if value is not None}
    return {name: _to(value) for name, value in given.items()}


async def hashed(value: Any, fetch: Fetch, *, keep: bool) -> Any:
    """The value with the hash of each asset in it; only `keep` keeps where their content is.

    Raises ContentError, TransportError.
    """
    if isinstance(value, Asset):
        async with opened(value, fetch) as content:
            sha256 = await asyncio.to_thread(content.sha256)
        return value.evolve(sha256=sha256) if keep else Asset(sha256)
    if isinstance(value, dict):
        return {key: await hashed(child, fetch, keep=keep) for key, child in value.items()}
    if isinstance(value, list):
        return [await hashed(child, fetch, keep=keep) for child in value]
    return value


def _from(value: Any) -> Any:  # noqa: PLR0911 - one line a type
    if isinstance(value, Unknown):
        return UNKNOWN
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, list):
        return [_from(child) for child in value]
    if not isinstance(value, dict):
        return value
    if ASSET in value:
        return UNKNOWN if isinstance(value[ASSET], Unknown) else Asset(**value[ASSET])
    if NULL in value:
        return None
    return {key: _from(child) for key, child in value.items()}


def _to(value: Any) -> Any:
    if value is None:
        return {NULL: True}
    if value is UNKNOWN:
        return Unknown()  # type: ignore[no-untyped-call]
    if isinstance(value, Asset):
        return {ASSET: {name: part for name, part in value.__dict__.items() if part is not None}}
    if isinstance(value, dict):
        return {key: _to(child) for key, child in value.items()}
    return [_to(child) for child in value] if isinstance(value, list) else value
