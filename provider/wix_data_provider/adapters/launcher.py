"""The plugin where the engine looks for it: a script in Pulumi's home that starts this Python's.

The engine takes a plugin from PATH, whatever its version, and warns each time; or else, by its
exact version, from `plugins/resource-wix-data-v0.1.0/` in Pulumi's home. `pip install` reaches
neither, so the SDK puts a launcher there when a program uses it, and `wix-data install-plugin` does
for everybody else.
"""

from __future__ import annotations

import os
import shlex
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from wix_data_provider import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME = "pulumi-resource-wix-data"

# Both sh and Python: sh leaves at `exec`, and for Python all up to there is a string.
_SCRIPT = """\
#!/bin/sh
''':'
if ! [ -x {python} ]; then
    echo {gone} >&2
    exit 1
fi
exec {python} "$0" "$@"
'''
import sys

try:
    from wix_data_provider.__main__ import main
except ModuleNotFoundError:
    sys.exit({emptied!r})
main()
"""
_ADVICE = "install pulumi-wix-data where you want it, and run `wix-data install-plugin` there"


class CannotInstall(Exception):
    """The launcher cannot be where the engine looks; the message is one sentence for the user."""


def this_python() -> str:
    """The interpreter of this environment: always by the same of its names."""
    named = Path(sys.prefix, "bin", "python")
    return str(named) if sys.prefix != sys.base_prefix and named.exists() else sys.executable


def install(environ: Mapping[str, str], python: str) -> tuple[Path, bool]:
    """Where the launcher of that interpreter's plugin is, and whether it had to be written.

    Of two environments with the same version the last one counts; a plugin that runs already has
    read all of its launcher.

    Raises: CannotInstall.
    """
    if os.name == "nt":
        raise CannotInstall("the plugin runs on Linux and macOS: on Windows, use it in WSL")
    if "\\" in python:
        raise CannotInstall(f"the plugin cannot run in {python}: its path has a backslash")
    script = os.fsencode(launcher(python))
    try:
        path = _folder(environ) / NAME
        if os.access(path, os.X_OK) and path.read_bytes() == script:
            return path, False
        _write(path, script)
    except (OSError, RuntimeError) as error:  # RuntimeError: there is no home
        raise CannotInstall(
            f"the plugin's launcher cannot be written ({error}): make that a folder to write to, "
            "or name another one in PULUMI_HOME"
        ) from error
    return path, True


def launcher(python: str) -> str:
    """The script; sh, which every machine has in the same place, hands it on to `python`."""
    return _SCRIPT.format(
        python=shlex.quote(python),
        gone=shlex.quote(f"{NAME} {__version__}: {python} is gone: {_ADVICE}"),
        emptied=f"{NAME} {__version__}: {python} has no pulumi-wix-data: {_ADVICE}",
    )


def _folder(environ: Mapping[str, str]) -> Path:
    home = environ.get("PULUMI_HOME") or Path(_users_home(), ".pulumi")
    return Path(home, "plugins", f"resource-wix-data-v{__version__}")


def _users_home() -> Path:
    """As the engine finds it: the account's, whatever HOME says (in containers of CI, another)."""
    import pwd  # noqa: PLC0415 - not on Windows

    try:
        return Path(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError:
        return Path.home()


def _write(path: Path, script: bytes) -> None:
    """Whole or not at all: two programs may do so at once, and a third start the plugin."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor
            file.write(script)
        os.chmod(name, 0o755)  # noqa: PTH101, S103 - the engine runs it
        os.replace(name, path)  # noqa: PTH105
    except BaseException:
        os.unlink(name)  # noqa: PTH108
        raise
