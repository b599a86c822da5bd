"""A file up and down through the plugin, hashed on the way, beside curl: same server, in turn.

And in a preview, which reads all of its rows and sends nothing.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tools.bench.contestants.provider import export
from tools.bench.engine import Project
from tools.bench.report import MIB, Section, Table, Target, mib, seconds
from tools.bench.site import until_it_listens
from tools.local.loopback import HOST, unused_port
from wix_data_provider.adapters import launcher

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tools.bench.processes import Ended

SERVER = Path(__file__).with_name("sink.py")
SITE = "3f1d9a52-6c8e-4b7a-9d20-5e4c7b81a6f0"
SMALL = MIB
ROUNDS = 7
ROW_BYTES = 10_000
UPLOAD_AT_LEAST, DOWNLOAD_AT_LEAST = 0.85, 0.6
MORE_MEMORY = 10 * MIB


@dataclass(frozen=True)
class Transfer:
    """One file, one way."""

    seconds: float
    """By the server, to the last byte: of an upload from the request's head on, of a download from
    the answer's, before which the server has the machine make room for the file."""
    peak_bytes: int = 0
    """Of the plugin."""


@dataclass(frozen=True)
class Look:
    """One file in a preview; `seconds` of the whole command, memory of the plugin."""

    seconds: float
    peak_bytes: int

    def __str__(self) -> str:
        return f"{seconds(self.seconds)} with {mib(self.peak_bytes)} of the plugin at its peak"


T = TypeVar("T", Transfer, Look)


@dataclass(frozen=True)
class Way:
    """Up or down; `curl` is its option for that."""

    name: str
    curl: str
    at_least: float

    def resource(self, file: Path) -> dict[str, Any]:
        """The resource that moves the file this way."""
        if self is DOWN:
            return export(0, downloadTo=str(file.with_name("down.csv")))
        inputs = {"sourcePath": str(file), "collectionId": "products", "writePolicy": "OVERWRITE"}
        return {"type": "wix-data:ImportJob", "properties": inputs}


UP = Way("upload", "-T", UPLOAD_AT_LEAST)
DOWN = Way("download", "-o", DOWNLOAD_AT_LEAST)


@dataclass(frozen=True)
class Found:
    """All rounds of one way."""

    curl: list[float]
    ours: list[Transfer]
    small: Transfer

    @property
    def ratio(self) -> float:
        """Our speed over curl's, of medians."""
        return statistics.median(self.curl) / _median(self)

    @property
    def growth(self) -> int:
        """The plugin's peak memory with the large file over that with the small one."""
        return max(transfer.peak_bytes for transfer in self.ours) - self.small.peak_bytes


class Server:
    """The fake of `sink.py`, as a process."""

    def __init__(self, process: subprocess.Popen[str], port: int, downloads: int) -> None:
        assert process.stdout is not None  # noqa: S101 - it is a pipe
        self._lines = process.stdout
        self.url = f"http://{HOST}:{port}"
        self.files = {UP: f"{self.url}/file", DOWN: f"http://{HOST}:{downloads}/file"}

    def last(self) -> float:
        """Seconds of the transfer that has just ended."""
        return float(self._lines.readline())


def run(size: int, rounds: int = ROUNDS) -> Section:
    """Files of `size` bytes, and a small one to see whether memory grows with the size."""
    with tempfile.TemporaryDirectory(prefix="wix-data-bench-") as temporary:
        folder = Path(temporary)
        small, large = folder / "small.csv", folder / "large.csv"
        for file, length in ((small, min(SMALL, size)), (large, size)):
            _write(file, length)
        by_way = {way: _measured(way, small, large, rounds) for way in (UP, DOWN)}
        with _server(small) as server:
            least = _highest(rounds, lambda: _previewed(small, server))
            look = _previewed(large, server)
    return _section(size, by_way, least, look)


def _highest(rounds: int, measure: Callable[[], T]) -> T:
    """The round that took the most memory: a plugin that lives for a second is sampled so seldom
    that one round alone misses its peak, and makes the growth look larger than it is."""
    return max((measure() for _ in range(rounds)), key=lambda one: one.peak_bytes)


def _measured(way: Way, small: Path, large: Path, rounds: int) -> Found:
    with _server(small) as server:
        least = _highest(rounds, lambda: _through_plugin(way, small, server))
    with _server(large) as server:
        _by_curl(way, large, server)  # warms the disk's cache
        pairs = [
            (_by_curl(way, large, server), _through_plugin(way, large, server))
            for _ in range(rounds)
        ]
    return Found([curl for curl, _ in pairs], [ours for _, ours in pairs], least)


