"""The CLI, its language hosts and two generators, compiled from Go modules.

The module `pulumi-cli` pins today's engine, with the YAML and Java hosts; `python-host`, `go-host`
and `node-host` below it each pin a release of Pulumi's Go SDK that still had that host in it (the
hosts' own modules are not on the proxy).
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tools.engine import cache, golang, pins
from tools.engine.errors import EngineError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tools.engine.golang import Go
    from tools.engine.progress import Runner, Say

GB = 1024**3

CLI_PACKAGES = (
    "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",
    "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml",
)
SDK = "github.com/pulumi/pulumi/sdk/v3"
JAVA_HOST_PACKAGE = "github.com/pulumi/pulumi-java/pkg/cmd/pulumi-language-java"
NODE_HOST_PACKAGE = f"{SDK}/nodejs/cmd/pulumi-language-nodejs"
GO_HOST_PACKAGE = f"{SDK}/go/pulumi-language-go"
PYTHON_HOST_PACKAGE = f"{SDK}/python/cmd/pulumi-language-python"
PYTHON_HOST_SCRIPTS = (
    "python/cmd/pulumi-language-python-exec",
    "python/dist/pulumi-resource-pulumi-python",
)


def build_cli(target: Path, runner: Runner) -> str:
    """Fill a folder with `pulumi`, the YAML host and the Python host. Minutes from cold.

    Raises: EngineError.
    """
    go = _ready(runner.say)
    runner.say(f"building Pulumi v{pins.PULUMI} from Go modules: 8 to 18 minutes the first time")
    workshop = Workshop(go, runner, target)
    workshop.compile("Pulumi CLI", pins.MODULES, CLI_PACKAGES)
    workshop.compile("Python host", pins.PYTHON_HOST, (PYTHON_HOST_PACKAGE,))
    sources = Path(go.ask("list", "-m", "-f", "{{.Dir}}", SDK, cwd=pins.PYTHON_HOST))
    for script in PYTHON_HOST_SCRIPTS:
        copied = Path(shutil.copyfile(sources / script, target / Path(script).name))
        copied.chmod(0o755)  # they are read-only among Go's modules
    return f"built by {go.ask('version')}"


def build_hosts(target: Path, runner: Runner) -> str:
    """Fill a folder with the Node, Go and Java hosts, which only the tests of the SDKs want.

    Raises: EngineError.
    """
    go = _ready(runner.say)
    runner.say("building the Node, Go and Java hosts from Go modules: some minutes the first time")
    workshop = Workshop(go, runner, target)
    workshop.compile("Node host", pins.NODE_HOST, (NODE_HOST_PACKAGE,))
    workshop.compile("Go host", pins.GO_HOST, (GO_HOST_PACKAGE,))
    workshop.compile("Java host", pins.MODULES, (JAVA_HOST_PACKAGE,))
    return f"built by {go.ask('version')}"


def build_generator(name: str, target: Path, runner: Runner) -> str:
    """Fill a folder with the generator of SDKs or of example programs.

    Raises: EngineError.
    """
    go = _ready(runner.say)
    runner.say(f"building {name} from Go modules: some minutes the first time")
    Workshop(go, runner, target).compile(name, pins.MODULES, (f"./{name}",))
    return f"built by {go.ask('version')}"


@dataclass(frozen=True)
class Workshop:
    """Compiles packages of Go modules into one folder."""

    go: Go
    runner: Runner
    target: Path

    def compile(self, what: str, module: Path, packages: Sequence[str]) -> None:
        """Count the packages first (which downloads their modules), then compile them."""
        listed = self._go(
            f"{what}, Go modules",
            ["list", "-mod=readonly", "-deps", *packages],
            module,
            lambda lines: f"{_downloads(lines)} downloaded",
        )
        total = len(listed) - _downloads(listed)
        self._go(
            what,
            ["build", "-v", *pins.GO_FLAGS, "-o", f"{self.target}/", *packages],
            module,
            lambda lines: f"{len(lines) - _downloads(lines)} of up to {total} packages compiled",
        )

    def _go(
        self,
        what: str,
        arguments: Sequence[str],
        module: Path,
        tell: Callable[[Sequence[str]], str],
    ) -> list[str]:
        command = [self.go.binary, *arguments]
        return self.runner.run(
            what, command, cwd=module, environment=self.go.environment, tell=tell
        )


def _downloads(lines: Sequence[str]) -> int:
    return sum(line.startswith("go: downloading ") for line in lines)


def _ready(say: Say) -> Go:
    _require_disk(cache.root())
    go = golang.find(say)
    for folder in go.ask("env", "GOCACHE", "GOMODCACHE").splitlines():
        _require_disk(Path(folder))
    return go


def _require_disk(folder: Path) -> None:
    there = next(path for path in (folder, *folder.parents) if path.exists())
    free = shutil.disk_usage(there).free
    if free < pins.FREE_DISK_GB * GB:
        raise EngineError(
            f"{there}: {free / GB:.1f} GB free, building the Pulumi engine needs "
            f"{pins.FREE_DISK_GB}; free some, or put `pulumi` v{pins.PULUMI} or newer on PATH"
        )
