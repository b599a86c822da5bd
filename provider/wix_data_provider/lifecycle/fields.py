"""Properties, described once: the marks here feed types, checks, diffs, schema and SDK docs.

class BackupArgs(Inputs):
    keep: int = field("How many of this resource's backups to keep.", default=2)
"""

from __future__ import annotations

import types
import typing
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

from wix_data_provider.lifecycle.values import Asset
from wix_data_provider.record import REQUIRED, Fields, Record

if TYPE_CHECKING:
    from typing_extensions import Self, dataclass_transform
else:
    from wix_data_provider.record import dataclass_transform


class Marks(Record):
    """What is said of a property where it is defined. `record_default` is its default."""

    description: str
    record_default: Any
    replace: bool
    rerun: bool
    secret: bool
    echo: bool


def field(
    description: str,
    *,
    default: Any = REQUIRED,
    replace: bool = False,
    rerun: bool = False,
    secret: bool = False,
    echo: bool = True,
) -> Any:
    """A property; without a default it is required.

    `replace`: a change runs the operation, as a replacement of the resource.
    `rerun`: a change runs the operation in place. Neither: a change only updates the state.
    `secret`: never in clear. `echo=False`: an input that is not an output as well.
    """
    return Marks(description, default, replace, rerun, secret, echo)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Inputs(Fields):
    """Base of everything with properties. `unknown` names the attributes that a preview does
    not know yet; they hold their default, or None."""

    unknown: frozenset[str] = frozenset()


class Choice(str, Enum):
    """Base of a closed set of words: `NAME = "value", "what it means"`."""

    description: str

    def __new__(cls, value: str, description: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.description = description
        return member

    @classmethod
    def of(cls, word: str | None) -> Self | None:
        """The member of that value, if there is one."""
        return next((member for member in cls if member.value == word), None)


class Kind(Record):
    """The type of a property: a Pulumi type name, with what it is made of."""

    name: str  # string integer number boolean any asset enum object array map union
    cls: type[Any] | None = None  # of an enum or object
    of: tuple[Kind, ...] = ()  # of an array or map: one; of a union: the members


class Property(Record):
    """One property as everybody else sees it: `name` is Pulumi's, `attribute` Python's."""

    name: str
    attribute: str
    kind: Kind
    description: str
    required: bool
    default: Any
    replace: bool
    rerun: bool
    secret: bool
    echo: bool

    @property
    def operation(self) -> bool:
        """Whether a change of it runs the operation."""
        return self.replace or self.rerun


_KNOWN: dict[type[Any], tuple[Property, ...]] = {}


def properties(cls: type[Any]) -> tuple[Property, ...]:
    """The properties of a class, in the order of their definition; worked out once."""
    if cls not in _KNOWN:
        _KNOWN[cls] = _properties(cls)
    return _KNOWN[cls]


def _properties(cls: type[Inputs]) -> tuple[Property, ...]:
    hints = typing.get_type_hints(cls)
    marked = ((name, marks) for name, marks in cls._fields.items() if isinstance(marks, Marks))
    return tuple(_property(name, marks, hints[name]) for name, marks in marked)


def _property(attribute: str, marks: Marks, hint: Any) -> Property:
    required = marks.record_default is REQUIRED
    return Property(
        name=camel(attribute),
        attribute=attribute,
        kind=_kind(hint),
        description=marks.description,
        required=required,
        default=None if required else marks.record_default,
        replace=marks.replace,
        rerun=marks.rerun,
        secret=marks.secret,
        echo=marks.echo,
    )


def camel(attribute: str) -> str:
    """
    >>> camel("max_rejected"), camel("source_sha256")
    ('maxRejected', 'sourceSha256')
    """
    first, *rest = attribute.split("_")
    return first + "".join(word.capitalize() for word in rest)


_SIMPLE = {
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    Asset: "asset",
    Any: "any",
}


def _kind(hint: Any) -> Kind:
    if hint in _SIMPLE:
        return Kind(_SIMPLE[hint])
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        return _union([member for member in arguments if member is not type(None)])
    if origin is list:
        return Kind("array", of=(_kind(arguments[0]),))
    if origin is dict:
        return Kind("map", of=(_kind(arguments[1]),))
    return Kind("enum" if issubclass(hint, Choice) else "object", cls=hint)


def _union(members: list[Any]) -> Kind:
    if len(members) == 1:
        return _kind(members[0])
    return Kind("union", of=tuple(_kind(member) for member in members))


T = TypeVar("T", bound=Inputs)


def echo(inputs: Inputs, state: type[T], **computed: Any) -> T:
    """A new state: the inputs that are outputs as well, and what was computed."""
    return state(**{**_echoed(inputs), **computed})


def carry_over(inputs: Inputs, state: T, **computed: Any) -> T:
    """The state of before with new inputs, and what was computed anew."""
    return state.evolve(**{**_echoed(inputs), **computed})


def _echoed(inputs: Inputs) -> dict[str, Any]:
    return {
        prop.attribute: getattr(inputs, prop.attribute)
        for prop in properties(type(inputs))
        if prop.echo
    }
