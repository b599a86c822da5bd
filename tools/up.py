"""`make up`: the pre-deploy backup and the import, deployed to a Wix site on this machine."""

from __future__ import annotations

import shutil
import subprocess
import sys
from typing import Any

from tools import engine
from tools.local import deployment, paths
from tools.local.emulator import Emulator, EmulatorError
from tools.local.stack import API_KEY, StackError
from tools.local.summary import summary

COLLECTION = "street-art"


def main() -> int:
    """Deploy, read back over HTTP, say what to try next."""
    try:
        _up()
    except (engine.EngineError, EmulatorError, StackError) as error:
        print(f"make up: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("make up: interrupted; run it again to go on", file=sys.stderr)
        return 130
    return 0


def _up() -> None:
    emulator = Emulator(paths.LOCAL)
    started = deployment.start(emulator)
    print(f"emulator {'started' if started else 'running'} at {emulator.url}", flush=True)
    stack = deployment.example(emulator)
    stack.select()
    stack.install(paths.PYTHON)
    stack.set("commit", commit())
    stack.up()
    print("\n".join([*_read_back(emulator, stack.get("wix-data:siteId")), *_next(emulator)]))


def commit() -> str:
    """The commit that is being deployed; "local" where git does not know."""
    git = shutil.which("git")
    if git is None:
        return "local"
    done = subprocess.run(
        [git, "rev-parse", "--short", "HEAD"],
        cwd=paths.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip() if done.returncode == 0 else "local"


def _read_back(emulator: Emulator, site: str) -> list[str]:
    headers = {"Authorization": API_KEY, "wix-site-id": site}

    def ask(method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return emulator.ask(method, path, body=body, headers=headers)

    newest_first = {"sort": [{"fieldName": "startedAt", "order": "DESC"}]}
    items = {"dataCollectionId": COLLECTION, "query": {"paging": {"limit": 50}}}
    try:
        lines = summary(
            backups=ask("GET", "/wix-data/v2/backups"),
            jobs=ask("POST", "/data-mover/v1/jobs/query", {"query": newest_first}),
            items=ask("POST", "/wix-data/v2/items/query", {**items, "returnTotalCount": True}),
        )
    except OSError as error:
        raise EmulatorError(
            f"{emulator.url}: cannot read back what was deployed: {error}"
        ) from error
    return [f"\nOn site {site}, read back over HTTP:", *(f"  {line}" for line in lines)]


def _next(emulator: Emulator) -> list[str]:
    program = paths.shown(paths.EXAMPLE)
    return [
        f"\nConsole: {emulator.url}/_emulator/",
        "\nWhat to try next:",
        "  make up     once more: nothing changes, nothing is submitted",
        f"  edit a cell of {program}/data/street-art.csv, then `make up`: imported again",
        "  make a commit, then `make up`: a new backup before the next deploy",
        "  make down   destroys the stack, stops the emulator and clears its state",
    ]


if __name__ == "__main__":
    sys.exit(main())
