"""The yardstick: an asyncio client that does no more than it must."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bench.contestants.contestant import Finished, outer_environment, told_by_script
from tools.bench.processes import run

if TYPE_CHECKING:
    from tools.bench.site import Service

CLIENT = Path(__file__).with_name("ideal_client.py")


class Ideal:
    name = "ideal client"
    at_once: int | None = None

    def run(self, folder: Path, service: Service, jobs: int) -> Finished:
        folder.mkdir()
        ended = run([sys.executable, str(CLIENT)], folder, outer_environment(service, jobs))
        return Finished(ended, told_by_script(ended.lines))
