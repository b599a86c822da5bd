"""Send, authenticate, decode, raise: every request to the API of Wix goes through here.

The only place that catches httpx errors.
"""

from __future__ import annotations

import random as chance
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import httpx

from wix_data_provider.client.auth import TOKEN_PATH
from wix_data_provider.client.connections import TIMEOUT, open_client
from wix_data_provider.client.rate_limit import RateLimit
from wix_data_provider.client.refusals import Call, Refusal, error_of
from wix_data_provider.client.retry import retry_delay, seconds_of
from wix_data_provider.client.unbroken import unbroken
from wix_data_provider.deadline import DEADLINE, out_of_time
from wix_data_provider.errors import (
    ProtocolError,
    RateLimited,
    ServerError,
    TransportError,
    Unauthenticated,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Mapping

    from wix_data_provider.client.auth import Auth
    from wix_data_provider.clock import Clock

T = TypeVar("T")
OK = 200
_TOO_LATE = (
    "the time (customTimeouts) was over before it was sent, so it was not sent; run it again, with "
    "more time if it needs it"
)


@contextmanager
def httpx_errors(failed: Callable[[str], str]) -> Iterator[None]:
    """Raise TransportError for httpx's errors; `failed` makes a sentence of the reason.

    The cause is not chained: httpx keeps the request in it, with its headers and URL.
    """
    try:
        yield
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
        reason = f"no connection ({str(error) or type(error).__name__})"
        raise TransportError(failed(f"{reason}; check the network"), sent=False) from None
    except httpx.TimeoutException:
        raise TransportError(failed("the answer took too long")) from None
    except (httpx.RequestError, httpx.InvalidURL) as error:
        raise TransportError(failed(f"the connection broke ({type(error).__name__})")) from None


class Transport:
    """One connection pool to Wix for all sites, with a budget of requests for each site.

    `log` gets a line for each request: method, path, status, time, request ID. `http` and
    `random` (0 to 1, for jitter) are for tests.
    """

    def __init__(
        self,
        endpoint: str,
        auth: Auth,
        clock: Clock,
        requests_per_minute: int = 200,
        log: Callable[[str], None] = lambda _line: None,
        *,
        http: httpx.AsyncClient | None = None,
        random: Callable[[], float] = chance.random,
    ) -> None:
        self._endpoint = endpoint.rstrip("/")
        self._auth = auth
        self._clock = clock
        self._limit = RateLimit(requests_per_minute, clock)
        self.log = log
        self._http = http
        self._random = random

    async def request(
        self,
        method: str,
        path: str,
        *,
        site_id: str,
        idempotent: bool,
        json: Mapping[str, Any] | None = None,
        params: Mapping[str, Any] | None = None,
        urgent: bool = False,
        doing: str = "ask Wix",
    ) -> dict[str, Any]:
        """The decoded answer of Wix.

        `idempotent`: may be repeated even if it took effect; else a cancel does not cut it off
        once it has left. `urgent`: goes before polls. `doing`: for messages, what the call is for.

        Raises: ApiError, TransportError, ProtocolError; CancelledError only where nothing left,
        or may be repeated.
        """
        call = Call(method, path, site_id, doing)

        async def send() -> dict[str, Any]:
            async with self._limit.site(site_id).place(urgent=urgent):
                return await self._authenticated(call, json, params, idempotent=idempotent)

        return await self.retrying(send, idempotent=idempotent)

    async def retrying(self, send: Callable[[], Awaitable[T]], *, idempotent: bool) -> T:
        """The result of `send`, called again as retry.py decides."""
        failures: Counter[bool] = Counter()  # those by 429 have no limit, so count apart
        while True:
            try:
                return await send()
            except (RateLimited, ServerError, TransportError) as error:
                limited = isinstance(error, RateLimited)
                failures[limited] += 1
                delay = retry_delay(
                    error,
                    idempotent=idempotent,
                    attempt=failures[limited],
                    random=self._random,
                    left_s=DEADLINE.get() - self._clock.now(),
                )
                if delay is None and isinstance(error, RateLimited):
                    raise out_of_time(str(error), error.retry_after_s) from None
                if delay is None:
                    raise
                self.log(f"{error}; trying again in {delay:.1f} s")
            await self._clock.sleep(delay)

    async def aclose(self) -> None:
        """Close the connections; a later request opens new ones."""
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    async def _authenticated(
        self,
        call: Call,
        json: Mapping[str, Any] | None,
        params: Mapping[str, Any] | None,
        *,
        idempotent: bool,
    ) -> dict[str, Any]:
        """One exchange, and once more with new credentials where Wix refuses old ones."""

        async def exchange() -> dict[str, Any]:
            if idempotent:
                return await self._exchange(call, headers, json, params)
            if self._clock.now() >= DEADLINE.get():
                raise TransportError(call.failed(_TOO_LATE), sent=False)
            leaving = self._exchange(call, headers, json, params)
            return await unbroken(leaving, self._clock, call.failed)

        headers = await self._headers(call)
        try:
            return await exchange()
        except Unauthenticated:
            if not self._auth.renew(headers):
                raise
        headers = await self._headers(call)
        return await exchange()

    async def _headers(self, call: Call) -> dict[str, str]:
        """Where no access token can be had, what needs it never left."""
        try:
            return await self._auth.headers(call.site_id, self._ask_token)
        except (ServerError, TransportError) as error:
            raise TransportError(str(error), sent=False) from None
        except ProtocolError as error:
            raise ProtocolError(str(error), sent=False) from None

    async def _ask_token(self, body: dict[str, str]) -> dict[str, Any]:
        call = Call("POST", TOKEN_PATH, "of the OAuth app", "get an access token")
        return await self.retrying(lambda: self._exchange(call, {}, body, None), idempotent=True)

    async def _exchange(
        self,
        call: Call,
        headers: Mapping[str, str],
        json: Mapping[str, Any] | None,
        params: Mapping[str, Any] | None,
    ) -> dict[str, Any]:
        self._http = self._http or open_client(self._endpoint, TIMEOUT)
        url = self._endpoint + call.path
        began = self._clock.now()
        with httpx_errors(call.failed):
            response = await self._http.request(
                call.method, url, headers=headers, json=json, params=params
            )
        elapsed_ms = (self._clock.now() - began) * 1000
        request_id = response.headers.get("X-Wix-Request-Id")
        self.log(
            f"{call.method} {call.path} {response.status_code} {elapsed_ms:.0f} ms "
            f"request {request_id or 'without ID'}"
        )
        return self._decode(call, response, request_id)

    def _decode(
        self, call: Call, response: httpx.Response, request_id: str | None
    ) -> dict[str, Any]:
        body = _json(response)
        if response.status_code == OK and isinstance(body, dict):
            return body
        if response.status_code < httpx.codes.BAD_REQUEST:
            raise ProtocolError(
                call.failed(
                    f"Wix answered {response.status_code} without the JSON object that was "
                    f"expected (request {request_id or 'without ID'})"
                )
            )
        retry_after_s = seconds_of(response.headers.get("Retry-After"), self._clock.utc())
        refusal = Refusal(
            response.status_code, response.reason_phrase, body, request_id, retry_after_s
        )
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS and retry_after_s is not None:
            self._limit.site(call.site_id).pause(retry_after_s)
        raise error_of(call, refusal, self._auth)


def _json(response: httpx.Response) -> object:
    try:
        found: object = response.json()
    except ValueError:
        return None
    return _whole(found) if b"\\ud" in response.content.lower() else found


def _whole(value: object) -> object:
    """Half a character, such as a text that was cut within an emoji ends with, becomes U+FFFD:
    it could not be sent on, and what an answer said would be lost with it.

    >>> _whole({"title": ["caf\\ud83d"]})
    {'title': ['caf\ufffd']}
    """
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_whole(child) for child in value]
    if isinstance(value, dict):
        return {_whole(name): _whole(child) for name, child in value.items()}
    return value
