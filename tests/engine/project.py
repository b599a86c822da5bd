"""A Pulumi project whose program is data, driven through the real CLI."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tools.piped import started

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

NAME = "story"
STACK = "dev"
LIMIT_S = 100.0  # for a machine that is very busy


@dataclass(frozen=True)
class Run:
    """A command that has ended."""

    code: int
    output: str
    ended_s: float = field(repr=False)
    """On the monotonic clock."""

    def says(self, *texts: str) -> bool:
        """Whether all the texts are in the output, whatever the line breaks."""
        flat = " ".join(self.output.split())
        absent = [text for text in texts if text not in flat]
        assert not absent, f"not said: {absent}\n{self.output}"
        return True


@dataclass(frozen=True)
class Recorded:
    """A resource as the state on the disk has it."""

    id: str
    inputs: dict[str, Any]
    outputs: dict[str, Any]
    init_errors: list[str]


class Running:
    """A command under way, in a process group of its own."""

    def __init__(self, command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
        self._process = started(command, folder, environment)
        self._output: list[str] = []
        self._news = threading.Condition()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    def until(self, pattern: str) -> None:
        """Return once a line of the output matches a part of it."""
        wanted = re.compile(pattern)
        with self._news:
            self._news.wait_for(
                lambda: self._process.poll() is not None or wanted.search(self.output), LIMIT_S
            )
        if not wanted.search(self.output):
            self.kill()
            raise AssertionError(f"{pattern!r} was not said:\n{self.output}")

    def interrupt(self) -> float:
        """Ctrl-C, as a terminal sends it: to the process group. When that was."""
        os.killpg(self._process.pid, signal.SIGINT)
        return time.monotonic()

    def kill(self) -> None:
        """End it as a power failure would (SIGKILL), if it still runs."""
        if self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGKILL)
        self.end()

    def end(self, limit_s: float = LIMIT_S) -> Run:
        """Wait for its end."""
        try:
            code = self._process.wait(limit_s)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"no end after {limit_s} s:\n{self.output}") from None
        ended_s = time.monotonic()
        self._reader.join()
        return Run(code, self.output, ended_s)

    @property
    def output(self) -> str:
        return "".join(self._output)

    def _read(self) -> None:
        assert self._process.stdout is not None
        with self._process.stdout as lines:
            for line in lines:
                with self._news:
                    self._output.append(line)
                    self._news.notify_all()
        self._process.wait()
        with self._news:
            self._news.notify_all()


class Project:
    """A folder with a program and a state of its own, whose stack `dev` is there already."""

    types = "wix-data:"
    """How the types of the program's resources begin."""

    def __init__(
        self, folder: Path, states: Path, environment: Mapping[str, str], *, name: str = NAME
    ) -> None:
        self.folder = folder
        self.environment = {**environment, "PULUMI_BACKEND_URL": f"file://{states}"}
        self._runs: list[Running] = []
        self._state = states / ".pulumi" / "stacks" / name / f"{STACK}.json"

    def program(
        self,
        resources: Mapping[str, Any],
        *,
        config: Mapping[str, Any] | None = None,
        outputs: Mapping[str, str] | None = None,
    ) -> None:
        """Write the program in YAML (of which JSON is a part); `config` are values of the stack."""
        whole = {"name": NAME, "runtime": "yaml", "resources": resources, "outputs": outputs or {}}
        if config:
            whole["config"] = {name: {"value": value} for name, value in config.items()}
        self.write("Pulumi.yaml", json.dumps(whole))

    def write(self, name: str, content: str | bytes) -> None:
        """A file of the project's folder."""
        data = content if isinstance(content, bytes) else content.encode()
        (self.folder / name).write_bytes(data)

    def preview(self, *options: str, ok: bool = True) -> Run:
        return self.run("preview", *options, ok=ok)

    def up(self, *options: str, ok: bool = True) -> Run:
        return self.run("up", "--yes", *options, ok=ok)

    def deploy(self, *options: str, ok: bool = True) -> Run:
        """An `up` without its preview: half the price, where the preview is not the point."""
        return self.up("--skip-preview", *options, ok=ok)

    def refresh(self, *options: str, ok: bool = True) -> Run:
        return self.run("refresh", "--yes", *options, ok=ok)

    def destroy(self, *options: str, ok: bool = True) -> Run:
        return self.run("destroy", "--yes", *options, ok=ok)

    def run(self, command: str, *options: str, ok: bool = True) -> Run:
        """A `pulumi` command, to its end; it must succeed, or, if not `ok`, fail."""
        run = self.start(command, *options).end()
        assert (run.code == 0) is ok, f"pulumi {command}: exit code {run.code}\n{run.output}"
        return run

    def start(self, command: str, *options: str) -> Running:
        """A `pulumi` command, left to run."""
        pulumi = shutil.which("pulumi", path=self.environment["PATH"])
        assert pulumi is not None
        general = ["--stack", STACK, "--non-interactive", "--color", "never"]
        words = [pulumi, *command.split(), *options, *general]
        running = Running(words, self.folder, self.environment)
        self._runs.append(running)
        return running

    def end_all(self) -> None:
        """Leave no command behind where a test failed half-way."""
        for running in self._runs:
            running.kill()

    def state_text(self) -> str:
        """The state as it is on the disk."""
        return self._state.read_text(encoding="utf-8")

    def state(self) -> dict[str, Recorded]:
        """The resources of the program in the state on the disk, by name."""
        deployment = json.loads(self.state_text())["checkpoint"]["latest"] or {}
        assert not deployment.get("pending_operations"), "an operation was lost"
        return {
            resource["urn"].rsplit("::", 1)[-1]: Recorded(
                id=resource.get("id", ""),
                inputs=resource.get("inputs", {}),
                outputs=resource.get("outputs", {}),
                init_errors=resource.get("initErrors", []),
            )
            for resource in deployment.get("resources", [])
            if resource["type"].startswith(self.types)
        }

    def outputs(self) -> dict[str, Any]:
        """The outputs of the stack in the state on the disk."""
        resources = json.loads(self.state_text())["checkpoint"]["latest"]["resources"]
        stack = next(entry for entry in resources if entry["type"] == "pulumi:pulumi:Stack")
        found: dict[str, Any] = stack.get("outputs", {})
        return found
