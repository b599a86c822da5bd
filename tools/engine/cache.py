"""A folder outside the repository for each version and recipe: whole, or not there."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tools.file_lock import try_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from tools.engine.progress import Say

MARKER = "complete"
LOCK_POLL_S = 1.0
STILL_WAITING_S = 60.0


def root(environment: Mapping[str, str] = os.environ) -> Path:
    """Where engines are kept: below XDG_CACHE_HOME, or below ~/.cache."""
    base = environment.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "pulumi-wix-data" / "engine"


def key(name: str, version: str, files: Iterable[Path] = (), flags: Iterable[str] = ()) -> str:
    """The folder's name: the version, a hash of what it is built from and how, the machine's kind.

    Raises: OSError where one of the files cannot be read.
    """
    digest = hashlib.sha256("\n".join(flags).encode())
    for file in files:
        content = file.read_bytes()
        digest.update(f"{file.name} {len(content)}\n".encode() + content)
    machine = f"{platform.system()}-{platform.machine()}".lower()
    return f"{name}-v{version}-{digest.hexdigest()[:12]}-{machine}"


class Slot:
    """One folder of the cache, with its lock and its log beside it."""

    def __init__(self, parent: Path, name: str, binaries: tuple[str, ...]) -> None:
        self.folder = parent / name
        self.log = parent / f"{name}.log"
        self._lock = parent / f"{name}.lock"
        self._binaries = binaries

    @property
    def bin(self) -> Path:
        """The folder of the binaries."""
        return self.folder / "bin"

    def is_complete(self) -> bool:
        """Whether it was finished, and nothing was taken from it since."""
        names = [self.folder / MARKER, *(self.bin / name for name in self._binaries)]
        return all(file.is_file() for file in names)

    def fill(self, build: Callable[[Path], str], say: Say) -> None:
        """Build it, unless it is there: `build` fills a folder's `bin` and says where from.

        Of several processes one builds, the others wait for it.

        Raises: what `build` raises; nothing is left of a failed build but its log.
        """
        if self.is_complete():
            return
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        with self._locked(say):
            if not self.is_complete():
                self._fill(build)

    def _fill(self, build: Callable[[Path], str]) -> None:
        parent, prefix = self.folder.parent, f".{self.folder.name}."
        for abandoned in (*parent.glob(f"{prefix}*"), self.folder):
            shutil.rmtree(abandoned, ignore_errors=True)
        self.log.unlink(missing_ok=True)
        with tempfile.TemporaryDirectory(prefix=prefix, dir=parent) as folder:
            made = Path(folder) / "made"
            (made / "bin").mkdir(parents=True)
            origin = build(made / "bin")
            (made / MARKER).write_text(f"{origin}\n", encoding="utf-8")
            made.replace(self.folder)

    @contextmanager
    def _locked(self, say: Say) -> Iterator[None]:
        with self._lock.open("a", encoding="utf-8") as lock:
            said: float | None = None
            while not try_lock(lock.fileno()):
                if said is None or time.monotonic() - said > STILL_WAITING_S:
                    say("another build is running, waiting for it…")
                    said = time.monotonic()
                time.sleep(LOCK_POLL_S)
            yield  # closing the file lets the lock go, and so does the end of the process
