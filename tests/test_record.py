"""record.py: small immutable records."""

from __future__ import annotations

import pytest

from wix_data_provider.record import Record


class Point(Record):
    x: int
    y: int = 0

    @property
    def sum(self) -> int:
        return self.x + self.y


class Place(Point):
    name: str = "nowhere"


def test_values_come_by_position_by_name_or_by_default() -> None:
    assert Point(1) == Point(x=1, y=0)
    assert Point(1, 2).sum == 3
    assert Place(1, 2, "home") == Place(x=1, y=2, name="home")


def test_records_of_other_kinds_are_not_equal() -> None:
    assert Point(1) != Place(1)
    assert Point(1) != Point(2)
    assert Point(1) != (1, 0)


def test_a_record_does_not_change() -> None:
    point = Point(1)
    with pytest.raises(AttributeError, match=r"use evolve\(x=…\)"):
        point.x = 2  # type: ignore[misc]
    assert (point.evolve(x=2), point) == (Point(2), Point(1))


def test_what_does_not_fit_is_a_type_error() -> None:
    with pytest.raises(TypeError, match="Point needs `x`"):
        Point()  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Point does not take"):
        Point(1, z=2)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Point does not take"):
        Point(1, 2, 3)  # type: ignore[call-arg]
    with pytest.raises(TypeError, match="Point does not take"):
        Point(1, x=2)  # type: ignore[misc]


def test_repr_shows_the_values() -> None:
    assert repr(Place(1)) == "Place(x=1, y=0, name='nowhere')"
