"""What changed between a program's inputs and the state: pure, from the marks of the properties.

Compared with the *outputs*, never with the old inputs: after a failed update the engine keeps
the old inputs beside the new outputs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from wix_data_provider.lifecycle.canonical import canonical
from wix_data_provider.lifecycle.codec import encode
from wix_data_provider.lifecycle.fields import Inputs, Property, properties
from wix_data_provider.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Kind = Literal["add", "delete", "update"]

_ABSENT: Final = object()
"""Within a free value null says something (in a filter: that a field is empty); absent is none."""


class Change(Record):
    """One changed value. `path` is a property path such as `triggers.commit`.

    `runs`: the operation runs for it; `replace`: by replacing the resource; `unknown`: the new
    value is not known in this preview; `input`: to be shown as old input against new input;
    `why`: what to say where "<path> changed" would not be true.
    """

    path: str
    kind: Kind = "update"
    runs: bool = False
    replace: bool = False
    unknown: bool = False
    input: bool = True
    why: str = ""


class Diff(Record):
    """All changes of a resource; none for an empty one."""

    changes: Sequence[Change] = ()
    delete_before_replace: bool = False

    @property
    def replaces(self) -> bool:
        return any(change.replace for change in self.changes)


def changes(inputs: Inputs, state: Inputs) -> list[Change]:
    """The changes of all properties that inputs and state share, in the order of definition."""
    old, new = encode(state), encode(inputs)
    return [
        change
        for prop in properties(type(inputs))
        if prop.echo
        for change in _of_property(prop, old.get(prop.name), new.get(prop.name), inputs)
    ]


def _of_property(prop: Property, old: Any, new: Any, inputs: Inputs) -> Iterator[Change]:
    if prop.attribute in inputs.unknown:
        yield Change(prop.name, runs=prop.operation, replace=prop.replace, unknown=True)
        return
    before, after = canonical(old), canonical(new)
    if before is None:
        before = _ABSENT
    if after is None:
        after = _ABSENT
    for path, kind in _leaves(prop.name, before, after):
        yield Change(path, kind, runs=prop.operation, replace=prop.replace)


def _leaves(path: str, old: Any, new: Any) -> Iterator[tuple[str, Kind]]:
    """The deepest paths that differ, of those that the engine can read.

    >>> list(_leaves("triggers", {"a": 1, "b": [1, 2]}, {"a": 1, "b": [1, 3], "c": 0}))
    [('triggers.b[1]', 'update'), ('triggers.c', 'add')]
    """
    if isinstance(old, dict) and isinstance(new, dict) and _speakable({**old, **new}):
        for key in sorted(old.keys() | new.keys()):
            before, after = old.get(key, _ABSENT), new.get(key, _ABSENT)
            yield from _leaves(_join(path, key), before, after)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for index, (before, after) in enumerate(zip(old, new, strict=True)):
            yield from _leaves(f"{path}[{index}]", before, after)
    elif old != new or isinstance(old, bool) is not isinstance(new, bool):  # 1 is not true
        yield path, "add" if old is _ABSENT else "delete" if new is _ABSENT else "update"


def _speakable(keys: Iterable[str]) -> bool:
    """Whether a path can end in each of them: at the end of a key, the engine reads a backslash as
    the escape of the closing quotation mark."""
    return not any(key.endswith("\\") for key in keys)


def _join(path: str, key: str) -> str:
    """
    >>> _join("triggers", "commit"), _join("triggers", "a.b")
    ('triggers.commit', 'triggers["a.b"]')
    >>> print(_join("triggers", 'say "hi"'))
    triggers["say \\"hi\\""]
    """
    plain_key = key.replace("_", "a").isalnum()
    quoted = key.replace('"', '\\"')
    return f"{path}.{key}" if plain_key else f'{path}["{quoted}"]'


def reasons(found: Sequence[Change]) -> str:
    """Which changes run the operation, in one line.

    >>> reasons([Change("triggers.commit", runs=True), Change("keep")])
    'triggers.commit changed'
    >>> reasons([Change("source", runs=True, unknown=True), Change("siteId", runs=True)])
    'source is not known yet, siteId changed'
    """
    return ", ".join(
        change.why or f"{change.path} {'is not known yet' if change.unknown else 'changed'}"
        for change in found
        if change.runs
    )
