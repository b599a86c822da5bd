"""What was found in the rows of a file, and the sentences about it, all of bounded length."""

from __future__ import annotations

from wix_data_provider.lifecycle.wording import count

SHOWN = 10
_ID_SHOWN = 40
_NAME_SHOWN = 40


class Lines:
    """Numbers of lines: all are counted, the first are named.

    >>> lines = Lines(4, 9, 12)
    >>> f"{lines}: not JSON"
    'lines 4, 9, 12: not JSON'
    """

    def __init__(self, *lines: int) -> None:
        self.count = 0
        self._first: list[str] = []
        for line in lines:
            self.add(line)

    def add(self, line: int, note: str = "") -> None:
        self.count += 1
        if len(self._first) < SHOWN:
            self._first.append(f"{line} ({note})" if note else f"{line}")

    def __bool__(self) -> bool:
        return self.count > 0

    def __str__(self) -> str:
        more = self.count - len(self._first)
        rest = f" and {more:,} more" if more else ""
        return f"line{'' if self.count == 1 else 's'} {', '.join(self._first)}{rest}"


class Duplicates:
    """Rows with an ID that an earlier row has; the first are named with both lines."""

    def __init__(self) -> None:
        self.count = 0
        self._first: list[str] = []

    def add(self, id: str, first: int, line: int) -> None:
        self.count += 1
        if len(self._first) < SHOWN // 2:
            self._first.append(f"{shown(id, _ID_SHOWN)} in lines {first} and {line}")

    def __bool__(self) -> bool:
        return self.count > 0

    def __str__(self) -> str:
        more = self.count - len(self._first)
        rest = f", and {more:,} more" if more else ""
        have = "has" if self.count == 1 else "have"
        return (
            f"{count(self.count, 'row')} {have} the `_id` of an earlier row "
            f"({', '.join(self._first)}{rest})"
        )


def shown(text: str, most: int = _NAME_SHOWN) -> str:
    """A name or an ID for a sentence: quoted, printable, cut.

    >>> shown("a\\nb"), shown("x" * 50, most=3)
    ("'a\\\\nb'", "'xxx…'")
    """
    return repr(text if len(text) <= most else f"{text[:most]}…")
