"""The gRPC ResourceProvider: protobuf in, the lifecycle in the middle, protobuf out.

Cancel stops what is in flight and does not stick: in attach mode the next phase of the engine
comes to the same process.
"""

from __future__ import annotations

import asyncio
import os
import traceback
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import grpc
from google.protobuf import any_pb2, empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc, status_pb2

from wix_data_provider import __version__
from wix_data_provider.adapters.engine import EngineLog, EngineReport
from wix_data_provider.adapters.marshal import from_struct, to_struct
from wix_data_provider.errors import ConfigError, ResourceInitFailed, WixDataError

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from wix_data_provider.config import Config
    from wix_data_provider.lifecycle.diff import Change, Diff
    from wix_data_provider.lifecycle.provider import Call, Provider

T = TypeVar("T")
Context = grpc.aio.ServicerContext[Any, Any]

_Kind = provider_pb2.PropertyDiff.Kind
_Changes = provider_pb2.DiffResponse.DiffChanges


class WixDataServicer(provider_pb2_grpc.ResourceProviderServicer):
    """One provider instance of the engine: configured once a phase, then called in parallel."""

    def __init__(self, log: EngineLog) -> None:
        self._log = log
        self._config: Config | None = None
        self._provider: Provider | None = None
        self._in_flight: set[asyncio.Task[Any]] = set()

    # What the plugin is and can do

    async def Handshake(
        self, request: provider_pb2.ProviderHandshakeRequest, context: Context
    ) -> provider_pb2.ProviderHandshakeResponse:
        self._log.connect(request.engine_address)
        return provider_pb2.ProviderHandshakeResponse(accept_secrets=True, accept_resources=True)

    async def Attach(self, request: plugin_pb2.PluginAttach, context: Context) -> empty_pb2.Empty:
        self._log.connect(request.address)
        return empty_pb2.Empty()

    async def GetPluginInfo(
        self, request: empty_pb2.Empty, context: Context
    ) -> plugin_pb2.PluginInfo:
        return plugin_pb2.PluginInfo(version=__version__)

    async def GetSchema(
        self, request: provider_pb2.GetSchemaRequest, context: Context
    ) -> provider_pb2.GetSchemaResponse:
        from pathlib import Path

        schema = Path(__file__).parents[1] / "schema.json"
        return provider_pb2.GetSchemaResponse(schema=schema.read_text(encoding="utf-8"))

    async def GetMapping(
        self, request: provider_pb2.GetMappingRequest, context: Context
    ) -> provider_pb2.GetMappingResponse:
        return provider_pb2.GetMappingResponse()

    async def GetMappings(
        self, request: provider_pb2.GetMappingsRequest, context: Context
    ) -> provider_pb2.GetMappingsResponse:
        return provider_pb2.GetMappingsResponse()

    # Configuration

    async def CheckConfig(
        self, request: provider_pb2.CheckRequest, context: Context
    ) -> provider_pb2.CheckResponse:
        from wix_data_provider.adapters import settings
        from wix_data_provider.config import problems
        from wix_data_provider.lifecycle.codec import decode
        from wix_data_provider.lifecycle.provider import misspelt

        values = settings.settings_of(from_struct(request.news))
        found = misspelt(settings.ProviderArgs, values)
        typed, misfits = decode(settings.ProviderArgs, values)
        failures = [(problem.property, problem.reason) for problem in found + misfits]
        if typed is not None:
            failures += problems(settings.split(values)[0]).items()
        return provider_pb2.CheckResponse(inputs=request.news, failures=_failures(failures))

    async def DiffConfig(
        self, request: provider_pb2.DiffRequest, context: Context
    ) -> provider_pb2.DiffResponse:
        old, new = from_struct(request.old_inputs), from_struct(request.news)
        changed = sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))
        changes = _Changes.DIFF_SOME if changed else _Changes.DIFF_NONE
        return provider_pb2.DiffResponse(changes=changes, diffs=changed)  # replaces: never

    async def Configure(
        self, request: provider_pb2.ConfigureRequest, context: Context
    ) -> provider_pb2.ConfigureResponse:
        from wix_data_provider.adapters import settings
        from wix_data_provider.config import resolve

        known, unknown = settings.split(settings.settings_of(from_struct(request.args)))
        try:
            self._config = resolve(known, os.environ, unknown)
        except ConfigError as error:
            await context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
        if self._provider is not None:  # attach mode: the next phase of the engine
            await self._provider.aclose()
        self._provider = None
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, acceptResources=True, supportsPreview=True
        )

    # The lifecycle

    async def Check(
        self, request: provider_pb2.CheckRequest, context: Context
    ) -> provider_pb2.CheckResponse:
        async def work() -> provider_pb2.CheckResponse:
            inputs = from_struct(request.news)
            checked, found = await self._lifecycle().check(self._call(request), inputs)
            failures = [(problem.property, problem.reason) for problem in found]
            return provider_pb2.CheckResponse(
                inputs=to_struct(checked), failures=_failures(failures)
            )

        return await self._answer(context, work())

    async def Diff(
        self, request: provider_pb2.DiffRequest, context: Context
    ) -> provider_pb2.DiffResponse:
        async def work() -> provider_pb2.DiffResponse:
            inputs, state = from_struct(request.news), from_struct(request.olds)
            diff = await self._lifecycle().diff(self._call(request), request.id, inputs, state)
            return _diff_response(diff)

        return await self._answer(context, work())

    async def Create(
        self, request: provider_pb2.CreateRequest, context: Context
    ) -> provider_pb2.CreateResponse:
        async def work() -> provider_pb2.CreateResponse:
            inputs = from_struct(request.properties)
            id, outputs = await self._lifecycle().create(
                self._call(request), inputs, preview=request.preview
            )
            return provider_pb2.CreateResponse(id=id, properties=to_struct(outputs))

        return await self._answer(context, work(), _Partial(request, request.properties))

    async def Read(
        self, request: provider_pb2.ReadRequest, context: Context
    ) -> provider_pb2.ReadResponse:
        async def work() -> provider_pb2.ReadResponse:
            inputs, state = from_struct(request.inputs), from_struct(request.properties)
            found = await self._lifecycle().read(self._call(request), request.id, inputs, state)
            if found is None:
                return provider_pb2.ReadResponse()
            id, shown, outputs = found
            return provider_pb2.ReadResponse(
                id=id, inputs=to_struct(shown), properties=to_struct(outputs)
            )

        return await self._answer(context, work(), _Partial(request, request.inputs))

    async def Update(
        self, request: provider_pb2.UpdateRequest, context: Context
    ) -> provider_pb2.UpdateResponse:
        async def work() -> provider_pb2.UpdateResponse:
            inputs, state = from_struct(request.news), from_struct(request.olds)
            outputs = await self._lifecycle().update(
                self._call(request), request.id, inputs, state, preview=request.preview
            )
            return provider_pb2.UpdateResponse(properties=to_struct(outputs))

        return await self._answer(context, work(), _Partial(request, request.news))

    async def Delete(
        self, request: provider_pb2.DeleteRequest, context: Context
    ) -> empty_pb2.Empty:
        async def work() -> empty_pb2.Empty:
            state = from_struct(request.properties)
            await self._lifecycle().delete(self._call(request), request.id, state)
            return empty_pb2.Empty()

        return await self._answer(context, work())

    async def Cancel(self, request: empty_pb2.Empty, context: Context) -> empty_pb2.Empty:
        stopped, self._in_flight = self._in_flight, set()
        for task in stopped:  # once each: the engine cancels two or three times a run
            task.cancel()
        return empty_pb2.Empty()

    # How every call is answered

    def _lifecycle(self) -> Provider:
        if self._provider is None:
            from wix_data_provider.config import Config
            from wix_data_provider.lifecycle.provider import Provider
            from wix_data_provider.resources import RESOURCES
            from wix_data_provider.session import Session

            config = self._config or Config()
            self._provider = Provider(
                Session(config, log=self._log.debug, warn=self._log.warn), RESOURCES
            )
        return self._provider

    def _call(self, request: Any) -> Call:
        from wix_data_provider.lifecycle.provider import Call

        report = EngineReport(self._log, request.urn)
        token = request.urn.split("::")[2].rsplit("$", 1)[-1]
        return Call(token, request.urn, report, getattr(request, "timeout", 0))

    async def _answer(
        self, context: Context, work: Coroutine[Any, Any, T], partial: _Partial | None = None
    ) -> T:
        task = asyncio.ensure_future(work)
        self._in_flight.add(task)
        try:
            return await task
        except ResourceInitFailed as error:
            if partial is None:
                raise
            await self._keep(context, error, partial)
        except asyncio.CancelledError:
            if not task.cancelled():
                raise
            told = "canceled before anything was submitted" if partial else "canceled"
            await self._abort(context, grpc.StatusCode.CANCELLED, f"{told}; the next run does it")
        except WixDataError as error:
            await self._abort(context, grpc.StatusCode.UNKNOWN, str(error))
        except Exception as error:  # noqa: BLE001 - a bug of ours: said, and traced with -v=9
            self._log.debug(traceback.format_exc())
            message = f"internal error of the wix-data plugin: {type(error).__name__}: {error}"
            await self._abort(context, grpc.StatusCode.INTERNAL, message)
        finally:
            self._in_flight.discard(task)
            await self._log.flush()

    async def _keep(
        self, context: Context, error: ResourceInitFailed, partial: _Partial
    ) -> NoReturn:
        inputs = partial.inputs if error.inputs is None else to_struct(error.inputs)
        given = from_struct(partial.inputs)
        token = self._call(partial.request).token
        outputs = self._lifecycle().seal(token, given, error.state)
        detail = any_pb2.Any()
        detail.Pack(
            provider_pb2.ErrorResourceInitFailed(
                id=error.id, properties=to_struct(outputs), inputs=inputs, reasons=error.reasons
            )
        )
        status = status_pb2.Status(
            code=grpc.StatusCode.UNKNOWN.value[0], message=str(error), details=[detail]
        )
        context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
        await self._abort(context, grpc.StatusCode.UNKNOWN, str(error))

    async def _abort(self, context: Context, code: grpc.StatusCode, message: str) -> NoReturn:
        """What was told comes first: after its answer the engine may end this process."""
        await self._log.flush()
        await context.abort(code, message)


