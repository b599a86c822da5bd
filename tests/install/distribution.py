"""What is published: a wheel and a source distribution."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True)
class Distribution:
    """A folder with both, and the tools that built them."""

    folder: Path

    @property
    def tools(self) -> Path:
        return self.folder.with_name("build-tools")

    def wheels(self) -> list[Path]:
        return sorted(self.folder.glob("*.whl"))

    @property
    def wheel(self) -> Path:
        (wheel,) = self.wheels()
        return wheel

    @property
    def source(self) -> Path:
        (source,) = self.folder.glob("*.tar.gz")
        return source
