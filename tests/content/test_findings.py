"""content/findings.py: sentences of bounded length."""

from __future__ import annotations

from wix_data_provider.content.findings import Duplicates, Lines, shown


def test_the_first_ten_lines_are_named_and_the_rest_is_counted() -> None:
    assert str(Lines(7)) == "line 7"
    assert str(Lines(*range(1, 1_241))) == "lines 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 1,230 more"


def test_a_line_may_have_a_note() -> None:
    lines = Lines()
    assert not lines
    lines.add(3, "600.0 KB")
    assert str(lines) == "line 3 (600.0 KB)"


def test_of_duplicates_both_lines_are_named() -> None:
    found = Duplicates()
    found.add("a", 2, 9)
    assert str(found) == "1 row has the `_id` of an earlier row ('a' in lines 2 and 9)"
    for line in range(10, 1_244):
        found.add("b" * 100, 3, line)
    assert str(found).startswith("1,235 rows have the `_id` of an earlier row ('a' in lines 2 and")
    assert str(found).endswith(f"'{'b' * 40}…' in lines 3 and 13, and 1,230 more)")


def test_names_are_printable_and_cut() -> None:
    assert shown("\u202ex\n") == r"'\u202ex\n'"
    assert shown("n" * 41) == f"'{'n' * 40}…'"