def _by_curl(way: Way, file: Path, server: Server) -> float:
    curl = shutil.which("curl")
    if curl is None:
        raise SystemExit("bench: transfers are compared with curl, which is not on PATH")
    target = file if way is UP else file.with_name("curl.csv")
    options = ["--silent", "--fail", "--noproxy", "*", way.curl, str(target)]
    subprocess.run([curl, *options, server.files[way]], check=True, capture_output=True)
    if way is DOWN:
        target.unlink()  # each download makes a new file: writing over an old one costs less
    return server.last()


def _through_plugin(way: Way, file: Path, server: Server) -> Transfer:
    with _project(way.resource(file), server) as project:
        ended = project.deploy().end()
    if ended.code != 0:
        raise SystemExit(f"bench: the {way.name} failed:\n{ended.output}")
    return Transfer(server.last(), _peak_of_plugin(ended))


def _previewed(file: Path, server: Server) -> Look:
    with _project(UP.resource(file), server) as project:
        ended = project.preview().end()
    if ended.code != 0:
        raise SystemExit(f"bench: the preview failed:\n{ended.output}")
    return Look(ended.wall_s, _peak_of_plugin(ended))


@contextmanager
def _project(resource: dict[str, Any], server: Server) -> Iterator[Project]:
    with tempfile.TemporaryDirectory(prefix="wix-data-bench-") as folder:
        project = Project(Path(folder), server.url, WIX_SITE_ID=SITE)
        project.program({"job": resource})
        project.prepare()
        yield project


def _peak_of_plugin(ended: Ended) -> int:
    plugins = (usage for usage in ended.usages if usage.name == launcher.NAME)
    return max((plugin.peak_bytes for plugin in plugins), default=0)


@contextmanager
def _server(served: Path) -> Iterator[Server]:
    port, downloads = unused_port(), unused_port()
    command = [sys.executable, str(SERVER), str(port), str(downloads), str(served)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        until_it_listens(port, process)
        yield Server(process, port, downloads)
    finally:
        process.kill()
        process.communicate()


def _write(file: Path, size: int) -> None:
    """A CSV of that size and a row more or less."""
    text = "x" * ROW_BYTES
    with file.open("w", encoding="utf-8") as rows:
        rows.write("_id,text\n")
        number = 0
        while rows.tell() < size:
            rows.writelines(
                f"{number + n},{text}\n" for n in range(min(100, size // ROW_BYTES + 1))
            )
            number += 100


def _section(size: int, found: dict[Way, Found], least: Look, look: Look) -> Section:
    columns = ["", "curl", "pulumi-wix-data", "speed over curl's", "plugin's peak memory", "1 MiB"]
    rows = [
        [
            way.name,
            seconds(statistics.median(one.curl)),
            seconds(_median(one)),
            f"{one.ratio:.2f}",
            mib(max(transfer.peak_bytes for transfer in one.ours)),
            mib(one.small.peak_bytes),
        ]
        for way, one in found.items()
    ]
    speeds = [
        Target(
            f"the {way.name}, hashed on the way, is at least {way.at_least} times as fast as "
            f"`curl {way.curl}`",
            f"{one.ratio:.2f}",
            one.ratio >= way.at_least,
        )
        for way, one in found.items()
    ]
    growths = [*(one.growth for one in found.values()), look.peak_bytes - least.peak_bytes]
    growth = max(growths)
    memory = Target(
        "the plugin's memory grows by at most 10 MiB, whatever the size",
        mib(growth),
        growth <= MORE_MEMORY,
    )
    return Section(
        "Transfers",
        f"A CSV file of {mib(size)}, as the source of an `ImportJob` and as the `downloadTo` of an "
        "`ExportJob`, beside curl on the same server, in turn, medians of "
        f"{len(found[UP].curl)}. The server counts bytes and does nothing else; the time is what "
        "it sees, to the last byte. A download is sent by the kernel (`sendfile`), as a server "
        "elsewhere takes nothing of this machine's processors. Before that, as much memory as the "
        "file fills on its way to the disk is taken and freed: whether a virtual machine has it "
        "at hand is worth a second or two.",
        [Table(columns, rows)],
        [*speeds, memory],
        [
            f"Up in {seconds(_median(found[UP]))}, down in {seconds(_median(found[DOWN]))}.",
            (
                f"A preview of the import reads every row and sends nothing: {look}; of 1 MiB: "
                f"{least}."
            ),
        ],
    )


def _median(found: Found) -> float:
    return statistics.median(transfer.seconds for transfer in found.ours)
