"""adapters/launcher.py: what the engine starts, and how it gets there."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2_grpc

from wix_data_provider import __version__
from wix_data_provider.adapters import launcher
from wix_data_provider.adapters.launcher import CannotInstall, install, this_python

if TYPE_CHECKING:
    from collections.abc import Mapping

WHERE = Path("plugins", f"resource-wix-data-v{__version__}", "pulumi-resource-wix-data")


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"PULUMI_HOME": str(tmp_path / "home")}


def fake_python(folder: Path) -> Path:
    """It says what it is started with."""
    folder.mkdir(parents=True)
    python = folder / "python"
    python.write_text('#!/bin/sh\nprintf "%s|" fake "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    return python


def run(path: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([path, *arguments], capture_output=True, text=True, check=False)


def version_of(process: subprocess.Popen[str], port: int) -> str:
    assert process.poll() is None
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        stub = provider_pb2_grpc.ResourceProviderStub(channel)
        version: str = stub.GetPluginInfo(empty_pb2.Empty(), timeout=60).version
    return version


def test_the_engine_finds_it_by_its_version(environ: Mapping[str, str]) -> None:
    assert install(environ, sys.executable) == (Path(environ["PULUMI_HOME"], WHERE), True)


def test_it_is_written_where_it_is_not_what_it_would_be(environ: Mapping[str, str]) -> None:
    path, _ = install(environ, "/one/bin/python")
    inode = path.stat().st_ino
    assert install(environ, "/one/bin/python") == (path, False)
    assert path.stat().st_ino == inode
    path.chmod(0o644)
    assert install(environ, "/one/bin/python") == (path, True)
    assert install(environ, "/other/bin/python") == (path, True)
    assert "/other/bin/python" in path.read_text(encoding="utf-8")
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_it_hands_over_to_its_interpreter_however_that_is_called(
    environ: Mapping[str, str], tmp_path: Path
) -> None:
    python = fake_python(tmp_path / 'it\'s a "venv" of $HOME & Zoë')
    path, _ = install(environ, str(python))
    assert run(path, "127.0.0.1:5", "-v=9").stdout == f"fake|{path}|127.0.0.1:5|-v=9|"


def test_it_starts_the_plugin_and_nothing_of_the_projects_folder(
    environ: Mapping[str, str], tmp_path: Path
) -> None:
    for module in ("types", "grpc", "config"):
        (tmp_path / f"{module}.py").write_text("raise SystemExit('of the project')", "utf-8")
    path, _ = install(environ, this_python())
    with subprocess.Popen(
        [path], cwd=tmp_path, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            port = int(process.stdout.readline())
            install(environ, "/another/bin/python")  # while this one runs
            assert version_of(process, port) == __version__
        finally:
            process.kill()


def test_an_interpreter_that_is_gone_is_told(environ: Mapping[str, str], tmp_path: Path) -> None:
    path, _ = install(environ, str(tmp_path / "gone" / "bin" / "python"))
    done = run(path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"pulumi-resource-wix-data {__version__}: {tmp_path}/gone/bin/python is gone: install "
        "pulumi-wix-data where you want it, and run `wix-data install-plugin` there\n"
    )


def test_an_environment_without_the_package_is_told(
    environ: Mapping[str, str], tmp_path: Path
) -> None:
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", tmp_path / "v"], check=True)
    path, _ = install(environ, str(tmp_path / "v" / "bin" / "python"))
    done = run(path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "has no pulumi-wix-data: install pulumi-wix-data where you want it" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_two_environments_at_once_leave_one_whole_launcher(
    environ: Mapping[str, str], tmp_path: Path
) -> None:
    pythons = [str(fake_python(tmp_path / name)) for name in ("one", "two")]
    path, _ = install(environ, pythons[0])

    def rewrite(python: str) -> None:
        for _ in range(200):
            install(environ, python)

    writers = [threading.Thread(target=rewrite, args=(python,)) for python in pythons]
    for writer in writers:
        writer.start()
    whole = {launcher.launcher(python) for python in pythons}
    seen = set()
    while any(writer.is_alive() for writer in writers):
        seen.add(path.read_text(encoding="utf-8"))
    assert seen <= whole
    assert run(path).stdout == f"fake|{path}|"


def test_without_a_home_of_pulumi_it_is_the_accounts_as_for_the_engine(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    account = pwd.getpwuid(os.getuid())
    there = pwd.struct_passwd([*account[:5], str(tmp_path / "account"), *account[6:]])
    monkeypatch.setattr(pwd, "getpwuid", lambda _: there)
    monkeypatch.setenv("HOME", str(tmp_path / "elsewhere"))
    assert install({}, "python")[0] == tmp_path / "account" / ".pulumi" / WHERE
    assert install({"PULUMI_HOME": ""}, "python")[0] == tmp_path / "account" / ".pulumi" / WHERE


def test_who_has_no_account_has_home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def unknown(uid: int) -> None:
        raise KeyError(uid)

    monkeypatch.setattr(pwd, "getpwuid", unknown)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert install({}, "python")[0] == tmp_path / ".pulumi" / WHERE


def test_where_it_cannot_be_written_the_user_is_told_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file", encoding="utf-8")
    with pytest.raises(CannotInstall, match=r"cannot be written \(.*home.*PULUMI_HOME$"):
        install({"PULUMI_HOME": str(tmp_path / "home")}, "python")


def test_a_write_that_fails_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, environ: Mapping[str, str]
) -> None:
    def refuse(_: str, there: Path) -> None:
        raise PermissionError(13, "Permission denied", str(there))

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(CannotInstall, match="Permission denied"):
        install(environ, "python")
    assert list(Path(environ["PULUMI_HOME"], WHERE).parent.iterdir()) == []


def test_windows_is_not_supported_and_says_so(
    monkeypatch: pytest.MonkeyPatch, environ: Mapping[str, str]
) -> None:
    with monkeypatch.context() as there:
        there.setattr(os, "name", "nt")
        with pytest.raises(CannotInstall, match="on Windows, use it in WSL"):
            install(environ, "python")


def test_an_environment_is_known_by_one_name() -> None:
    assert this_python() in {str(Path(sys.prefix, "bin", "python")), sys.executable}
    assert Path(this_python()).exists()


def test_a_path_that_python_could_not_read_in_the_launcher_is_refused(
    environ: dict[str, str],
) -> None:
    with pytest.raises(CannotInstall, match="its path has a backslash"):
        install(environ, r"/opt/new\x/bin/python")
