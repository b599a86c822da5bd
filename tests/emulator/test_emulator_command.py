"""The command as users start it: a process of its own."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.emulator.running import KEY, SITE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMAND = [sys.executable, "-m", "wix_data_emulator", "--port", "0"]
HEADERS = {"Authorization": KEY, "wix-site-id": SITE}
BACKUPS = "/wix-data/v2/backups"


@contextmanager
def started(*options: str) -> Iterator[tuple[subprocess.Popen[str], httpx.Client]]:
    with subprocess.Popen(
        [*COMMAND, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        found = re.search(r"listens on (http://127\.0\.0\.1:\d+) ", process.stdout.readline())
        assert found
        try:
            with httpx.Client(base_url=found[1], headers=HEADERS) as http:
                yield process, http
        finally:
            process.kill()


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_leaves_when_told(ending: signal.Signals) -> None:
    with started("--api-key", KEY) as (process, http):
        assert http.get("/_emulator/health").status_code == 200
        assert http.get(BACKUPS).status_code == 200
        begun = time.monotonic()
        process.send_signal(ending)
        out, err = process.communicate(timeout=10)
        assert time.monotonic() - begun < 3
        assert (process.returncode, out, err) == (0, "", "")


def test_killed_and_started_again_it_goes_on(tmp_path: Path) -> None:
    options = ["--state", str(tmp_path / "state.db"), "--backup-seconds", "3600"]
    with started(*options) as (process, http):
        made = http.post(BACKUPS, json={}).json()["backup"]
        http.post("/_emulator/clock", json={"advanceSeconds": 1800})
        process.kill()
        process.wait()
    with started(*options) as (_process, http):
        (pending,) = http.get(BACKUPS).json()["backups"]
        assert (pending["id"], pending["status"]) == (made["id"], "PENDING")
        http.post("/_emulator/clock", json={"advanceSeconds": 1800})
        assert http.get(BACKUPS).json()["backups"][0]["status"] == "READY"


def test_a_taken_port_is_said_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        ended = subprocess.run(
            [*COMMAND[:-1], str(port)], capture_output=True, text=True, check=False
        )
    assert ended.returncode == 1
    assert ended.stderr == (
        f"wix-data-emulator: port {port} of 127.0.0.1 is taken; choose another one with --port\n"
    )


def test_a_missing_seed_is_said_in_one_line(tmp_path: Path) -> None:
    ended = subprocess.run(
        [*COMMAND, "--seed", str(tmp_path / "nowhere")], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert re.fullmatch(r"wix-data-emulator: seed folder .*nowhere does not exist\n", ended.stderr)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--port", "70000"], "65535"),
        (["--backup-seconds", "-1"], "negative"),
        (["--job-seconds", "nan"], "negative"),
        (["--rate-limit", "many"], "rate-limit"),
    ],
)
def test_wrong_options_are_refused(options: list[str], told: str) -> None:
    ended = subprocess.run([*COMMAND, *options], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert told in ended.stderr


def test_without_its_extra_it_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['uvicorn'] = None\n"
        "from wix_data_emulator.__main__ import main; sys.exit(main([]))"
    )
    command = [sys.executable, "-c", program]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert "pip install 'pulumi-wix-data[emulator]'" in ended.stderr
