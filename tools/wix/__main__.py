"""`python -m tools.wix [--report FILE]`: see CONTRIBUTING.md, "Against a real site"."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from datetime import datetime, timezone
from pathlib import Path
from typing import TYPE_CHECKING

from tools.wix import report
from tools.wix.run import Run
from tools.wix.settings import from_environment
from wix_data_provider.clock import SystemClock
from wix_data_provider.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tools.wix.run import Findings
    from tools.wix.settings import Settings

BROKEN, MISSING, INTERRUPTED = 1, 2, 130


def main(
    arguments: Sequence[str] | None = None, environment: Mapping[str, str] = os.environ
) -> int:
    """0: it ran to the end, whatever differs; 1: a flow broke, or something is left at Wix;
    2: the environment is not complete; 130: interrupted."""
    parser = argparse.ArgumentParser(prog="make test-wix", description=__doc__)
    parser.add_argument("--report", type=Path, help="a markdown file for the findings")
    options = parser.parse_args(arguments)
    try:
        settings = from_environment(environment)
    except ConfigError as error:
        print(f"make test-wix: {error}", file=sys.stderr)
        return MISSING
    findings = asyncio.run(_run(settings))
    print("\n".join([*report.lines(findings), "", report.closing(findings)]))
    if options.report is not None:
        day = f"{datetime.now(timezone.utc):%Y-%m-%d}"
        text = report.markdown(findings, settings.site_id, day)
        options.report.write_text(text, encoding="utf-8")
    return exit_code(findings)


def exit_code(findings: Findings) -> int:
    """Differences are what it is for, and no failure."""
    if findings.interrupted:
        return INTERRUPTED
    return BROKEN if findings.broken or findings.left else 0


async def _run(settings: Settings) -> Findings:
    run = Run(settings, SystemClock(), lambda line: print(line, flush=True))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, run.interrupt)
    print(f"Site {settings.site_id} at {settings.endpoint}", flush=True)
    return await run.findings()


if __name__ == "__main__":
    sys.exit(main())
