"""What a handler tells the user while it works; the adapters bring it to the screen."""

from __future__ import annotations

from typing import Protocol


class Report(Protocol):
    """Texts about one resource. No secret and no item of a collection goes in."""

    def status(self, text: str) -> None:
        """What is happening now; replaces the last such text."""

    def info(self, text: str) -> None:
        """Worth knowing, and kept on the screen."""

    def warning(self, text: str) -> None:
        """Not an error, but somebody should look at it."""
