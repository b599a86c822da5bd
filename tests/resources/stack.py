"""One resource of a stack, as the Pulumi engine keeps it, in few lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.resources.wix import ENDPOINT, KEY, SITE
from wix_data_provider.config import ApiKey, Config
from wix_data_provider.errors import ResourceInitFailed
from wix_data_provider.lifecycle.diff import Diff
from wix_data_provider.lifecycle.provider import Call, Provider
from wix_data_provider.resources import RESOURCES
from wix_data_provider.session import Session

if TYPE_CHECKING:
    from pathlib import Path

    from wix_data_provider.clock import Clock

BACKUP = "wix-data:index:Backup"
DATA_MOVEMENT_JOB = "wix-data:index:DataMovementJob"
EXPORT_JOB = "wix-data:index:ExportJob"
IMPORT_JOB = "wix-data:index:ImportJob"
LOCALIZATION_EXPORT_JOB = "wix-data:index:LocalizationExportJob"
LOCALIZATION_IMPORT_JOB = "wix-data:index:LocalizationImportJob"
RESTORATION = "wix-data:index:Restoration"
CONFIG = Config(credentials=ApiKey(KEY), site_id=SITE, endpoint=ENDPOINT)


@dataclass
class Report:
    """What a user was told."""

    statuses: list[str] = field(default_factory=list)
    infos: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def status(self, text: str) -> None:
        self.statuses.append(text)

    def info(self, text: str) -> None:
        self.infos.append(text)

    def warning(self, text: str) -> None:
        self.warnings.append(text)


class Rejected(Exception):
    """Check found fault with the inputs."""


@dataclass
class Stack:
    """`id`, `inputs` and `outputs` as in the state file; `red` are the init errors.

    Every command is a plugin process of its own, as with the real engine, unless `attached` to
    one that goes on. `journal_in` is the folder of this machine's journal. `replace_on_changes`:
    the option of that name, for all inputs; `ignored`: what `ignoreChanges` names.
    """

    clock: Clock
    token: str
    name: str = "it"
    config: Config = field(default_factory=lambda: CONFIG)
    id: str = ""
    inputs: dict[str, Any] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)
    red: list[str] = field(default_factory=list)
    timeout: float = 0
    report: Report = field(default_factory=Report)
    log: list[str] = field(default_factory=list)
    warned: list[str] = field(default_factory=list)
    attached: bool = False
    journal_in: Path | None = None
    replace_on_changes: bool = False
    ignored: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        self.process = self._started()

    @property
    def urn(self) -> str:
        return f"urn:pulumi:dev::shop::{self.token}::{self.name}"

    async def up(self, **program: Any) -> None:
        """Bring the state in line with the program, as `pulumi up` would.

        Raises what the plugin would answer; a ResourceInitFailed is kept in the state.
        """
        self._begin()
        inputs = await self._checked(program)
        if not self.id:
            await self._create(inputs)
            return
        diff = await self._diff(inputs)
        if self._replaces(diff):
            await self._replace(await self._checked(program, new=True), diff)
        elif diff.changes or self.red:
            await self._update(inputs)

    async def preview(self, **program: Any) -> dict[str, Any]:
        """The outputs as `pulumi preview` shows them."""
        self._begin()
        inputs = await self._checked(program)
        diff = await self._diff(inputs) if self.id else None
        if diff is not None and self._replaces(diff):
            inputs = await self._checked(program, new=True)
        if diff is None or self._replaces(diff):
            return (await self.process.create(self._call(), inputs, preview=True))[1]
        if not diff.changes and not self.red:
            return self.outputs
        return await self.process.update(self._call(), self.id, inputs, self.outputs, preview=True)

    async def refresh(self) -> Diff:
        """As `pulumi refresh`: an init error stays one, and is only a warning there. What changed
        is shown as Diff tells it of the inputs before; no Check comes first."""
        self._begin()
        before = self.inputs
        await self._read(self.id, self.inputs, self.outputs)
        return await self._diff(before) if self.id else Diff()

    async def take_in(self, id: str) -> None:
        """As `pulumi import`."""
        self._begin()
        await self._read(id, {}, {})

    async def destroy(self, **program: Any) -> None:
        """As `pulumi destroy`; with a program, as an `up` that replaces or drops this."""
        self._begin()
        if program:
            await self._checked(program)
        await self.process.delete(self._call(), self.id, self.outputs)
        self.id, self.inputs, self.outputs, self.red = "", {}, {}, []

    async def diff(self, **program: Any) -> Diff:
        """What would change."""
        self._begin()
        return await self._diff(await self._checked(program))

    async def without_check(self, **changed: Any) -> Diff:
        """What the engine is told of the inputs in the state before the program's are checked."""
        self._begin()
        return await self._diff({**self.inputs, **changed})

    def _started(self) -> Provider:
        session = Session(
            self.config,
            clock=self.clock,
            journal_in=self.journal_in,
            log=self.log.append,
            warn=self.warned.append,
        )
        return Provider(session, RESOURCES)

    def _begin(self) -> None:
        self.report = Report()
        if not self.attached:
            self.process = self._started()

    def _call(self) -> Call:
        return Call(self.token, self.urn, self.report, self.timeout)

    async def _checked(self, program: dict[str, Any], *, new: bool = False) -> dict[str, Any]:
        new = new or not self.id
        inputs, problems = await self.process.check(self._call(), program, new=new)
        if problems:
            raise Rejected("; ".join(problem.reason for problem in problems))
        return inputs

    async def _diff(self, inputs: dict[str, Any]) -> Diff:
        return await self.process.diff(
            self._call(), self.id, inputs, self.outputs, ignored=self.ignored
        )

    def _replaces(self, diff: Diff) -> bool:
        return diff.replaces or (self.replace_on_changes and bool(diff.changes or self.red))

    async def _create(self, inputs: dict[str, Any]) -> None:
        try:
            made = await self.process.create(self._call(), inputs, preview=False)
        except ResourceInitFailed as error:
            self.inputs = inputs
            self._keep(error)
            raise
        (self.id, self.outputs), self.inputs, self.red = made, inputs, []

    async def _update(self, inputs: dict[str, Any]) -> None:
        try:
            self.outputs = await self.process.update(
                self._call(), self.id, inputs, self.outputs, preview=False
            )
        except ResourceInitFailed as error:
            self._keep(error)  # with the *old* inputs, as the engine does
            raise
        self.inputs, self.red = inputs, []

    async def _replace(self, inputs: dict[str, Any], diff: Diff) -> None:
        old = self.id, self.outputs
        if diff.delete_before_replace:
            await self.process.delete(self._call(), *old)
            self.id = ""
            await self._create(inputs)
        else:
            await self._create(inputs)
            await self.process.delete(self._call(), *old)

    async def _read(self, id: str, inputs: dict[str, Any], outputs: dict[str, Any]) -> None:
        try:
            found = await self.process.read(self._call(), id, inputs, outputs)
        except ResourceInitFailed as error:
            self.inputs = dict(error.inputs or inputs)
            self._keep(error)
            return
        self.id, self.inputs, self.outputs = found or ("", {}, {})
        self.red = []

    def _keep(self, error: ResourceInitFailed) -> None:
        self.id, self.outputs, self.red = error.id, dict(error.state), error.reasons
