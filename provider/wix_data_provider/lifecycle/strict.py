"""What a program gives, taken strictly: what would be dropped is a problem, at every depth.

A state is read with `decode` alone: an older or newer version of the provider may have written it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from wix_data_provider.lifecycle.codec import Problem, decode
from wix_data_provider.lifecycle.fields import Inputs, properties
from wix_data_provider.lifecycle.values import Secret, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wix_data_provider.lifecycle.fields import Kind

    Object = tuple[str, type[Any], Mapping[str, Any]]  # its path, its class and what it holds

P = TypeVar("P", bound=Inputs)

_INTERNAL = {"version", "__internal", "__defaults"}


def decode_inputs(cls: type[P], values: Mapping[str, Any]) -> tuple[P | None, list[Problem]]:
    """As `decode`; an empty text is as good as a missing one, and misspelt names are told."""
    typed, misfits = decode(cls, values)
    empty = [
        _problem(path, prop.name, f"`{prop.name}` is empty: give it a value")
        for path, part, held in _objects(cls, values)
        for prop in properties(part)
        if prop.required and prop.kind.name == "string" and held.get(prop.name) == ""
    ]
    return (None if empty else typed), [*misspelt(cls, values), *misfits, *empty]


def misspelt(cls: type[Inputs], values: Mapping[str, Any]) -> list[Problem]:
    """A problem for each value that is no property of the class, or of an object in it."""
    found = []
    for path, part, held in _objects(cls, values):
        known = [prop.name for prop in properties(part)]
        for name in sorted(held.keys() - set(known)):
            reason = f"there is no property `{name}`; {_hint(name, known)}"
            found.append(_problem(path, name, reason))
    return found


def hushed(problems: Sequence[Problem], values: Mapping[str, Any]) -> list[Problem]:
    """The problems; a reason that would show a secret of its property's value is not said."""
    return [
        problem.evolve(reason=_HUSHED.format(problem.property))
        if any(text in problem.reason for text in _secrets(values.get(problem.property)))
        else problem
        for problem in problems
    ]


_HUSHED = (
    "`{}` is refused, and why is not said, as that would show a secret: compare it with the "
    "documentation"
)


def _secrets(value: Any, *, within: bool = False) -> Iterator[str]:
    """What the secrets in there look like in a sentence."""
    if isinstance(value, Secret):
        yield from _secrets(value.value, within=True)
    elif isinstance(value, (dict, list)):
        for child in value.values() if isinstance(value, dict) else value:
            yield from _secrets(child, within=within)
    elif within and value not in (None, ""):
        yield from (str(value), repr(value))


def _problem(path: str, name: str, reason: str) -> Problem:
    """Of the property at the top; the reason says where in it."""
    if not path:
        return Problem(name, reason)
    return Problem(path.partition(".")[0].partition("[")[0], f"in `{path}`: {reason}")


def _objects(cls: type[Inputs], values: Mapping[str, Any]) -> Iterator[Object]:
    """The class with its values, and every object of a declared type in them."""
    held = {name: plain(value) for name, value in values.items() if name not in _INTERNAL}
    yield "", cls, held
    for prop in properties(cls):
        yield from _inner(prop.kind, held.get(prop.name), prop.name)


def _inner(kind: Kind, value: Any, path: str) -> Iterator[Object]:
    if kind.name == "array" and isinstance(value, list):
        for index, item in enumerate(value):
            yield from _inner(kind.of[0], item, f"{path}[{index}]")
    elif kind.name == "object" and isinstance(value, dict):
        assert kind.cls is not None  # noqa: S101 - narrows for the type checker
        yield path, kind.cls, value
        for prop in properties(kind.cls):
            yield from _inner(prop.kind, value.get(prop.name), f"{path}.{prop.name}")


def _hint(name: str, known: list[str]) -> str:
    import difflib  # noqa: PLC0415 - seldom needed, and dear at start-up

    close = difflib.get_close_matches(name, known, n=1)
    return f"did you mean `{close[0]}`?" if close else f"there are: {', '.join(known)}"
