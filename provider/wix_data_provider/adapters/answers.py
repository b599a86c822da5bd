"""How every call is answered: kept when half-made, canceled when told, never a traceback."""

from __future__ import annotations

import asyncio
import traceback
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import grpc
from google.protobuf import any_pb2
from pulumi.runtime.proto import provider_pb2, status_pb2

from wix_data_provider.errors import ResourceInitFailed, WixDataError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from wix_data_provider.adapters.engine import EngineLog

    Keep = Callable[[ResourceInitFailed], provider_pb2.ErrorResourceInitFailed]

T = TypeVar("T")
Context = grpc.aio.ServicerContext[Any, Any]


class Answers:
    """The calls in flight. What was told about one is on the screen before its answer."""

    def __init__(self, log: EngineLog) -> None:
        self._log = log
        self._in_flight: set[asyncio.Task[Any]] = set()

    async def of(
        self, context: Context, work: Coroutine[Any, Any, T], keep: Keep | None = None
    ) -> T:
        """The result of `work`, or its error as the engine takes it; `keep` tells what to save
        of a resource that was made only half."""
        task = asyncio.ensure_future(work)
        self._in_flight.add(task)
        try:
            return await task
        except ResourceInitFailed as error:
            if keep is None:
                raise
            await self._keep(context, error, keep(error))
        except asyncio.CancelledError:
            if not task.cancelled():
                raise
            told = "canceled before anything was submitted" if keep else "canceled"
            await self._abort(context, grpc.StatusCode.CANCELLED, f"{told}; the next run does it")
        except WixDataError as error:
            await self._abort(context, grpc.StatusCode.UNKNOWN, str(error))
        except Exception as error:  # noqa: BLE001 - a bug of ours: said, and traced with --debug
            self._log.debug(traceback.format_exc())
            message = f"internal error of the wix-data plugin: {type(error).__name__}: {error}"
            await self._abort(context, grpc.StatusCode.INTERNAL, message)
        finally:
            self._in_flight.discard(task)
            await self._log.flush()

    def cancel(self) -> None:
        """Stop what is in flight, each call once: the engine cancels two or three times a run.
        Calls that come later are not touched."""
        stopped, self._in_flight = self._in_flight, set()
        for task in stopped:
            task.cancel()

    async def _keep(
        self,
        context: Context,
        error: ResourceInitFailed,
        kept: provider_pb2.ErrorResourceInitFailed,
    ) -> NoReturn:
        detail = any_pb2.Any()
        detail.Pack(kept)
        status = status_pb2.Status(
            code=grpc.StatusCode.UNKNOWN.value[0], message=str(error), details=[detail]
        )
        context.set_trailing_metadata((("grpc-status-details-bin", status.SerializeToString()),))
        await self._abort(context, grpc.StatusCode.UNKNOWN, str(error))

    async def _abort(self, context: Context, code: grpc.StatusCode, message: str) -> NoReturn:
        """What was told comes first: after its answer the engine may end this process."""
        await self._log.flush()
        await context.abort(code, message)
