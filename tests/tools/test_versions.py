"""tools/engine/versions.py: which of two versions is newer."""

from __future__ import annotations

import pytest

from tools.engine.versions import at_least, parse


@pytest.mark.parametrize(
    ("text", "oldest", "enough"),
    [
        ("v3.259.0", "3.259.0", True),
        ("v3.259.1", "3.259.0", True),
        ("v3.1000.0", "3.259.0", True),
        ("v4.0.0", "3.259.0", True),
        ("v3.99.9", "3.259.0", False),
        ("v3.259.0-alpha.1", "3.259.0", False),
        ("v3.260.0-alpha.1", "3.259.0", True),
        ("go1.26.8", "1.25.11", True),
        ("go1.25.9", "1.25.11", False),
        ("go1.26", "1.25.11", True),
        ("go1.26rc1", "1.26.0", False),
        ("", "1.25.11", False),
        ("command not found", "1.25.11", False),
    ],
)
def test_a_version_is_compared_by_its_numbers(text: str, oldest: str, enough: bool) -> None:
    assert at_least(text, oldest) is enough


def test_a_text_without_a_version_is_refused() -> None:
    with pytest.raises(ValueError, match="no version in 'none'"):
        parse("none")
