"""Aggregation pipelines: a stage is a function from items to items.

A stage that the client's types do not name, or one that is malformed, fails the job with WDH0001.
Source: docs/wix-api.md, "Jobs", and the types of @wix/data.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import reduce
from itertools import islice
from typing import TYPE_CHECKING

from wix_data_emulator.comparing import rank, value_at
from wix_data_emulator.errors import ApiError, JobError
from wix_data_emulator.expressions import INVALID_PIPELINE, calculate, compile_expression, invalid
from wix_data_emulator.filters import compile_filter
from wix_data_emulator.paging import FARTHEST
from wix_data_emulator.projecting import compile_projection, with_value
from wix_data_emulator.sorting import read_sorts, sort_items

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wix_data_emulator.fields import Fields
    from wix_data_emulator.items import ItemData

Stage = Callable[[Iterable["ItemData"]], Iterable["ItemData"]]
Aliases = Mapping[str, str]
MOST = 1000


def aggregate(
    items: Iterable[ItemData], pipeline: Fields, aliases: Mapping[str, str]
) -> Iterable[ItemData]:
    """What the stages make of items, and the page of it that is wanted.

    Raises: JobError.
    """
    try:
        stages = [_compile(stage, aliases) for stage in pipeline.children("stages", most=MOST)]
        page = _paging(pipeline)
    except ApiError as error:
        raise JobError(INVALID_PIPELINE, str(error)) from error
    return reduce(lambda found, stage: stage(found), [*stages, page], items)


def _compile(given: Fields, aliases: Aliases) -> Stage:
    names = list(given.values)
    if len(names) != 1 or names[0] not in STAGES:
        raise invalid(given, f"needs exactly one of {', '.join(STAGES)}")
    return STAGES[names[0]](given, aliases)


def _paging(pipeline: Fields) -> Stage:
    for name in ("paging", "cursorPaging"):
        if pipeline.has(name):
            paging = pipeline.child(name)
            limit = paging.integer("limit", default=FARTHEST, low=0, high=FARTHEST)
            offset = paging.integer("offset", default=0, low=0, high=FARTHEST)
            return lambda items: islice(items, offset, offset + limit)
    return lambda items: items


def _filter(given: Fields, aliases: Aliases) -> Stage:
    matches = compile_filter(given.raw("filter"), aliases=aliases)
    return lambda items: filter(matches, items)


def _sort(given: Fields, aliases: Aliases) -> Stage:
    sorts = read_sorts(given.child("sort"), member="values", most=MOST, aliases=aliases)
    return lambda items: sort_items(items, sorts)


def _skip(given: Fields, _aliases: Aliases) -> Stage:
    count = given.integer("skip", default=0, low=0, high=FARTHEST)
    return lambda items: islice(items, count, None)


def _limit(given: Fields, _aliases: Aliases) -> Stage:
    count = given.integer("limit", default=0, low=0, high=FARTHEST)
    return lambda items: islice(items, count)


def _projection(given: Fields, _aliases: Aliases) -> Stage:
    project = compile_projection(given.child("projection"))
    return lambda items: map(project, items)


def _object_to_array(given: Fields, _aliases: Aliases) -> Stage:
    """An object's properties as a list of `{key, value}` beside it."""
    entry = given.child("objectToArray")
    source = entry.required_text("objectFieldName", longest=MOST)
    target = entry.required_text("destinationFieldName", longest=MOST)

    def convert(item: ItemData) -> ItemData:
        value = value_at(item, source)
        pairs = value.items() if isinstance(value, dict) else ()
        return with_value(item, target, [{"key": key, "value": inner} for key, inner in pairs])

    return lambda items: map(convert, items)


def _unwind_array(given: Fields, _aliases: Aliases) -> Stage:
    """One item for each element of a list."""
    name = given.child("unwindArray").required_text("arrayFieldName", longest=MOST)

    def unwind(items: Iterable[ItemData]) -> Iterator[ItemData]:
        for item in items:
            value = value_at(item, name)
            elements = value if isinstance(value, list) else []
            yield from (with_value(item, name, element) for element in elements)

    return unwind


def _group(given: Fields, _aliases: Aliases) -> Stage:
    """One item for each group: its `_id` holds the values that its members share."""
    group = given.child("group")
    keys = {
        entry.required_text("key", longest=MOST): compile_expression(entry.child("expression"))
        for entry in group.children("groupIds", most=MOST)
    }
    accumulators = [_accumulator(entry) for entry in group.children("accumulators", most=MOST)]

    def collect(items: Iterable[ItemData]) -> Iterator[ItemData]:
        groups: dict[str, tuple[ItemData, list[ItemData]]] = {}
        for item in items:
            shared = {key: expression(item) for key, expression in keys.items()}
            groups.setdefault(json.dumps(shared), (shared, []))[1].append(item)
        for shared, members in groups.values():
            yield {"_id": shared, **{name: value(members) for name, value in accumulators}}

    return collect


def _accumulator(given: Fields) -> tuple[str, Callable[[Sequence[ItemData]], object]]:
    result = given.required_text("resultFieldName", longest=MOST)
    names = [name for name in ACCUMULATORS if given.has(name)]
    if len(names) != 1:
        raise invalid(given, f"needs exactly one of {', '.join(ACCUMULATORS)}")
    expression = compile_expression(given.child(names[0]).child("expression"))
    gather = ACCUMULATORS[names[0]]
    return result, lambda members: gather([expression(member) for member in members])


def _present(values: Sequence[object]) -> list[object]:
    return [value for value in values if value is not None]


def _average(values: Sequence[object]) -> object:
    present = _present(values)
    return calculate(lambda numbers: sum(numbers) / len(numbers))(present) if present else None


ACCUMULATORS: dict[str, Callable[[Sequence[object]], object]] = {
    "avg": _average,
    "min": lambda values: min(_present(values), key=rank, default=None),
    "max": lambda values: max(_present(values), key=rank, default=None),
    "sum": lambda values: calculate(sum)(_present(values)),
    "first": lambda values: values[0],
    "last": lambda values: values[-1],
    "push": list,
}
STAGES: dict[str, Callable[[Fields, Aliases], Stage]] = {
    "group": _group,
    "filter": _filter,
    "sort": _sort,
    "projection": _projection,
    "objectToArray": _object_to_array,
    "unwindArray": _unwind_array,
    "skip": _skip,
    "limit": _limit,
}
