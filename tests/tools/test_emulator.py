"""tools/local/emulator.py: a process that outlives the command, started once, found again."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from tools.local.emulator import Emulator, EmulatorError, free_port
from tools.local.loopback import HOST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.tools.conftest import Scripts

SERVICE = """
import http.server, os, sys
options = dict(zip(sys.argv[1::2], sys.argv[2::2]))
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"pid": %d}' % os.getpid())
http.server.HTTPServer(("127.0.0.1", int(options["--port"])), Handler).serve_forever()
"""


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    emulator = Emulator(tmp_path / "local")
    yield emulator
    emulator.stop()


def test_it_is_started_once_and_found_by_the_next_command(
    emulator: Emulator, script: Scripts, tmp_path: Path
) -> None:
    service = script("wix-data-emulator", SERVICE)
    assert emulator.start(service, tmp_path)
    pid = emulator.ask("GET", "/_emulator/health")["pid"]
    later = Emulator(tmp_path / "local")
    assert not later.start(service, tmp_path)
    assert later.ask("GET", "/_emulator/health")["pid"] == pid
    assert later.url == emulator.url


def test_it_is_stopped_and_starts_again_at_its_port(
    emulator: Emulator, script: Scripts, tmp_path: Path
) -> None:
    service = script("wix-data-emulator", SERVICE)
    emulator.start(service, tmp_path)
    url = emulator.url
    assert emulator.stop()
    assert not emulator.is_running()
    assert not emulator.stop()
    emulator.start(service, tmp_path)
    assert emulator.url == url


def test_one_that_does_not_start_shows_its_log(
    emulator: Emulator, script: Scripts, tmp_path: Path
) -> None:
    broken = script(
        "wix-data-emulator", "raise SystemExit('pip install pulumi-wix-data[emulator]')"
    )
    with pytest.raises(EmulatorError, match=r"does not answer(.|\n)*pip install pulumi-wix-data"):
        emulator.start(broken, tmp_path)


def test_a_taken_port_is_passed_over() -> None:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        taken.listen()
        port: int = taken.getsockname()[1]
        assert free_port(port) > port
