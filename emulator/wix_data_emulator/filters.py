"""The filter language of jobs and items, from its JSON to a function of an item.

Source: docs/wix-api.md, "Pages and filters".
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from wix_data_emulator.comparing import equal, rank_pair, value_at
from wix_data_emulator.errors import data_error

if TYPE_CHECKING:
    from wix_data_emulator.comparing import Rank
    from wix_data_emulator.errors import ApiError

Item = Mapping[str, object]
Predicate = Callable[[Item], bool]
Admit = Callable[[str, str], None]
"""Given a field and an operator, raises where a list does not support the pair."""

Test = Callable[[object, object], bool]
"""Does the actual value satisfy the operator with the expected one?"""

DEEPEST = 40


NO_ALIASES: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class _Dialect:
    """What a list of things makes of the language: pairs it refuses, other names of fields."""

    admit: Admit | None
    aliases: Mapping[str, str]

    def field(self, name: str, operator: str) -> str:
        """The field that is meant."""
        if self.admit is not None:
            self.admit(name, operator)
        return self.aliases.get(name, name)


def compile_filter(
    source: object, *, admit: Admit | None = None, aliases: Mapping[str, str] = NO_ALIASES
) -> Predicate:
    """A function telling which items match; nothing and `{}` match all.

    >>> compile_filter({"year": {"$gte": 1990}})({"year": 1999})
    True
    >>> compile_filter({"$or": [{"a": 1}, {"b": {"$in": ["x"]}}]})({"b": ["x", "y"]})
    True

    Raises: RefusedError with WDE0056.
    """
    return _compile(source, _Dialect(admit, aliases), 0)


def _compile(source: object, dialect: _Dialect, depth: int) -> Predicate:
    if source is None:
        return lambda _item: True
    if not isinstance(source, dict):
        raise malformed("a filter must be an object")
    if depth > DEEPEST:
        raise malformed(f"a filter must not be nested deeper than {DEEPEST}")
    parts = [_part(name, value, dialect, depth + 1) for name, value in source.items()]
    return lambda item: all(part(item) for part in parts)


def _part(name: str, value: object, dialect: _Dialect, depth: int) -> Predicate:
    if name == "$not":
        inner = _compile(_negated(value), dialect, depth)
        return lambda item: not inner(item)
    if name in ("$and", "$or"):
        if not isinstance(value, list):
            raise malformed(f"{name} takes a list of filters")
        inners = [_compile(entry, dialect, depth) for entry in value]
        every = all if name == "$and" else any
        return lambda item: every(inner(item) for inner in inners)
    if name.startswith("$"):
        raise malformed(f"{name} is not a combinator")
    return _condition(name, value, dialect)


def _negated(value: object) -> object:
    """`$not` takes a filter or, from the items builder, a list of one."""
    if not isinstance(value, list):
        return value
    if len(value) != 1:
        raise malformed("$not takes one filter")
    return value[0]


def _condition(field: str, value: object, dialect: _Dialect) -> Predicate:
    operators = value if _is_operators(value) and isinstance(value, dict) else {"$eq": value}
    tests = [_bind(field, operator, operand, dialect) for operator, operand in operators.items()]
    return lambda item: all(test(item) for test in tests)


def _is_operators(value: object) -> bool:
    if not isinstance(value, dict) or not value or "$date" in value:
        return False
    return any(key.startswith("$") for key in value)


def _bind(field: str, operator: str, operand: object, dialect: _Dialect) -> Predicate:
    if operator == "$regex":
        raise data_error("WDE0070", "$regex is not allowed")
    if operator not in TESTS:
        raise malformed(f"{operator} is not an operator")
    if operator in LIST_OPERATORS and not isinstance(operand, list):
        raise malformed(f"{operator} takes a list")
    if operator in TEXT_OPERATORS and not isinstance(operand, str):
        raise malformed(f"{operator} takes a string")
    name = dialect.field(field, operator)
    test = TESTS[operator]
    return lambda item: test(value_at(item, name), operand)


def malformed(description: str) -> ApiError:
    """A filter that cannot be read."""
    return data_error("WDE0056", f"filter: {description}")


def _in(actual: object, expected: object) -> bool:
    return isinstance(expected, list) and any(equal(actual, entry) for entry in expected)


def _has_all(actual: object, expected: object) -> bool:
    return isinstance(expected, list) and all(equal(actual, entry) for entry in expected)


def _ordering(holds: Callable[[Rank, Rank], bool]) -> Test:
    def test(actual: object, expected: object) -> bool:
        left, right = rank_pair(actual, expected)
        return left[0] == right[0] and holds(left, right)

    return test


def _in_text(holds: Callable[[str, str], bool]) -> Test:
    def test(actual: object, expected: object) -> bool:
        if isinstance(actual, list):
            return any(test(element, expected) for element in actual)
        return isinstance(actual, str) and holds(actual.casefold(), str(expected).casefold())

    return test


def _is_empty(actual: object, expected: object) -> bool:
    return (actual in (None, "", [])) is (expected is not False)


TESTS: dict[str, Test] = {
    "$eq": equal,
    "$ne": lambda actual, expected: not equal(actual, expected),
    "$gt": _ordering(lambda left, right: left > right),
    "$gte": _ordering(lambda left, right: left >= right),
    "$lt": _ordering(lambda left, right: left < right),
    "$lte": _ordering(lambda left, right: left <= right),
    "$in": _in,
    "$nin": lambda actual, expected: not _in(actual, expected),
    "$hasSome": _in,
    "$hasAll": _has_all,
    "$startsWith": _in_text(str.startswith),
    "$endsWith": _in_text(str.endswith),
    "$contains": _in_text(str.__contains__),
    "$isEmpty": _is_empty,
    "$exists": lambda actual, expected: (actual is not None) is (expected is not False),
}
LIST_OPERATORS = {"$in", "$nin", "$hasSome", "$hasAll"}
TEXT_OPERATORS = {"$startsWith", "$endsWith", "$contains"}
