"""Small immutable records, made without generating code.

A dataclass costs half a millisecond each at import, and the plugin starts at every `pulumi`
command: thirty of them were a tenth of its start-up. To a type checker these are dataclasses.
"""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from typing_extensions import Self, dataclass_transform
else:

    def dataclass_transform(**_: Any) -> Any:
        return lambda cls: cls


class _Required:
    def __repr__(self) -> str:
        return "required"


REQUIRED = _Required()


class Fields:
    """What records are made of: annotated attributes, with or without a default."""

    _fields: ClassVar[dict[str, Any]] = {}  # name → default, or REQUIRED; in order

    def __init_subclass__(cls) -> None:
        own = inspect.get_annotations(cls)
        named = {name: cls.__dict__.get(name, REQUIRED) for name in own if name[0] != "_"}
        inherited: dict[str, Any] = {}
        for base in reversed(cls.__mro__[1:]):
            inherited.update(base.__dict__.get("_fields", {}))
        cls._fields = {**inherited, **named}

    def __init__(self, *positional: Any, **named: Any) -> None:
        fields = self._fields
        given = dict(zip(fields, positional, strict=False))
        unknown = [*(named.keys() - fields.keys()), *(given.keys() & named.keys())]
        if unknown or len(positional) > len(fields):
            raise TypeError(f"{type(self).__name__} does not take {unknown or positional}")
        given.update(named)
        for name, default in fields.items():
            if name not in given and default_of(default) is REQUIRED:
                raise TypeError(f"{type(self).__name__} needs `{name}`")
            self.__dict__[name] = given[name] if name in given else default_of(default)

    def evolve(self, **changes: Any) -> Self:
        """The same record with some values changed."""
        return type(self)(**{**self.__dict__, **changes})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable: use evolve({name}=…)")

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and other.__dict__ == self.__dict__

    __hash__ = None  # type: ignore[assignment]  # their values may be lists

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({values})"


def default_of(default: Any) -> Any:
    """A default as it is, or what a marked one (lifecycle/fields.py) holds."""
    return getattr(default, "record_default", default)


@dataclass_transform(frozen_default=True)
class Record(Fields):
    """A record whose values may be given by position.

    >>> class Point(Record):
    ...     x: int
    ...     y: int = 0
    >>> Point(1).evolve(y=2)
    Point(x=1, y=2)
    """
