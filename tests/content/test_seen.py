"""content/seen.py: which IDs were there already."""

from __future__ import annotations

import sys

from wix_data_provider.content.seen import MOST, Seen


def test_the_first_line_of_each_id_is_remembered_however_many_come() -> None:
    seen = Seen()
    assert not any(seen.first_line(f"id{n}", n + 2) for n in range(20_000))
    assert [seen.first_line(f"id{n}", 99_999) for n in range(20_000)] == [*range(2, 20_002)]
    assert not seen.full


def test_beyond_the_most_new_ids_are_forgotten_and_that_is_known() -> None:
    seen = Seen(most=3)
    assert [seen.first_line(id, 1) or seen.full for id in "abc"] == [False] * 3
    assert [seen.first_line("d", 5), seen.first_line("d", 6)] == [0, 0]
    assert seen.full
    assert seen.first_line("b", 7) == 1


def test_the_table_stays_below_eight_megabytes() -> None:
    seen = Seen()
    for n in range(MOST + 1):
        seen.first_line(str(n), n)
    assert seen.full
    assert sum(map(sys.getsizeof, vars(seen).values())) < 8 * 1024 * 1024
