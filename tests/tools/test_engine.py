"""tools/engine/engine.py: PATH, cache, official installer, Go modules, in this order."""

from __future__ import annotations

import shutil
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from tools import engine
from tools.engine import from_go, installer, pins
from tools.engine.engine import on_path

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.tools.conftest import Scripts

# Answers what the build asks of Go, and "compiles" scripts.
GO = """
import os, sys
arguments = sys.argv[1:]
with open(os.environ["GO_CALLS"], "a") as calls:
    print(" ".join(arguments), file=calls)
if arguments == ["env", "GOVERSION"]:
    print("go1.26.6")
elif arguments[:2] == ["list", "-m"]:
    print(os.environ["GO_SDK"])
elif arguments[0] == "build":
    target = arguments[arguments.index("-o") + 1]
    for package in arguments[arguments.index("-o") + 2:]:
        file = os.path.join(target, os.path.basename(package))
        with open(file, "w") as binary:
            binary.write("#!/bin/sh\\necho v" + os.environ["GO_MAKES"] + "\\n")
        os.chmod(file, 0o755)
"""

INSTALL = """#!/bin/sh
while [ "$1" != --install-root ]; do shift; done
mkdir "$2/bin"
for name in {names}; do
    printf '#!/bin/sh\\necho v{version}\\n' > "$2/bin/$name"
    chmod 755 "$2/bin/$name"
done
"""


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: Scripts) -> Path:
    """Its own cache, a stand-in for Go, and no way to the official installer."""
    sources = tmp_path / "sdk"
    for name in from_go.PYTHON_HOST_SCRIPTS:
        (sources / name).parent.mkdir(parents=True, exist_ok=True)
        (sources / name).write_text("from the module", encoding="utf-8")
        (sources / name).chmod(0o444)
    script("go", GO)
    for name in ("sh", "mkdir", "chmod", "printf"):
        found = shutil.which(name, path="/bin:/usr/bin")
        assert found
        (tmp_path / "bin" / name).symlink_to(found)
    monkeypatch.setenv("GO_SDK", str(sources))
    monkeypatch.setenv("GO_CALLS", str(tmp_path / "calls"))
    monkeypatch.setenv("GO_MAKES", pins.PULUMI)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(installer, "URL", "http://127.0.0.1:1/install.sh")
    monkeypatch.setattr(pins, "FREE_DISK_GB", 0)
    return tmp_path


def put_on_path(script: Scripts, version: str, names: tuple[str, ...]) -> None:
    for name in names:
        script(name, f"echo v{version}", interpreter="/bin/sh")


def test_a_whole_engine_on_path_is_taken(script: Scripts, machine: Path) -> None:
    put_on_path(script, "3.300.0", pins.CLI_BINARIES)
    assert engine.cli() == machine / "bin"
    assert not (machine / "cache").exists()


def test_an_old_engine_on_path_is_not(script: Scripts) -> None:
    put_on_path(script, "3.258.0", pins.CLI_BINARIES)
    assert on_path() is None


def test_an_engine_without_its_hosts_is_not(script: Scripts) -> None:
    put_on_path(script, "3.300.0", ("pulumi",))
    assert on_path() is None


def test_it_is_built_from_go_modules_once(machine: Path, said: list[str]) -> None:
    folder = engine.cli(said.append)
    assert {file.name for file in folder.iterdir()} == set(pins.CLI_BINARIES)
    assert (folder / "pulumi-language-python-exec").stat().st_mode & 0o777 == 0o755
    calls = (machine / "calls").read_text(encoding="utf-8")
    assert f"Version=v{pins.PULUMI}" in calls
    assert engine.cli(said.append) == folder
    assert (machine / "calls").read_text(encoding="utf-8") == calls
    assert said == [
        f"building Pulumi v{pins.PULUMI} from Go modules: 8 to 18 minutes the first time"
    ]


@pytest.mark.parametrize("generator", ["sdkgen", "programgen"])
def test_a_generator_is_built_apart(generator: str, said: list[str]) -> None:
    folder = getattr(engine, generator)(said.append)
    assert [file.name for file in folder.iterdir()] == [generator]


def test_the_other_hosts_are_built_apart(machine: Path, said: list[str]) -> None:
    folder = engine.hosts(said.append)
    assert {file.name for file in folder.iterdir()} == set(pins.HOST_BINARIES)
    assert "pulumi-language-python" not in (machine / "calls").read_text(encoding="utf-8")


def test_those_beside_a_pulumi_on_path_are_taken(script: Scripts, machine: Path) -> None:
    put_on_path(script, "3.300.0", (*pins.CLI_BINARIES, *pins.HOST_BINARIES))
    assert engine.hosts() == machine / "bin"
    assert not (machine / "cache").exists()


def test_a_pulumi_without_them_is_not_enough(script: Scripts, machine: Path) -> None:
    put_on_path(script, "3.300.0", pins.CLI_BINARIES)
    assert engine.hosts(lambda _: None).is_relative_to(machine / "cache")


def test_an_engine_of_another_version_is_refused(
    monkeypatch: pytest.MonkeyPatch, machine: Path, said: list[str]
) -> None:
    monkeypatch.setenv("GO_MAKES", "")
    with pytest.raises(engine.EngineError, match=f"does not say v{pins.PULUMI}"):
        engine.cli(said.append)
    left = {file.suffix for file in (machine / "cache" / "pulumi-wix-data" / "engine").iterdir()}
    assert left <= {".lock", ".log"}


def test_a_full_disk_is_said_before_anything_is_built(
    monkeypatch: pytest.MonkeyPatch, said: list[str]
) -> None:
    monkeypatch.setattr(pins, "FREE_DISK_GB", 10**9)
    with pytest.raises(engine.EngineError, match="GB free, building the Pulumi engine needs"):
        engine.cli(said.append)
    assert said == []


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, str]]:
    """What the official installer's address answers: set `script`."""
    answer: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(answer["script"].encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        monkeypatch.setattr(installer, "URL", f"http://127.0.0.1:{server.server_port}/install.sh")
        yield answer
        server.shutdown()


def test_the_official_installer_comes_before_go(
    served: dict[str, str], machine: Path, said: list[str]
) -> None:
    served["script"] = INSTALL.format(names=" ".join(pins.CLI_BINARIES), version=pins.PULUMI)
    folder = engine.cli(said.append)
    assert {file.name for file in folder.iterdir()} == set(pins.CLI_BINARIES)
    assert not (machine / "calls").exists()


@pytest.mark.parametrize(
    "useless",
    [
        "<html>sign in to this network</html>",
        "#!/bin/sh\nexit 1",
        INSTALL.format(names="pulumi", version="1.0.0"),
    ],
)
def test_an_installer_of_no_use_is_passed_over(
    served: dict[str, str], machine: Path, said: list[str], useless: str
) -> None:
    served["script"] = useless
    assert (engine.cli(said.append) / "pulumi").exists()
    assert (machine / "calls").exists()
