"""The command `wix-data-emulator`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wix_data_emulator.world import Options

MISSING = """\
wix-data-emulator needs the extra "emulator": pip install 'pulumi-wix-data[emulator]'
"""
HIGHEST_PORT = 65_535


def main(arguments: Sequence[str] | None = None) -> int:
    """Run until a signal; the exit code."""
    try:
        import cryptography  # noqa: F401, PLC0415 - asked for before anything needs it
        import jwt  # noqa: F401, PLC0415
        import starlette  # noqa: F401, PLC0415
        import uvicorn  # noqa: F401, PLC0415
    except ModuleNotFoundError:
        sys.stderr.write(MISSING)
        return 1
    return _run(_parser().parse_args(arguments))


def _run(arguments: argparse.Namespace) -> int:
    from wix_data_emulator.app import build_app  # noqa: PLC0415 - after the check for extras
    from wix_data_emulator.seed import SeedError  # noqa: PLC0415
    from wix_data_emulator.server import PortTakenError, listen, serve  # noqa: PLC0415
    from wix_data_emulator.store import StateFileError  # noqa: PLC0415
    from wix_data_emulator.world import World  # noqa: PLC0415

    try:
        listener = listen(arguments.host, arguments.port)
        world = World(_options(arguments))
    except (PortTakenError, SeedError, StateFileError) as error:
        sys.stderr.write(f"wix-data-emulator: {error}\n")
        return 1
    host = f"[{arguments.host}]" if ":" in arguments.host else arguments.host
    base = f"http://{host}:{listener.getsockname()[1]}"
    sys.stdout.write(f"wix-data-emulator listens on {base} - console at {base}/_emulator/\n")
    sys.stdout.flush()
    serve(build_app(world), listener)
    return 0


def _options(arguments: argparse.Namespace) -> Options:
    from wix_data_emulator.settings import Settings  # noqa: PLC0415 - as above
    from wix_data_emulator.world import Options  # noqa: PLC0415

    return Options(
        state=arguments.state,
        seed=arguments.seed,
        api_key=arguments.api_key,
        settings=Settings(
            backup_seconds=arguments.backup_seconds,
            restoration_seconds=arguments.backup_seconds,
            job_seconds=arguments.job_seconds,
            rate_limit=arguments.rate_limit,
        ),
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="wix-data-emulator",
        description="A stand-in for the data APIs of Wix. It needs no account.",
        formatter_class=argparse.ArgumentDefaultsHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
    parser.add_argument("--port", type=_port, default=8765, help="0 takes a free one")
    parser.add_argument("--state", type=Path, help="SQLite file; without it nothing is kept")
    parser.add_argument("--seed", type=Path, help="folder of <siteId>/<collection>.csv|.jsonl")
    parser.add_argument("--api-key", help="the only good key; without it any key is good")
    parser.add_argument(
        "--backup-seconds",
        type=_seconds,
        default=2.0,
        help="from request to READY, or to COMPLETED",
    )
    parser.add_argument(
        "--job-seconds", type=_seconds, default=2.0, help="from submission to the end"
    )
    parser.add_argument(
        "--rate-limit", type=_count, default=200, help="requests per minute and site; 0 is none"
    )
    return parser


def _port(text: str) -> int:
    value = _count(text)
    if value > HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"must be from 0 to {HIGHEST_PORT}")
    return value


def _count(text: str) -> int:
    value = int(text)
    if value < 0:
        raise argparse.ArgumentTypeError("must not be negative")
    return value


def _seconds(text: str) -> float:
    value = float(text)
    if not 0 <= value < float("inf"):
        raise argparse.ArgumentTypeError("must not be negative")
    return value


if __name__ == "__main__":
    sys.exit(main())
