"""HTML that cannot be injected into."""

from __future__ import annotations

from wix_data_emulator.markup import element, join, table


def test_text_and_attributes_are_escaped_and_elements_are_not() -> None:
    inner = element("b", "<i>")
    assert element("a", inner, " & ", title='"><i>', class_="x") == (
        '<a title="&quot;&gt;&lt;i&gt;" class="x"><b>&lt;i&gt;</b> &amp; </a>'
    )
    assert join("<", inner) == "&lt;<b>&lt;i&gt;</b>"


def test_a_table_without_rows_says_so() -> None:
    assert "none" in table(["a"], [])
    assert table(["<a>"], [["<b>"]]).count("&lt;") == 2
