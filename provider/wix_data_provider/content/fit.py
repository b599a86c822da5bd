"""How a file fits the collection that it goes to: its header, and the values of its first rows."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from wix_data_provider.content.cells import problem_of_text, problem_of_value
from wix_data_provider.content.day_order import DayOrder
from wix_data_provider.content.findings import Lines, shown
from wix_data_provider.lifecycle.wording import count, listing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wix_data_provider.client.collections import CollectionField
    from wix_data_provider.content.rows import Survey

_MOST_SENTENCES = 10
_DATES = ("DATE", "DATETIME")
_CONSEQUENCES = {
    "OVERWRITE": "what overwritten items have there is erased",
    "TRUNCATE_BEFORE": "they are empty in all items afterwards",
}


def fit(
    found: Survey, fields: Sequence[CollectionField], *, collection_id: str, policy: str
) -> tuple[str, ...]:
    """Warnings, without the file's name: Wix takes all of it, its schema is not enforced.

    `policy` is the write policy, empty where it is not known yet.
    """
    keys = _keys_of(found, fields)
    types = {field.key: field.type for field in fields}
    sentences = [
        *_unknown(keys, fields, collection_id),
        *_twice(keys),
        *_missing(keys, fields, collection_id, policy),
        *_misfits(found, keys, types),
        *_ambiguous(found, keys, types),
    ]
    more = len(sentences) - _MOST_SENTENCES
    rest = [f"{count(more, 'more difference')} from {collection_id}"] if more > 0 else []
    return (*sentences[:_MOST_SENTENCES], *rest)


def _keys_of(found: Survey, fields: Sequence[CollectionField]) -> dict[str, str]:
    """Column → the field that it fills: a key, or in a CSV a display name."""
    known = {field.key: field.key for field in fields}
    if found.format == "CSV":
        names = {field.display_name: field.key for field in fields if field.key != "_id"}
        known = {name: key for name, key in names.items() if name} | known
    if "_id" not in found.columns:
        known["ID"] = "_id"
    return {column: known.get(column, column) for column in found.columns}


def _unknown(
    keys: Mapping[str, str], fields: Sequence[CollectionField], collection_id: str
) -> list[str]:
    known = {"_id", *(field.key for field in fields)}
    unknown = [column for column, key in keys.items() if key not in known and not _system(key)]
    if not unknown:
        return []
    close = {
        name.strip().casefold(): field.key
        for field in fields
        for name in (field.display_name, field.key)
        if name and field.key != "_id"
    }
    if "_id" not in keys.values():
        close = {"id": "_id", "_id": "_id"} | close
    named = [_with_hint(column, close.get(column.casefold())) for column in unknown]
    are = "is no field" if len(unknown) == 1 else "are no fields"
    return [f"{_columns(named)} {are} of {collection_id}: Wix stores what is in there all the same"]


def _system(key: str) -> bool:
    """Whether a column is one of those that Wix makes itself; `_ID` is a slip of the pen."""
    return key[:1] == "_" and key.casefold() != "_id"


def _with_hint(column: str, close: str | None) -> str:
    return f"{shown(column)} (the field is {shown(close)})" if close else shown(column)


def _twice(keys: Mapping[str, str]) -> list[str]:
    times = Counter(keys.values())
    twice = {key: [column for column in keys if keys[column] == key] for key in times}
    return [
        f"{_columns([*map(shown, columns)])} fill the same field {shown(key)}: the last one counts"
        for key, columns in twice.items()
        if len(columns) > 1
    ]


def _missing(
    keys: Mapping[str, str],
    fields: Sequence[CollectionField],
    collection_id: str,
    policy: str,
) -> list[str]:
    """Fields of the user's that no column fills; Wix makes page links itself."""
    filled = set(keys.values())
    missing = [
        shown(field.key)
        for field in fields
        if field.key not in filled and field.key[:1] != "_" and field.type != "PAGE_LINK"
    ]
    if not missing:
        return []
    have = f"field {missing[0]} of {collection_id} has no column"
    if len(missing) > 1:
        have = f"fields {listing(missing)} of {collection_id} have no column"
    return [f"{have}: {_CONSEQUENCES.get(policy, 'new items have nothing there')}"]


def _misfits(found: Survey, keys: Mapping[str, str], types: Mapping[str, str | None]) -> list[str]:
    """Values of the sample that are not what their field holds, in the order of the columns."""
    problem_of = problem_of_text if found.format == "CSV" else problem_of_value
    sampled: Counter[str] = Counter()
    misfits: dict[str, dict[str, Lines]] = {column: {} for column in keys}
    for line, values in found.sample:
        sampled.update(values.keys())
        for column in values.keys() & keys.keys():
            problem = problem_of(values[column], types.get(keys[column]))
            if problem:
                misfits[column].setdefault(problem, Lines()).add(line)
    return [
        f"column {shown(column)}: {lines.count:,} of {count(sampled[column], 'sampled value')} "
        f"{'is' if lines.count == 1 else 'are'} {problem} ({lines})"
        for column, problems in misfits.items()
        for problem, lines in sorted(problems.items())
    ]


def _ambiguous(
    found: Survey, keys: Mapping[str, str], types: Mapping[str, str | None]
) -> list[str]:
    """Dates of the sample whose month might be taken for their day; those of JSON have one form."""
    if found.format != "CSV":
        return []
    dates = {column: DayOrder() for column, key in keys.items() if types.get(key) in _DATES}
    for line, values in found.sample:
        for column in values.keys() & dates.keys():
            dates[column].add(line, str(values[column]))
    warnings = {column: order.warning() for column, order in dates.items()}
    return [f"column {shown(column)}: {words}" for column, words in warnings.items() if words]


def _columns(names: Sequence[str]) -> str:
    return f"column{'' if len(names) == 1 else 's'} {listing(names)}"
