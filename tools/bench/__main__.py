"""`python -m tools.bench`: everything, printed as it comes and written to docs/benchmarks.md.

It takes about 100 minutes, 65 of them the dynamic provider's, which runs four jobs at a time. Run
it on a machine that does nothing else. `--patience` makes it shorter.
"""

from __future__ import annotations

import argparse
import math
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.bench import cancel, lag, machine, operations, sites, startup, transfers
from tools.bench.report import MIB
from tools.engine import EngineError
from tools.local import paths

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tools.bench.report import Section

PAGE = paths.ROOT / "docs" / "benchmarks.md"
HEAD = """# Benchmarks

Written by `{command}`: {what} in one run, on one machine, against the emulator or, for files,
a server that only counts bytes. Take ratios, not absolutes."""


@dataclass(frozen=True)
class Sizes:
    """How much of each; the defaults are those of the page."""

    jobs: Sequence[int] = operations.SIZES
    job_s: float = operations.JOB_S
    lags_s: Sequence[float] = lag.DURATIONS_S
    calm_sites: int = sites.SITES
    busy_jobs: int = sites.BUSY_JOBS
    backup_s: float = sites.BACKUP_S
    file_bytes: int = 1024 * MIB
    transfers: int = transfers.ROUNDS
    waits: int = cancel.WAITS
    starts: int = startup.RUNS


QUICK = Sizes((2,), 1.0, (1.3,), 2, 1, 0.5, MIB, 1, 3, 1)
"""Seconds: to see that everything works."""


def main(arguments: Sequence[str] | None = None) -> int:
    """1 where a target is missed."""
    options = parser().parse_args(arguments)
    sizes = QUICK if options.quick else Sizes()
    if options.sizes:
        sizes = Sizes(**{**vars(sizes), "jobs": options.sizes})
    before = machine.load()
    try:
        sections = list(_run(benchmarks(sizes, 60 * options.patience), options.only))
    except EngineError as error:
        _to_screen(str(error))
        return 1
    page = options.output or (None if options.quick or options.only or options.sizes else PAGE)
    if page is not None:
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text(_page(head(options), sections, before), encoding="utf-8")
    missed = [text for section in sections for text in section.missed]
    for text in missed:
        print(f"missed: {text}", file=sys.stderr)
    return 1 if missed else 0


def benchmarks(sizes: Sizes, patience_s: float = math.inf) -> Mapping[str, Callable[[], Section]]:
    """By the names that `--only` takes, in the order of the page."""
    return {
        "operations": lambda: operations.run(
            sizes.jobs, sizes.job_s, say=_to_screen, patience_s=patience_s
        ),
        "lag": lambda: lag.run(sizes.lags_s),
        "sites": lambda: sites.run(sizes.calm_sites, sizes.busy_jobs, sizes.backup_s),
        "cancel": lambda: cancel.run(sizes.waits),
        "transfers": lambda: transfers.run(sizes.file_bytes, sizes.transfers),
        "startup": lambda: startup.run(sizes.starts),
    }


def _run(known: Mapping[str, Callable[[], Section]], only: Sequence[str]) -> Iterator[Section]:
    for name, run in known.items():
        if not only or name in only:
            section = run()
            print(f"{section}\n", flush=True)
            yield section


def head(options: argparse.Namespace) -> str:
    """How a page begins: with the command of its figures, which is not always `make bench`."""
    chosen = [
        *(["--quick"] if options.quick else []),
        *(f"--only {name}" for name in options.only),
        *([f"--sizes {','.join(map(str, options.sizes))}"] if options.sizes else []),
        *([f"--patience {options.patience:g}"] if options.patience < math.inf else []),
    ]
    command = " ".join(["python -m tools.bench", *chosen]) if chosen else "make bench"
    return HEAD.format(command=command, what=", ".join(options.only) or "everything")


def _to_screen(line: str) -> None:
    """To standard error: standard output is for the sections."""
    print(f"bench: {line}", file=sys.stderr, flush=True)


def _page(top: str, sections: Sequence[Section], before: float | None) -> str:
    facts = "\n".join(f"- {line}" for line in machine.describe(before))
    return "\n\n".join([top, facts, *map(str, sections)]) + "\n"


def parser() -> argparse.ArgumentParser:
    """The options; what is chosen stands in the page's head."""
    names = list(benchmarks(QUICK))
    known = argparse.ArgumentParser(prog="python -m tools.bench", allow_abbrev=False)
    known.add_argument("--quick", action="store_true", help="small sizes, nothing is written")
    known.add_argument("--only", action="append", choices=names, default=[])
    known.add_argument("--sizes", type=_sizes, help="numbers of jobs, such as 1,10,50")
    known.add_argument(
        "--patience",
        type=float,
        default=math.inf,
        metavar="MINUTES",
        help="leave out what surely takes longer, such as many jobs four at a time",
    )
    known.add_argument("--output", type=Path, help=f"write the page there, not to {PAGE.name}")
    return known


def _sizes(text: str) -> tuple[int, ...]:
    """
    >>> _sizes("1,10,50")
    (1, 10, 50)
    """
    return tuple(int(part) for part in text.split(","))


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that every process is ended
    sys.exit(main())
