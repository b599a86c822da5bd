"""Expressions of aggregations: from their JSON to a function of an item.

Source: docs/wix-api.md, "Jobs", and the types of @wix/data.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from wix_data_emulator.comparing import value_at
from wix_data_emulator.errors import JobError
from wix_data_emulator.exporting import to_cell

if TYPE_CHECKING:
    from wix_data_emulator.fields import Fields

Item = Mapping[str, object]
Expression = Callable[[Item], object]
Number = int | float
INVALID_PIPELINE, INVALID_VALUE = "WDH0001", "WDH0003"
MOST_OPERANDS = 1000
DEEPEST = 40


def compile_expression(given: Fields, depth: int = 0) -> Expression:
    """A function telling an expression's value for an item.

    Raises: JobError with WDH0001; the function, with WDH0003 for a value of a wrong kind.
    """
    names = list(given.values)
    if len(names) != 1 or depth > DEEPEST:
        raise invalid(given, f"needs exactly one of {', '.join(('fieldPath', *OPERATIONS))}")
    name = names[0]
    if name == "fieldPath":
        path = given.required_text(name, longest=1000)
        return lambda item: value_at(item, path)
    if name in ("text", "numeric"):
        constant = _constant(given, name)
        return lambda _item: constant
    if name not in OPERATIONS:
        raise invalid(given, f"{name} is not supported")
    members, operation = OPERATIONS[name]
    operands = _operands(given.child(name), members, depth + 1)
    return lambda item: operation([operand(item) for operand in operands])


def invalid(given: Fields, reason: str) -> JobError:
    """A pipeline that cannot be read."""
    return JobError(INVALID_PIPELINE, f"{given.path}: {reason}")


def number_of(value: object) -> Number:
    """A value that must be a number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise _wrong(value, "a number")
    return value


def _constant(given: Fields, name: str) -> object:
    """Text or a number."""
    value = given.raw(name)
    fits = isinstance(value, str) if name == "text" else _is_number(value)
    if not fits:
        raise invalid(given, f"{name} has a wrong value")
    return value


def _is_number(value: object) -> bool:
    """Those that JSON lacks travel as text, and nothing can be calculated with them."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _operands(given: Fields, members: Sequence[str], depth: int) -> list[Expression]:
    """Operands by their names in the request, in the order that the operation takes them."""
    if missing := [name for name in members if not given.has(name)]:
        raise invalid(given, f"has no {missing[0]}")
    if members == SEVERAL:
        several = given.children("expressions", most=MOST_OPERANDS)
        return [compile_expression(entry, depth) for entry in several]
    return [compile_expression(given.child(name), depth) for name in members]


def calculate(
    function: Callable[[list[Number]], Number],
) -> Callable[[Sequence[object]], object]:
    """A function of values that must be numbers, with a finite result."""

    def operation(values: Sequence[object]) -> object:
        try:
            result = function([number_of(value) for value in values])
            finite = math.isfinite(result)
        except (ArithmeticError, ValueError) as error:
            raise JobError(INVALID_VALUE, f"an aggregation cannot calculate: {error}") from error
        if not finite:
            raise JobError(INVALID_VALUE, "an aggregation left the range of numbers")
        return result

    return operation


def _texts(function: Callable[[list[str]], object]) -> Callable[[Sequence[object]], object]:
    return lambda values: function([_text_of(value) for value in values])


def _text_of(value: object) -> str:
    if not isinstance(value, str):
        raise _wrong(value, "a string")
    return value


def _substring(values: Sequence[object]) -> object:
    text, start, length = _text_of(values[0]), number_of(values[1]), number_of(values[2])
    return text[int(start) :][: int(length)]


def _wrong(value: object, kind: str) -> JobError:
    return JobError(INVALID_VALUE, f"an aggregation met {to_cell(value)[:100]!r} for {kind}")


SEVERAL = ("expressions",)
ONE = ("expression",)
TWO = ("firstExpression", "secondExpression")
THREE = ("expression", "startExpression", "lengthExpression")
OPERATIONS: dict[str, tuple[Sequence[str], Callable[[Sequence[object]], object]]] = {
    "add": (SEVERAL, calculate(sum)),
    "sum": (SEVERAL, calculate(sum)),
    "subtract": (TWO, calculate(lambda values: values[0] - values[1])),
    "multiply": (SEVERAL, calculate(math.prod)),
    "divide": (TWO, calculate(lambda values: values[0] / values[1])),
    "abs": (ONE, calculate(lambda values: abs(values[0]))),
    "mod": (TWO, calculate(lambda values: values[0] % values[1])),
    "floor": (ONE, calculate(lambda values: math.floor(values[0]))),
    "ceil": (ONE, calculate(lambda values: math.ceil(values[0]))),
    "concat": (SEVERAL, _texts("".join)),
    "stringify": (ONE, lambda values: to_cell(values[0])),
    "toLower": (ONE, _texts(lambda values: values[0].lower())),
    "toUpper": (ONE, _texts(lambda values: values[0].upper())),
    "substring": (THREE, _substring),
    "length": (ONE, _texts(lambda values: len(values[0]))),
}
"""Operands by name, and what is made of them."""
