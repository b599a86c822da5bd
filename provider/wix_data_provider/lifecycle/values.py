"""The values that Pulumi knows beside JSON's: unknown, secret, asset."""

from __future__ import annotations

from typing import Any, Final

from wix_data_provider.record import Record


class Unknown:
    """A value that is not known before `up`; the only one is UNKNOWN."""

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN: Final = Unknown()


class Secret(Record):
    """A value that the engine encrypts and masks."""

    value: Any

    def __repr__(self) -> str:
        return "Secret(…)"


class Asset(Record):
    """A file, a text or a URL; `sha256` is what the engine made of its content.

    Exactly one of `path` (relative to the project folder), `text` and `uri` is set, except in an
    asset that the engine hands on without its content.
    """

    sha256: str
    path: str | None = None
    text: str | None = None
    uri: str | None = None


def has_unknown(value: Any) -> bool:
    """Whether anything in there, at any depth, is not known yet.

    >>> has_unknown({"commit": [Secret(UNKNOWN)]})
    True
    """
    return value is UNKNOWN or any(has_unknown(child) for child in _children(value))


def has_secret(value: Any) -> bool:
    """Whether anything in there, at any depth, is secret.

    >>> has_secret([{"key": Secret("x")}]), has_secret(["x"])
    (True, False)
    """
    return isinstance(value, Secret) or any(has_secret(child) for child in _children(value))


def plain(value: Any) -> Any:
    """The same value without its secret wrappers.

    >>> plain({"a": Secret([1, Secret(2)])})
    {'a': [1, 2]}
    """
    if isinstance(value, Secret):
        return plain(value.value)
    if isinstance(value, dict):
        return {key: plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [plain(child) for child in value]
    return value


def _children(value: Any) -> list[Any]:
    if isinstance(value, Secret):
        return [value.value]
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []
