"""What happens to every request of the API: a request ID, scripted faults, a journal entry.

A plain ASGI layer around the application. `/_emulator` passes through it untouched.
"""

from __future__ import annotations

import asyncio
import logging
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, Response

from wix_data_emulator.auth import SITE_HEADER
from wix_data_emulator.errors import RefusedError
from wix_data_emulator.faults import AFTER, BEFORE, DELAY, DROP, Fault
from wix_data_emulator.fields import is_guid
from wix_data_emulator.journal import Entry, add_entry

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from wix_data_emulator.world import World

ADMINISTRATION = "/_emulator"
REQUEST_ID = "x-wix-request-id"
SERVER_ERROR = 500
log = logging.getLogger(__name__)


@dataclass
class Exchange:
    """One request and the answer that the application gave; `site` is filled in on the way."""

    scope: Scope
    fault: Fault | None
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    answer: list[Message] = field(default_factory=list)


class Gateway:
    """Wraps the application."""

    def __init__(self, app: ASGIApp, world: World) -> None:
        self._app = app
        self._world = world

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or pass on what is none of the API's."""
        if scope["type"] != "http" or _is_administration(scope["path"]):
            await self._app(scope, receive, send)
            return
        fault = self._world.faults.take(scope["method"], scope["path"])
        await self._serve(Exchange(scope, fault), receive, send)

    async def _serve(self, exchange: Exchange, receive: Receive, send: Send) -> None:
        fault = exchange.fault
        if fault is None:
            await self._let_in(exchange, receive, send)
        elif fault.action == DELAY:
            await self._delay(exchange, fault, receive, send)
        else:
            if fault.phase == BEFORE:
                await _read_all(receive)
            else:
                await self._let_in(exchange, receive, send)
            await self._end(exchange, fault, receive, send)

    async def _delay(self, exchange: Exchange, fault: Fault, receive: Receive, send: Send) -> None:
        """What a reset forgets neither happens nor is noted after it."""
        forgotten = asyncio.wrap_future(self._world.faults.forgotten)
        if fault.phase == AFTER:
            await self._let_in(exchange, receive, send)
        await asyncio.wait([forgotten], timeout=fault.seconds)
        if forgotten.done():
            await _drop(exchange.scope, receive)
        elif fault.phase == AFTER:
            await self._deliver(exchange, exchange.answer, send)
        else:
            await self._let_in(exchange, receive, send)

    async def _let_in(self, exchange: Exchange, receive: Receive, send: Send) -> None:
        """Have the application answer: to the caller, or into `exchange` for a fault after."""
        held = exchange.fault is not None and exchange.fault.phase == AFTER

        async def deliver(message: Message) -> None:
            if held:
                exchange.answer.append(message)
                return
            await self._deliver(exchange, [message], send)

        try:
            await self._app(exchange.scope, receive, deliver)
        except Exception:
            # the application has answered with an empty 500 by then
            log.exception("%s %s failed", exchange.scope["method"], exchange.scope["path"])

    async def _end(self, exchange: Exchange, fault: Fault, receive: Receive, send: Send) -> None:
        """What the fault makes of the answer."""
        if fault.action == DROP:
            await self._journal(exchange, None)
            await _drop(exchange.scope, receive)
            return
        answer = await _render(_fault_answer(fault), exchange.scope, receive)
        await self._deliver(exchange, answer, send)

    async def _deliver(self, exchange: Exchange, answer: Iterable[Message], send: Send) -> None:
        for message in answer:
            await self._note(exchange, message)
            await send(message)

    async def _note(self, exchange: Exchange, message: Message) -> None:
        """At the head of an answer: add the request ID, and write the journal before it goes."""
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message)[REQUEST_ID] = exchange.request_id
            await self._journal(exchange, message["status"])

    async def _journal(self, exchange: Exchange, status: int | None) -> None:
        scope = exchange.scope
        db = self._world.store.db
        entry = Entry(
            time_ms=self._world.clock.now_ms(),
            method=scope["method"],
            path=scope["path"],
            status=status,
            site=_site_of(scope),
            fault=exchange.fault.label if exchange.fault else None,
        )
        await self._world.run(lambda: add_entry(db, entry))


def note_site(scope: Scope, site: str) -> None:
    """Tell the journal whose request this is."""
    scope.setdefault("state", {})["site"] = site


def _site_of(scope: Scope) -> str | None:
    known = scope.get("state", {}).get("site")
    named = known or Headers(scope=scope).get(SITE_HEADER)
    return named.lower() if isinstance(named, str) and is_guid(named) else None


def _is_administration(path: str) -> bool:
    return path == ADMINISTRATION or path.startswith(f"{ADMINISTRATION}/")


def _fault_answer(fault: Fault) -> Response:
    """System errors have no body, refusals have one. Source: docs/wix-api.md, "Refusals"."""
    headers = dict(fault.headers)
    if fault.status >= SERVER_ERROR:
        return Response(status_code=fault.status, headers=headers)
    refusal = RefusedError(fault.status, "SCRIPTED_FAULT", "a fault was asked for")
    return JSONResponse(refusal.body, status_code=fault.status, headers=headers)


async def _render(response: Response, scope: Scope, receive: Receive) -> list[Message]:
    messages: list[Message] = []

    async def keep(message: Message) -> None:
        messages.append(message)

    await response(scope, receive, keep)
    return messages


async def _drop(scope: Scope, receive: Receive) -> None:
    """Close the connection for real, and wait until the server has seen it."""
    scope["state"]["drop_connection"]()
    while (await receive())["type"] != "http.disconnect":
        pass


async def _read_all(receive: Receive) -> None:
    """Take the request in, so that its sender hears of the fault and not of a broken pipe."""
    while (message := await receive())["type"] == "http.request":
        if not message.get("more_body"):
            return
