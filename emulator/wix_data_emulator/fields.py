"""Reading a request: typed, and refusing with the dotted path of what is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wix_data_emulator.errors import ValidationError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def is_guid(text: str) -> bool:
    """Whether `text` has the form of a GUID, in either case of letters.

    >>> is_guid("c0ffee00-0000-4000-8000-000000000001"), is_guid("my-site")
    (True, False)
    """
    return GUID.fullmatch(text) is not None


@dataclass(frozen=True)
class Fields:
    """The fields of a request or of an object in it; null counts as absent.

    Numbers and booleans may come as text: that is how GET parameters arrive.
    """

    values: Mapping[str, object]
    path: str = ""

    def path_of(self, name: str) -> str:
        """The dotted path of a field, as violations name it."""
        return f"{self.path}.{name}" if self.path else name

    def refuse(self, name: str, description: str, rule: str = "INVALID") -> ValidationError:
        """The violation of one field, to be raised."""
        return ValidationError(self.path_of(name), description, rule=rule)

    def has(self, name: str) -> bool:
        """Whether the field is there and not null."""
        return self.values.get(name) is not None

    def raw(self, name: str) -> object:
        """The value as it came."""
        return self.values.get(name)

    def text(self, name: str, *, longest: int) -> str | None:
        """An optional string."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.refuse(name, "must be a string")
        if len(value) > longest:
            raise self.refuse(name, f"must have at most {longest} characters", "MAX_LENGTH")
        return value

    def required_text(self, name: str, *, longest: int) -> str:
        """A string that is there and not empty."""
        value = self.text(name, longest=longest)
        if not value:
            raise self.refuse(name, "must not be empty", "REQUIRED_FIELD")
        return value

    def guid(self, name: str) -> str | None:
        """An optional GUID, in lower case."""
        value = self.text(name, longest=256)
        if value is not None and not is_guid(value):
            raise self.refuse(name, "must be a GUID", "INVALID_GUID")
        return None if value is None else value.lower()

    def integer(self, name: str, *, default: int, low: int, high: int) -> int:
        """A whole number within bounds."""
        value = self.values.get(name, default)
        if isinstance(value, str) and re.fullmatch(r"-?\d{1,18}", value):
            value = int(value)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse(name, "must be an integer")
        if not low <= value <= high:
            raise self.refuse(name, f"must be from {low} to {high}", "RANGE")
        return value

    def flag(self, name: str) -> bool:
        """A boolean; absent is false."""
        value = self.values.get(name, False)
        if value in (None, "false"):
            return False
        if value == "true":
            return True
        if not isinstance(value, bool):
            raise self.refuse(name, "must be a boolean")
        return value

    def choice(self, name: str, allowed: Sequence[str]) -> str | None:
        """One value of an enumeration; unknown ones are refused."""
        value = self.text(name, longest=256)
        if value is not None and value not in allowed:
            raise self.refuse(name, f"must be one of {', '.join(allowed)}", "INVALID_ENUM")
        return value

    def choices(self, name: str, allowed: Sequence[str], *, most: int) -> list[str]:
        """Values of an enumeration; a single one may come without a list."""
        values = self.texts(name)
        if len(values) > most:
            raise self.refuse(name, f"must have at most {most} values", "MAX_SIZE")
        if unknown := [value for value in values if value not in allowed]:
            raise self.refuse(name, f"does not know {unknown[0]}", "INVALID_ENUM")
        return values

    def texts(self, name: str) -> list[str]:
        """A list of strings; a single one may come without a list."""
        value = self.values.get(name)
        values = value if isinstance(value, list) else [] if value is None else [value]
        texts = [entry for entry in values if isinstance(entry, str)]
        if len(texts) != len(values):
            raise self.refuse(name, "must be strings")
        return texts

    def child(self, name: str) -> Fields:
        """An object inside; empty when absent."""
        value = self.values.get(name)
        if value is None:
            return Fields({}, self.path_of(name))
        if not isinstance(value, dict):
            raise self.refuse(name, "must be an object")
        return Fields(value, self.path_of(name))

    def children(self, name: str, *, most: int) -> list[Fields]:
        """A list of objects; empty when absent."""
        value = self.values.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
            raise self.refuse(name, "must be a list of objects")
        if len(value) > most:
            raise self.refuse(name, f"must have at most {most} entries", "MAX_SIZE")
        return [Fields(entry, f"{self.path_of(name)}[{at}]") for at, entry in enumerate(value)]
