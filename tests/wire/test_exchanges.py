"""For the same call our client sends what the official one sends: both are on record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.wire import exchange
from tests.wire.differences import DIFFERENCES
from tests.wire.intents import AS_APP, INTENTS
from tests.wire.record import record_official, record_ours

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.wire.exchange import Request
    from tests.wire.official import Official

NAMES = exchange.names()


def expected(name: str) -> list[Request]:
    """What the official client sends, with our differences."""
    requests = exchange.load(name).official
    for difference in DIFFERENCES.get(name, []):
        requests = [difference(request) for request in requests]
    return requests


def test_each_call_is_on_record() -> None:
    assert sorted(INTENTS | AS_APP) == NAMES
    assert set(DIFFERENCES) <= set(NAMES)


@pytest.mark.anyio
@pytest.mark.parametrize("name", NAMES)
async def test_our_client_sends_what_the_official_one_sends(name: str) -> None:
    recorded = exchange.load(name)
    sent = await record_ours(name, recorded.answers)
    assert sent == expected(name)
    assert sent == recorded.ours


@pytest.mark.parametrize("name", DIFFERENCES)
def test_a_listed_difference_is_still_one(name: str) -> None:
    requests = exchange.load(name).official
    for difference in DIFFERENCES[name]:
        changed = [difference(request) for request in requests]
        assert changed != requests, difference.__doc__
        requests = changed


@pytest.mark.parametrize("name", NAMES)
def test_no_altered_field_passes_for_the_official_one(name: str) -> None:
    ours, wanted = exchange.load(name).ours, expected(name)
    assert ours == wanted
    altered = list(alterations(ours))
    assert len(altered) >= 4 * len(ours)  # method, path, query or body, headers
    for requests in altered:
        assert requests != wanted


def test_the_official_client_sends_what_is_on_record(official: Official) -> None:
    recorded = {name: exchange.load(name).official for name in NAMES}
    assert record_official(official) == recorded


def alterations(value: Any) -> Iterator[Any]:
    """Copies of JSON, each with one leaf that is not as it was."""
    if isinstance(value, list) and value:
        for at, item in enumerate(value):
            yield from ([*value[:at], other, *value[at + 1 :]] for other in alterations(item))
    elif isinstance(value, dict) and value:
        for key, item in value.items():
            yield from ({**value, key: other} for other in alterations(item))
    else:
        yield f"not {value}"
