"""HTML that cannot be injected into: all text is escaped, only elements are not."""

from __future__ import annotations

from html import escape


class Html(str):
    """Text that is markup already."""

    __slots__ = ()


def element(name: str, *children: str, **attributes: str) -> Html:
    """An element; `class_` stands for `class`.

    >>> element("a", "<b>", href="/x")
    '<a href="/x">&lt;b&gt;</a>'
    """
    given = "".join(f' {key.rstrip("_")}="{escape(value)}"' for key, value in attributes.items())
    return Html(f"<{name}{given}>{join(*children)}</{name}>")


def join(*children: str) -> Html:
    """Pieces one after the other, escaped unless they are markup."""
    return Html("".join(child if isinstance(child, Html) else escape(child) for child in children))


def table(head: list[str], rows: list[list[str]]) -> Html:
    """A table; without rows, a word saying so."""
    if not rows:
        return element("p", "none", class_="none")
    header = element("tr", *(element("th", cell) for cell in head))
    body = [element("tr", *(element("td", cell) for cell in row)) for row in rows]
    return element("div", element("table", header, *body), class_="wide")