class _Partial:
    """What a half-made resource needs beside its state: the inputs that it was made from."""

    def __init__(self, request: Any, inputs: Any) -> None:
        self.request = request
        self.inputs = inputs


def _failures(found: list[tuple[str, str]]) -> list[provider_pb2.CheckFailure]:
    """The reasons, which name their properties: where a failure names one itself, the engine
    prints its value, even a secret one."""
    return [provider_pb2.CheckFailure(reason=reason) for _property, reason in found]


def _diff_response(diff: Diff) -> provider_pb2.DiffResponse:
    paths = [change.path for change in diff.changes]
    return provider_pb2.DiffResponse(
        changes=_Changes.DIFF_SOME if paths else _Changes.DIFF_NONE,
        diffs=sorted({path.split(".")[0].split("[")[0] for path in paths}),
        replaces=[change.path for change in diff.changes if change.replace],
        deleteBeforeReplace=diff.delete_before_replace,
        detailedDiff={change.path: _property_diff(change) for change in diff.changes},
        hasDetailedDiff=True,
    )


def _property_diff(change: Change) -> provider_pb2.PropertyDiff:
    name = f"{change.kind.upper()}{'_REPLACE' if change.replace else ''}"
    return provider_pb2.PropertyDiff(kind=_Kind.Value(name), inputDiff=change.input)
