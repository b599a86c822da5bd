"""Texts to the engine's display: live status, diagnostics and the debug log, in order."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING

import grpc
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc

from wix_data_provider.adapters.oldest import HOW, OLDEST

if TYPE_CHECKING:
    from collections.abc import Awaitable

_FLUSH_S = 1.0  # an engine that is gone must not hold up an answer

_DEBUG = engine_pb2.LogSeverity.Value("DEBUG")
_INFO = engine_pb2.LogSeverity.Value("INFO")
_WARNING = engine_pb2.LogSeverity.Value("WARNING")

# An engine that is too old, and one that is older than the question (3.217).
_OLD = (grpc.StatusCode.UNKNOWN, grpc.StatusCode.UNIMPLEMENTED)
_TOO_OLD = (
    f"this Pulumi CLI is older than {OLDEST}, the oldest that wix-data is tested with: install a "
    f"newer one, {HOW}"
)


class EngineLog:
    """The engine's log. Sends one text at a time, in the order they came."""

    def __init__(self) -> None:
        self._channel: grpc.aio.Channel | None = None
        self._stub: engine_pb2_grpc.EngineStub | None = None
        self._queue: asyncio.Queue[engine_pb2.LogRequest] = asyncio.Queue()
        self._sender: asyncio.Task[None] | None = None

    def connect(self, address: str) -> None:
        """From Handshake, or from Attach: the last one counts."""
        self._channel = grpc.aio.insecure_channel(address)
        self._stub = engine_pb2_grpc.EngineStub(self._channel)

    def send(
        self,
        severity: engine_pb2.LogSeverity.ValueType,
        text: str,
        *,
        urn: str = "",
        ephemeral: bool = False,
    ) -> None:
        """Queues a text; without an engine there is nobody to read it."""
        if self._stub is None:
            return
        request = engine_pb2.LogRequest(
            severity=severity,
            message=text,
            urn=urn,
            ephemeral=ephemeral,
        )
        self._queue.put_nowait(request)
        if self._sender is None or self._sender.done():
            self._sender = asyncio.ensure_future(self._send_all())

    def debug(self, text: str) -> None:
        """For `pulumi up --debug`."""
        self.send(_DEBUG, text)

    def warn(self, text: str) -> None:
        """For everybody, about no resource in particular."""
        self.send(_WARNING, text)

    async def ask_its_version(self) -> None:
        """Warns of an engine that is old: where it fails, it names anything but its age."""
        wanted = engine_pb2.RequirePulumiVersionRequest(pulumi_version_range=f">={OLDEST}")
        if self._stub is None:
            return
        try:
            await self._stub.RequirePulumiVersion(wanted, timeout=_FLUSH_S)
        except grpc.RpcError as error:
            if error.code() in _OLD:
                self.warn(_TOO_OLD)

    async def flush(self) -> None:
        """Wait until everything queued so far is on the screen, or the engine is gone."""
        if self._sender is not None:
            await asyncio.wait({self._sender}, timeout=_FLUSH_S)

    async def _send_all(self) -> None:
        while not self._queue.empty():
            await self._deliver(self._queue.get_nowait())

    async def _deliver(self, request: engine_pb2.LogRequest) -> None:
        assert self._stub is not None  # noqa: S101 - nothing is queued without one
        with contextlib.suppress(grpc.RpcError):  # the engine is gone: so is the screen
            call: Awaitable[object] = self._stub.Log(request, timeout=_FLUSH_S)  # type: ignore[assignment]
            await call


class EngineReport:
    """The texts about one resource."""

    def __init__(self, log: EngineLog, urn: str) -> None:
        self._log = log
        self._urn = urn
        self._last = ""

    def status(self, text: str) -> None:
        if text != self._last:
            self._last = text
            self._log.send(_INFO, text, urn=self._urn, ephemeral=True)

    def info(self, text: str) -> None:
        self._log.send(_INFO, text, urn=self._urn)

    def warning(self, text: str) -> None:
        self._log.send(_WARNING, text, urn=self._urn)
