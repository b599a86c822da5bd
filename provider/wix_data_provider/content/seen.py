"""Which IDs a file has had already, in a few megabytes however many there are."""

from __future__ import annotations

from array import array

MOST = 1 << 17
"""IDs that are remembered: twice what Wix documents for an import (50,000), and more."""


class Seen:
    """The line where each ID was seen first, in a hash table of 12 bytes a place.

    A `dict` would take ten times as much. Hashes of 64 bits stand for the IDs: that two of
    MOST have the same happens once in two thousand million files.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._count = 0
        self.full = False  # an ID came that was not remembered
        self._empty(1 << 10)

    def first_line(self, id: str, line: int) -> int:
        """The line of the first row with this ID; 0 where this is the first."""
        keys, mask = self._keys, self._mask
        key = hash(id) or 1
        place = key & mask
        while found := keys[place]:
            if found == key:
                return self._lines[place]
            place = (place + 1) & mask
        if self._count == self._most:
            self.full = True
            return 0
        keys[place], self._lines[place] = key, line
        self._count += 1
        if self._count * 2 > mask and self._count < self._most:
            self._grow()
        return 0

    def _grow(self) -> None:
        old = zip(self._keys, self._lines, strict=True)
        self._empty((self._mask + 1) * 2)
        keys, mask = self._keys, self._mask
        for key, line in old:
            if key:
                place = key & mask
                while keys[place]:
                    place = (place + 1) & mask
                keys[place], self._lines[place] = key, line

    def _empty(self, places: int) -> None:
        self._mask = places - 1
        self._keys = array("q", bytes(8 * places))  # 0: nothing there
        self._lines = array("I", bytes(4 * places))
