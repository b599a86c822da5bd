"""The plugin as the engine sees it: over gRPC, with values on the wire."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import (
    engine_pb2,
    engine_pb2_grpc,
    provider_pb2,
    provider_pb2_grpc,
    status_pb2,
)

from wix_data_provider.adapters.engine import EngineLog
from wix_data_provider.adapters.marshal import from_struct, to_struct
from wix_data_provider.adapters.plugin import WixDataServicer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

BACKUP = "wix-data:index:Backup"
URN = f"urn:pulumi:dev::shop::{BACKUP}::before-deploy"
SEVERITY = engine_pb2.LogSeverity


@dataclass
class Engine(engine_pb2_grpc.EngineServicer):
    """The engine's side: it keeps what it is told; `refuses` is what it says about its version."""

    address: str = ""
    refuses: grpc.StatusCode | None = None
    wanted: list[str] = field(default_factory=list)
    told: list[engine_pb2.LogRequest] = field(default_factory=list)

    async def Log(  # noqa: N802 - the protocol's name
        self,
        request: engine_pb2.LogRequest,
        context: Any,  # noqa: ARG002
    ) -> empty_pb2.Empty:
        self.told.append(request)
        return empty_pb2.Empty()

    async def RequirePulumiVersion(  # noqa: N802 - the protocol's name
        self, request: engine_pb2.RequirePulumiVersionRequest, context: Any
    ) -> engine_pb2.RequirePulumiVersionResponse:
        self.wanted.append(request.pulumi_version_range)
        if self.refuses is not None:
            await context.abort(self.refuses, "it does not satisfy the version range")
        return engine_pb2.RequirePulumiVersionResponse()

    def texts(self, severity: int, *, ephemeral: bool = False) -> list[str]:
        return [
            one.message
            for one in self.told
            if one.severity == severity and one.ephemeral == ephemeral
        ]


@asynccontextmanager
async def engine() -> AsyncIterator[Engine]:
    """An engine that listens on loopback."""
    listening = Engine()
    server = grpc.aio.server()
    engine_pb2_grpc.add_EngineServicer_to_server(listening, server)
    listening.address = f"127.0.0.1:{server.add_insecure_port('127.0.0.1:0')}"
    await server.start()
    try:
        yield listening
    finally:
        await server.stop(grace=None)


@asynccontextmanager
async def plugin(*, killed: bool = False) -> AsyncIterator[Any]:
    """A stub of a plugin that serves in this process; the engine ends it unless it is killed."""
    server = grpc.aio.server()
    servicer = WixDataServicer(EngineLog())
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    await server.start()
    try:
        async with grpc.aio.insecure_channel(f"127.0.0.1:{port}") as channel:
            yield provider_pb2_grpc.ResourceProviderStub(channel)
        if not killed:
            servicer.ended()
    finally:
        await server.stop(grace=None)


@dataclass
class Backup:
    """The calls about one resource of the type Backup."""

    stub: Any
    urn: str = URN

    async def check(
        self, *, old: dict[str, Any] | None = None, **inputs: Any
    ) -> provider_pb2.CheckResponse:
        olds = None if old is None else to_struct(old)
        answer: provider_pb2.CheckResponse = await self.stub.Check(
            provider_pb2.CheckRequest(urn=self.urn, news=to_struct(inputs), olds=olds)
        )
        return answer

    async def diff(
        self, inputs: dict[str, Any], state: dict[str, Any], *ignored: str
    ) -> provider_pb2.DiffResponse:
        answer: provider_pb2.DiffResponse = await self.stub.Diff(
            provider_pb2.DiffRequest(
                id="x",
                urn=self.urn,
                news=to_struct(inputs),
                olds=to_struct(state),
                ignoreChanges=ignored,
            )
        )
        return answer

    async def create(
        self, *, preview: bool = False, timeout: float = 0, **inputs: Any
    ) -> tuple[str, dict[str, Any]]:
        made = await self.stub.Create(
            provider_pb2.CreateRequest(
                urn=self.urn, properties=to_struct(inputs), preview=preview, timeout=timeout
            )
        )
        return made.id, from_struct(made.properties)

    async def update(
        self, id: str, inputs: dict[str, Any], state: dict[str, Any], *, timeout: float = 0
    ) -> dict[str, Any]:
        done = await self.stub.Update(
            provider_pb2.UpdateRequest(
                id=id,
                urn=self.urn,
                news=to_struct(inputs),
                olds=to_struct(state),
                timeout=timeout,
            )
        )
        return from_struct(done.properties)

    async def read(
        self, id: str, inputs: dict[str, Any], state: dict[str, Any]
    ) -> provider_pb2.ReadResponse:
        answer: provider_pb2.ReadResponse = await self.stub.Read(
            provider_pb2.ReadRequest(
                id=id, urn=self.urn, inputs=to_struct(inputs), properties=to_struct(state)
            )
        )
        return answer

    async def delete(self, id: str, state: dict[str, Any]) -> None:
        await self.stub.Delete(
            provider_pb2.DeleteRequest(id=id, urn=self.urn, properties=to_struct(state))
        )


@dataclass
class Kept:
    """What the engine saves of a half-made resource."""

    id: str
    outputs: dict[str, Any]
    inputs: dict[str, Any]
    reasons: list[str]


def kept(error: grpc.aio.AioRpcError) -> Kept | None:
    """The trailer, decoded as the engine does it; None where there is none."""
    for name, value in error.trailing_metadata() or ():
        if name == "grpc-status-details-bin":
            assert isinstance(value, bytes)
            status = status_pb2.Status.FromString(value)
            assert (status.code, status.message) == (2, error.details())
            detail = provider_pb2.ErrorResourceInitFailed()
            assert status.details[0].Unpack(detail)
            return Kept(
                detail.id,
                from_struct(detail.properties),
                from_struct(detail.inputs),
                list(detail.reasons),
            )
    return None
