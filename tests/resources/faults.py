"""What can befall an `up`: lost and late answers, cancels, and killed processes."""

from __future__ import annotations

import asyncio
import json
from contextvars import ContextVar
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from tests.fake_clock import FakeClock
    from tests.resources.stack import Stack
    from tests.resources.wix import Wix

GIVES_UP_AFTER_S = 30.0
"""The client, on an answer: client/connections.py."""


class Killed(BaseException):
    """The plugin was killed: the engine is told nothing."""


@dataclass(frozen=True)
class Fault:
    """One trouble with a request: "drop", "status", "delay", "cancel" (of the command), "kill"
    (of the plugin). `phase`: it strikes "before" the request arrives, or "after" it took
    effect, so that its answer suffers. `seconds` are those of a delay."""

    action: str
    phase: str = "after"
    status: int = 503
    seconds: float = 0.0

    def __str__(self) -> str:
        detail = {"status": f" {self.status}", "delay": f" {self.seconds:.0f} s"}
        return f"{self.action}{detail.get(self.action, '')} {self.phase}"


@dataclass(eq=False)
class Process:
    """The plugin's process of one command. Its `fault` strikes at the first request that
    matches `at`, else at the one of that `number` (from 1). Where the engine is killed before it
    `saves`, the plugin's answer is lost."""

    fault: Fault | None = None
    at: str = ""
    number: int = 0
    asked: int = 0
    saves: bool = True
    struck: bool = False
    command: asyncio.Task[None] | None = None
    dead: asyncio.Event = field(default_factory=asyncio.Event)

    def meets(self, request: str) -> Fault | None:
        """The fault for this request."""
        self.asked += 1
        due = fnmatchcase(request, self.at) if self.at else self.asked == self.number
        if self.struck or not due:
            return None
        self.struck = True
        return self.fault


_RUNNING: ContextVar[Process] = ContextVar("process")


class BadWire:
    """Stands between the processes and Wix. What has left arrives, whoever hangs up. Wix lists
    an operation `lag_s` after it began."""

    def __init__(self, wix: Wix, clock: FakeClock) -> None:
        self.wix = wix
        self.clock = clock
        self.lag_s = 0.0
        self._listed_from: dict[str, float] = {}
        self._left: set[asyncio.Task[Any]] = set()
        wix.wire = self._carry

    async def run(self, process: Process, stack: Stack, **program: Any) -> BaseException | None:
        """How `up` ends: with nothing, or with what the engine is told. What a killed plugin
        leaves undone, or a killed engine does not save, is not in the stack."""
        _RUNNING.set(process)
        engine = replace(stack)
        process.command = self._keep(engine.up(**program))
        killed = asyncio.ensure_future(process.dead.wait())
        await asyncio.wait({process.command, killed}, return_when=asyncio.FIRST_COMPLETED)
        killed.cancel()
        for name in ("id", "inputs", "outputs", "red") if process.saves else ():
            setattr(stack, name, getattr(engine, name))
        stack.report = engine.report
        if process.dead.is_set():
            return Killed()
        cancelled = process.command.cancelled()
        return asyncio.CancelledError() if cancelled else process.command.exception()

    async def aclose(self) -> None:
        """End what the killed ones left behind."""
        while left := {task for task in self._left if not task.done()}:
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)
        await asyncio.gather(*self._left, return_exceptions=True)

    async def _carry(self, request: httpx.Request) -> httpx.Response:
        process = _RUNNING.get(None) or Process()
        fault = process.meets(f"{request.method} {request.url.path}")
        if fault is None and not process.dead.is_set():
            answer = await self._arrive(request)
        else:
            answer = await self._troubled(fault, process, request)
        if process.dead.is_set():
            await self._forever()
        return answer

    async def _troubled(
        self, fault: Fault | None, process: Process, request: httpx.Request
    ) -> httpx.Response:
        if fault is None:
            return await self._forever()
        answering = self._keep(self._serve(fault, process, request))
        giving_up = asyncio.ensure_future(self.clock.sleep(GIVES_UP_AFTER_S))
        either: set[asyncio.Future[Any]] = {answering, giving_up}
        try:
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        finally:
            giving_up.cancel()
        if process.dead.is_set():
            await self._forever()
        if not answering.done():
            raise httpx.ReadTimeout("the answer took too long", request=request)
        answer: httpx.Response = answering.result()
        return answer

    async def _serve(
        self, fault: Fault, process: Process, request: httpx.Request
    ) -> httpx.Response:
        if fault.phase == "before":
            answer = await self._strike(fault, process, request)
            return answer or await self._arrive(request)
        whole = await self._arrive(request)
        return await self._strike(fault, process, request) or whole

    async def _arrive(self, request: httpx.Request) -> httpx.Response:
        answer = await self.wix.handle(request)
        if not self.lag_s or "json" not in answer.headers.get("Content-Type", ""):
            return answer
        body = json.loads(await answer.aread())
        for noun in ("backup", "restoration", "job"):
            if noun in body:
                self._listed_from.setdefault(body[noun]["id"], self.clock.now() + self.lag_s)
            elif f"{noun}s" in body:
                body[f"{noun}s"] = [one for one in body[f"{noun}s"] if self._is_listed(one["id"])]
        return httpx.Response(answer.status_code, json=body)

    def _is_listed(self, id: str) -> bool:
        return self._listed_from.get(id, 0) <= self.clock.now()

    async def _strike(
        self, fault: Fault, process: Process, request: httpx.Request
    ) -> httpx.Response | None:
        if fault.action == "drop":
            raise httpx.ReadError("the connection was dropped", request=request)
        if fault.action == "status":
            return httpx.Response(fault.status, request=request)
        if fault.action == "kill":
            process.dead.set()
            return await self._forever()
        if fault.action == "delay":
            await self.clock.sleep(fault.seconds)
        elif process.command is not None:
            process.command.cancel()
        return None

    async def _forever(self) -> httpx.Response:
        task = asyncio.current_task()
        if task is not None:
            self._left.add(task)
        await asyncio.Event().wait()
        raise AssertionError("nobody sets it")

    def _keep(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._left.add(task)
        return task
