"""The gRPC ResourceProvider: protobuf in, the lifecycle in the middle, protobuf out.

Cancel stops what is in flight and does not stick: in attach mode the next phase of the engine
comes to the same process.
"""

from __future__ import annotations

import asyncio
import os
from typing import TYPE_CHECKING, Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc

from wix_data_provider import __version__
from wix_data_provider.adapters.answers import Answers, Context
from wix_data_provider.adapters.engine import EngineLog, EngineReport
from wix_data_provider.adapters.marshal import from_struct, to_struct
from wix_data_provider.adapters.responses import diff_response, failures, list_responses
from wix_data_provider.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from google.protobuf import struct_pb2

    from wix_data_provider.adapters.answers import Keep
    from wix_data_provider.config import Config
    from wix_data_provider.errors import ResourceInitFailed
    from wix_data_provider.lifecycle.listing import Page
    from wix_data_provider.lifecycle.provider import Call, Provider

_Changes = provider_pb2.DiffResponse.DiffChanges


class WixDataServicer(provider_pb2_grpc.ResourceProviderServicer):
    """One provider instance of the engine: configured once a phase, then called in parallel."""

    def __init__(self, log: EngineLog) -> None:
        self._log = log
        self._config: Config | None = None
        self._provider: Provider | None = None
        self._answers = Answers(log)
        self._asking: asyncio.Future[None] | None = None

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
        from wix_data_provider.lifecycle.strict import decode_inputs

        values = settings.settings_of(from_struct(request.news))
        typed, found = decode_inputs(settings.ProviderArgs, values)
        wrong = [(problem.property, problem.reason) for problem in found]
        if typed is not None:
            wrong += problems(settings.split(values)[0]).items()
        return provider_pb2.CheckResponse(inputs=request.news, failures=failures(wrong))

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
            self.ended()
            await self._provider.aclose()
        self._provider = None
        self._asking = asyncio.ensure_future(self._log.ask_its_version())
        return provider_pb2.ConfigureResponse(
            acceptSecrets=True, acceptResources=True, supportsPreview=True
        )

    # The lifecycle

    async def Check(
        self, request: provider_pb2.CheckRequest, context: Context
    ) -> provider_pb2.CheckResponse:
        async def work() -> provider_pb2.CheckResponse:
            inputs = from_struct(request.news)
            checked, found = await self._lifecycle().check(
                self._call(request), inputs, new=not request.olds.fields
            )
            wrong = [(problem.property, problem.reason) for problem in found]
            return provider_pb2.CheckResponse(inputs=to_struct(checked), failures=failures(wrong))

        return await self._answers.of(context, work())

    async def Diff(
        self, request: provider_pb2.DiffRequest, context: Context
    ) -> provider_pb2.DiffResponse:
        async def work() -> provider_pb2.DiffResponse:
            inputs, state = from_struct(request.news), from_struct(request.olds)
            ignored = frozenset(request.ignoreChanges)
            diff = await self._lifecycle().diff(
                self._call(request), request.id, inputs, state, ignored=ignored
            )
            return diff_response(diff)

        return await self._answers.of(context, work())

    async def Create(
        self, request: provider_pb2.CreateRequest, context: Context
    ) -> provider_pb2.CreateResponse:
        async def work() -> provider_pb2.CreateResponse:
            inputs = from_struct(request.properties)
            id, outputs = await self._lifecycle().create(
                self._call(request), inputs, preview=request.preview
            )
            return provider_pb2.CreateResponse(id=id, properties=to_struct(outputs))

        return await self._answers.of(context, work(), self._keep(request, request.properties))

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

        return await self._answers.of(
            context, work(), self._keep(request, request.inputs, request.properties)
        )

    async def Update(
        self, request: provider_pb2.UpdateRequest, context: Context
    ) -> provider_pb2.UpdateResponse:
        async def work() -> provider_pb2.UpdateResponse:
            inputs, state = from_struct(request.news), from_struct(request.olds)
            outputs = await self._lifecycle().update(
                self._call(request), request.id, inputs, state, preview=request.preview
            )
            return provider_pb2.UpdateResponse(properties=to_struct(outputs))

        return await self._answers.of(context, work(), self._keep(request, request.news))

    async def Delete(
        self, request: provider_pb2.DeleteRequest, context: Context
    ) -> empty_pb2.Empty:
        async def work() -> empty_pb2.Empty:
            state = from_struct(request.properties)
            await self._lifecycle().delete(self._call(request), request.id, state)
            return empty_pb2.Empty()

        return await self._answers.of(context, work())

    # Reading

    async def Invoke(
        self, request: provider_pb2.InvokeRequest, context: Context
    ) -> provider_pb2.InvokeResponse:
        async def work() -> provider_pb2.InvokeResponse:
            from wix_data_provider.functions import FUNCTIONS
            from wix_data_provider.lifecycle.function import Functions

            functions = Functions(self._lifecycle().session, FUNCTIONS)
            result, found = await functions.invoke(request.tok, from_struct(request.args))
            wrong = [
                provider_pb2.CheckFailure(property=problem.property, reason=problem.reason)
                for problem in found
            ]
            return provider_pb2.InvokeResponse(**{"return": to_struct(result)}, failures=wrong)

        return await self._answers.of(context, work())

    async def List(
        self, request: provider_pb2.ListRequest, context: Context
    ) -> AsyncIterator[provider_pb2.ListResponse]:
        """At most `pageSize` or `limit` of what exists, then where the next page begins."""

        async def work() -> Page | None:
            from wix_data_provider.lifecycle.listing import Listings
            from wix_data_provider.resources.listings import LISTINGS

            listings = Listings(self._lifecycle().session, LISTINGS)
            return await listings.page(
                request.token,
                from_struct(request.query),
                limit=request.limit,
                size=request.page_size,
                behind=request.continuation_token,
            )

        page = await self._answers.of(context, work())
        for answer in list_responses(page):
            yield answer

    async def Cancel(self, request: empty_pb2.Empty, context: Context) -> empty_pb2.Empty:
        self._answers.cancel()
        return empty_pb2.Empty()

    def ended(self) -> None:
        """The engine ends the plugin: it has saved what it was given, if it could."""
        if self._provider is not None:
            self._provider.session.journal.ended()

    # How every call is answered

    def _lifecycle(self) -> Provider:
        if self._provider is None:
            from wix_data_provider.config import Config
            from wix_data_provider.journal import journal_folder
            from wix_data_provider.lifecycle.provider import Provider
            from wix_data_provider.resources import RESOURCES
            from wix_data_provider.session import Session

            session = Session(
                self._config or Config(),
                journal_in=journal_folder(os.environ),
                log=self._log.debug,
                warn=self._log.warn,
            )
            self._provider = Provider(session, RESOURCES)
        return self._provider

    def _call(self, request: Any) -> Call:
        from wix_data_provider.lifecycle.provider import Call

        report = EngineReport(self._log, request.urn)
        token = request.urn.split("::")[2].rsplit("$", 1)[-1]
        return Call(token, request.urn, report, getattr(request, "timeout", 0))

    def _keep(self, request: Any, *given: struct_pb2.Struct) -> Keep:
        """How a half-made resource is saved: its inputs are those it was made from, the first of
        what was given."""
        inputs = given[0]

        def keep(error: ResourceInitFailed) -> provider_pb2.ErrorResourceInitFailed:
            outputs = self._lifecycle().half_made(
                self._call(request), error.state, *map(from_struct, given)
            )
            return provider_pb2.ErrorResourceInitFailed(
                id=error.id,
                properties=to_struct(outputs),
                inputs=inputs if error.inputs is None else to_struct(error.inputs),
                reasons=error.reasons,
            )

        return keep
