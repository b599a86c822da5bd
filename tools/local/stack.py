"""`pulumi` for one program, with a state and a home of its own, against a local site."""

from __future__ import annotations

import shutil
import signal
import subprocess
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tools.local.surroundings import activated, found_first
from wix_data_provider.adapters import launcher

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

NAME = "dev"
API_KEY = "local-emulator-key"  # the emulator takes any key that is not empty
SALT = "encryptionsalt:"


class StackError(Exception):
    """A `pulumi` command failed; it has told the user why."""


def environment(
    base: Mapping[str, str], *, engine: Path, venv_bin: Path, folder: Path, url: str
) -> dict[str, str]:
    """The surroundings of `pulumi`: nothing of the user's account, site or key gets in."""
    kept = {name: value for name, value in base.items() if not name.startswith(("PULUMI_", "WIX_"))}
    kept.pop("PYTHONHOME", None)
    loopback = ",".join(filter(None, [base.get("NO_PROXY"), "127.0.0.1"]))
    return {
        **activated(found_first(kept, engine), venv_bin),
        "NO_PROXY": loopback,
        "no_proxy": loopback,
        "PULUMI_HOME": str(folder / "home"),
        "PULUMI_BACKEND_URL": f"file://{folder / 'states'}",
        "PULUMI_CONFIG_PASSPHRASE": "",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_IGNORE_AMBIENT_PLUGINS": "true",  # ours is installed; one on PATH brings warnings
        "WIX_API_KEY": API_KEY,
        "WIX_API_URL": url,
    }


class Stack:
    """The stack `dev` of a program, whose state is in a folder of ours.

    Its configuration is a copy: `pulumi` writes the commit and its encryption salt into it, and
    the program's committed `Pulumi.dev.yaml` stays as it is.
    """

    def __init__(self, program: Path, folder: Path, environment: Mapping[str, str]) -> None:
        self._program = program
        self._folder = folder
        self._project = folder / "project"
        self._config = self._project / f"Pulumi.{NAME}.yaml"
        self._environment = environment

    def select(self) -> None:
        """Make the stack where it is missing, and take over the program's configuration."""
        for folder in (self._project, self._folder / "states"):
            folder.mkdir(parents=True, exist_ok=True)
        before = self._config.read_text(encoding="utf-8") if self._config.exists() else ""
        wanted = (self._program / self._config.name).read_text(encoding="utf-8")
        self._config.write_text(with_salt_of(before, wanted), encoding="utf-8")
        shutil.copyfile(self._program / "Pulumi.yaml", self._project / "Pulumi.yaml")
        self._pulumi("stack", "select", "--create", NAME, cwd=self._project, quiet=True)

    def install(self, python: Path) -> None:
        """Make the engine know the plugin of that interpreter's environment."""
        launcher.install(self._environment, str(python))

    def set(self, name: str, value: str) -> None:
        """Set one value of the configuration."""
        self._pulumi("config", "set", name, value, *self._options, quiet=True)

    def get(self, name: str) -> str:
        """One value of the configuration."""
        return self._pulumi("config", "get", name, *self._options, quiet=True).strip()

    def up(self) -> None:
        """Preview and deploy; `pulumi` shows the user what it does."""
        self._pulumi("up", "--yes", *self._options)

    def destroy(self) -> None:
        """Delete what the program made; `pulumi` shows the user what it does."""
        self._pulumi("destroy", "--yes", *self._options)

    @property
    def _options(self) -> Sequence[str]:
        return ("--stack", NAME, "--config-file", str(self._config))

    def _pulumi(self, *arguments: str, cwd: Path | None = None, quiet: bool = False) -> str:
        with _interrupts_left_to_pulumi():
            done = subprocess.run(
                ["pulumi", *arguments, "--non-interactive"],  # noqa: S607  (on the PATH above)
                cwd=cwd or self._program,
                env=self._environment,
                stdout=subprocess.PIPE if quiet else None,
                stderr=subprocess.PIPE if quiet else None,
                text=True,
                check=False,
            )
        if done.returncode != 0:
            told = f": {done.stderr.strip()}" if quiet else ", see above"
            raise StackError(f"`pulumi {' '.join(arguments[:2])}` failed{told}")
        return done.stdout or ""


def with_salt_of(before: str, wanted: str) -> str:
    """A stack's configuration with the encryption salt that it had before.

    >>> with_salt_of("config:\\n  a: 1\\nencryptionsalt: v1\\n", "config:\\n  a: 2")
    'config:\\n  a: 2\\nencryptionsalt: v1\\n'
    """
    lines = wanted.splitlines()
    if not any(line.startswith(SALT) for line in lines):
        lines += [line for line in before.splitlines() if line.startswith(SALT)]
    return "\n".join(lines) + "\n"


@contextmanager
def _interrupts_left_to_pulumi() -> Iterator[None]:
    """Ctrl-C reaches `pulumi` as well, which ends in good order: wait for that.

    A handler, since a command started where the signal is ignored would ignore it, too.
    """
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
