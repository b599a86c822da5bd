"""actionlint, which reads workflows as GitHub does: compiled from its Go module, into the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.engine import cache, golang
from tools.engine.progress import Runner, to_screen

if TYPE_CHECKING:
    from pathlib import Path

    from tools.engine.progress import Say

VERSION = "1.7.12"
PACKAGE = f"github.com/rhysd/actionlint/cmd/actionlint@v{VERSION}"
LIMIT_S = 300.0  # 20 seconds on two cores


def actionlint(say: Say = to_screen) -> Path:
    """The program; made where it is missing.

    Raises: EngineError.
    """
    slot = cache.Slot(cache.root(), cache.key("actionlint", VERSION), ("actionlint",))

    def build(target: Path) -> str:
        go = golang.find(say)
        Runner(slot.log, say).run(
            "actionlint",
            [go.binary, "install", PACKAGE],
            cwd=target,
            environment={**go.environment, "GOBIN": str(target)},
            tell=lambda lines: lines[-1].strip() if lines else "compiling",
            limit_s=LIMIT_S,
        )
        return f"built by {go.ask('version')}"

    slot.fill(build, say)
    return slot.bin / "actionlint"
