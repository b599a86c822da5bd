"""client/transport.py: send, authenticate, decode, raise, try again."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from tests.client.wix import KEY, SITE, ok, refused
from wix_data_provider import errors
from wix_data_provider.client import OAuthAuth
from wix_data_provider.deadline import DEADLINE, until

if TYPE_CHECKING:
    from tests.client.wix import Wix

pytestmark = pytest.mark.anyio

PATH = "/wix-data/v2/backups"


async def ask(wix: Wix, *, idempotent: bool = True, doing: str = "take a backup") -> dict[str, Any]:
    return await wix.transport().request(
        "POST", PATH, site_id=SITE, json={"a": 1}, idempotent=idempotent, doing=doing
    )


async def test_a_request_carries_key_and_site_and_gets_the_decoded_answer(wix: Wix) -> None:
    wix.will(ok({"backup": {"id": "b1"}}))
    assert await ask(wix) == {"backup": {"id": "b1"}}
    (request,) = wix.requests
    assert str(request.url) == "https://wix.test/wix-data/v2/backups"
    assert request.headers["Authorization"] == KEY
    assert request.headers["wix-site-id"] == SITE
    assert wix.asked == [(f"POST {PATH}", {"a": 1})]


async def test_each_request_is_one_line_of_the_log_without_secrets(wix: Wix) -> None:
    answer = httpx.Response(200, json={}, headers={"X-Wix-Request-Id": "r-7"})
    wix.will(answer)
    await ask(wix)
    assert wix.log == [f"POST {PATH} 200 0 ms request r-7"]


REFUSALS = [
    (400, errors.ApiError),
    (401, errors.Unauthenticated),
    (403, errors.PermissionDenied),
    (404, errors.NotFound),
    (408, errors.ServerError),
    (409, errors.Conflict),
    (413, errors.ApiError),
    (428, errors.Conflict),
    (501, errors.ServerError),
    (503, errors.ServerError),
]


@pytest.mark.parametrize(("status", "kind"), REFUSALS)
async def test_a_refusal_is_raised_with_all_that_wix_says(
    wix: Wix, status: int, kind: type[errors.ApiError]
) -> None:
    wix.will(refused(status, "SOME_CODE", "because", X_Wix_Request_Id="r-9"))
    with pytest.raises(errors.ApiError) as caught:
        await ask(wix, idempotent=False)
    error = caught.value
    assert type(error) is kind
    assert (error.status, error.code, error.request_id) == (status, "SOME_CODE", "r-9")
    assert str(error).startswith(f"could not take a backup (POST {PATH}, site {SITE}): ")
    assert f"{status} SOME_CODE: because" in str(error)
    assert str(error).endswith("(request r-9)")


MESSAGES = [
    (
        refused(401, "UNAUTHENTICATED"),
        (
            "Wix does not accept the credentials (401 UNAUTHENTICATED); check apiKey "
            "(WIX_API_KEY): complete, still valid, of the account that owns this site, with the "
            "permission 'Manage Data Backups'"
        ),
    ),
    (
        refused(403),
        (
            "not permitted (403 Forbidden); check siteId, and apiKey (WIX_API_KEY): of the account "
            "that owns this site, with access to it, with the permission 'Manage Data Backups'"
        ),
    ),
    (refused(404, "BACKUP_NOT_FOUND", "no such backup"), "404 BACKUP_NOT_FOUND: no such backup"),
    (httpx.Response(502, text="<html>oops</html>"), "a fault at Wix (502 Bad Gateway); try again"),
]


@pytest.mark.parametrize(("answer", "words"), MESSAGES)
async def test_a_message_says_what_to_check(wix: Wix, answer: httpx.Response, words: str) -> None:
    wix.will(answer)
    with pytest.raises(errors.ApiError) as caught:
        await ask(wix, idempotent=False)
    assert words in str(caught.value)


async def test_a_secret_that_wix_repeats_stays_out_of_the_message(wix: Wix) -> None:
    wix.will(refused(400, "BAD", f"the key {KEY} is bad"))
    with pytest.raises(errors.ApiError, match=r"the key \[hidden\] is bad") as caught:
        await ask(wix)
    assert KEY not in repr(caught.value)


@pytest.mark.parametrize("letters", range(570, 600))
async def test_no_half_of_a_secret_is_left_where_a_long_message_is_cut(
    wix: Wix, letters: int
) -> None:
    wix.will(refused(400, "BAD", f"{'x' * letters} {KEY}"))
    with pytest.raises(errors.ApiError) as caught:
        await ask(wix)
    assert f"x {KEY[:3]}" not in str(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="hello"),
        httpx.Response(200, json=[1]),
        httpx.Response(200, content=b"\xff\xfe{"),
        httpx.Response(204),
        httpx.Response(202, json={}),
        httpx.Response(302, headers={"Location": "https://elsewhere.test"}),
    ],
)
async def test_only_200_with_a_json_object_is_an_answer(wix: Wix, answer: httpx.Response) -> None:
    wix.will(answer)
    with pytest.raises(errors.ProtocolError, match="JSON object"):
        await ask(wix)
    assert len(wix.requests) == 1


NOT_SENT = [httpx.ConnectError("refused"), httpx.ConnectTimeout("slow"), httpx.PoolTimeout("full")]
MAYBE_SENT = [
    httpx.ReadTimeout("slow"),
    httpx.WriteTimeout("slow"),
    httpx.ReadError("reset"),
    httpx.WriteError("reset"),
    httpx.RemoteProtocolError("disconnected"),
]


@pytest.mark.parametrize("trouble", NOT_SENT, ids=repr)
async def test_what_was_never_sent_is_tried_again_even_if_not_idempotent(
    wix: Wix, trouble: httpx.TransportError
) -> None:
    wix.will(trouble, ok({"done": 1}))
    assert await ask(wix, idempotent=False) == {"done": 1}
    wix.will(*[trouble] * 5)
    with pytest.raises(errors.TransportError, match="check the network") as caught:
        await ask(wix, idempotent=False)
    assert caught.value.sent is False
    assert not wix.answers


@pytest.mark.parametrize("trouble", MAYBE_SENT, ids=repr)
async def test_a_lost_answer_is_repeated_only_if_idempotent(
    wix: Wix, trouble: httpx.TransportError
) -> None:
    wix.will(trouble, ok({"done": 1}), trouble)
    assert await ask(wix) == {"done": 1}
    with pytest.raises(errors.TransportError) as caught:
        await ask(wix, idempotent=False)
    assert caught.value.sent is True
    assert len(wix.requests) == 3


@pytest.mark.parametrize("status", [500, 502, 503, 504])
async def test_a_fault_is_repeated_only_if_idempotent(wix: Wix, status: int) -> None:
    wix.will(refused(status), ok({"done": 1}), refused(status))
    assert await ask(wix) == {"done": 1}
    with pytest.raises(errors.ServerError):
        await ask(wix, idempotent=False)
    assert len(wix.requests) == 3


async def test_tries_come_at_growing_intervals_and_end(wix: Wix) -> None:
    wix.will(*[refused(503)] * 5)
    with pytest.raises(errors.ServerError):
        await ask(wix)
    assert wix.times == [0, 1, 3, 7, 15]


async def test_429_never_fails_a_request_whatever_its_kind(wix: Wix) -> None:
    wix.will(*[refused(429, "RESOURCE_EXHAUSTED", Retry_After="7")] * 20, ok({"done": 1}))
    assert await ask(wix, idempotent=False) == {"done": 1}
    assert wix.times == [7 * n for n in range(21)]


async def test_429_is_tried_again_until_the_deadline_and_no_longer(wix: Wix) -> None:
    wix.always = lambda _request: refused(429, Retry_After="7")
    token = DEADLINE.set(30)
    try:
        with pytest.raises(errors.RateLimited, match=r"no time is left .* higher customTimeouts"):
            await ask(wix, idempotent=False)
    finally:
        DEADLINE.reset(token)
    assert wix.times == [0, 7, 14, 21, 28]


async def test_nobody_waits_in_line_past_the_deadline_for_a_site_that_wants_to_be_left_alone(
    wix: Wix,
) -> None:
    transport = wix.transport()
    wix.will(refused(429, Retry_After="3600"), ok({}))

    async def ask_at(at: float, deadline: float) -> tuple[float, str]:
        await wix.clock.sleep(at)
        DEADLINE.set(deadline)
        said = ""
        try:
            await transport.request("GET", PATH, site_id=SITE, idempotent=True)
        except errors.RateLimited as error:
            said = str(error)
        return wix.clock.now(), said[said.find("no time is left") :].split(":")[0]

    told = await asyncio.gather(ask_at(0, 60), ask_at(1, 60), ask_at(2, 10_000))
    refused_now = "no time is left to try again"
    assert [*told] == [(0, refused_now), (1, refused_now), (3600, "")]


async def test_429_does_not_use_up_the_tries_for_faults(wix: Wix) -> None:
    wix.will(*[refused(503), refused(429, Retry_After="1")] * 4, ok({"done": 1}))
    assert await ask(wix) == {"done": 1}


async def test_retry_after_may_be_a_date(wix: Wix) -> None:
    wix.will(refused(429, Retry_After="Thu, 01 Jan 2026 00:00:42 GMT"), ok({}))
    await ask(wix)
    assert wix.times == [0, 42]


async def test_a_429_with_retry_after_holds_back_everyone_on_that_site(wix: Wix) -> None:
    transport = wix.transport()
    wix.will(refused(429, Retry_After="30"))
    wix.always = lambda _request: ok({})
    other = SITE.replace("1", "9")

    async def later(site_id: str) -> float:
        await wix.clock.sleep(1)
        await transport.request("GET", PATH, site_id=site_id, idempotent=True)
        return wix.clock.now()

    first = transport.request("GET", PATH, site_id=SITE, idempotent=True)
    _, same, another = await asyncio.gather(first, later(SITE), later(other))
    assert (same, another) == (30, 1)


async def test_cancel_ends_an_endless_429_at_once(wix: Wix) -> None:
    wix.always = lambda _request: refused(429, Retry_After="3600")
    task = asyncio.create_task(ask(wix))
    await wix.clock.sleep(10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert wix.clock.now() == 10


@pytest.mark.parametrize("trouble", [NOT_SENT[0], *MAYBE_SENT[1:3]], ids=repr)
async def test_no_key_url_or_httpx_error_hangs_on_to_a_transport_error(
    wix: Wix, trouble: httpx.TransportError
) -> None:
    wix.will(*[trouble] * 5)
    with pytest.raises(errors.TransportError) as caught:
        await ask(wix, idempotent=False)
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


async def test_it_closes_its_connections(wix: Wix) -> None:
    transport = wix.transport()
    wix.will(ok({}))
    await transport.request("GET", PATH, site_id=SITE, idempotent=True)
    await transport.aclose()
    await transport.aclose()


# A request that begins something


async def test_a_cancel_in_line_for_the_budget_sends_nothing(wix: Wix) -> None:
    transport = wix.transport(per_minute=1)
    wix.always = lambda _request: ok({})
    await transport.request("GET", PATH, site_id=SITE, idempotent=True)
    task = asyncio.create_task(
        transport.request("POST", PATH, site_id=SITE, idempotent=False, urgent=True)
    )
    await wix.clock.sleep(30)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):  # not a lost answer: nothing has left
        await task
    assert wix.clock.now() == 30
    await wix.clock.sleep(120)
    assert len(wix.requests) == 1


async def test_a_cancel_after_a_429_sends_nothing_more(wix: Wix) -> None:
    wix.will(refused(429, Retry_After="30"))
    task = asyncio.create_task(ask(wix, idempotent=False))
    await wix.clock.sleep(10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert len(wix.requests) == 1


async def test_a_cancel_on_the_way_does_not_lose_the_answer(wix: Wix) -> None:
    tasks: list[asyncio.Task[None]] = []
    answers: list[dict[str, Any]] = []

    def strike(_: httpx.Request) -> httpx.Response:
        tasks[0].cancel()
        return ok({"job": {"id": "j1"}})

    async def work() -> None:
        answers.append(await ask(wix, idempotent=False))
        await asyncio.sleep(0)
        answers.append({"went": "on"})

    wix.always = strike
    tasks.append(asyncio.create_task(work()))
    await asyncio.wait(tasks)
    assert tasks[0].cancelled()
    assert answers == [{"job": {"id": "j1"}}]


async def test_a_cancel_on_the_way_of_what_may_be_repeated_strikes_at_once(wix: Wix) -> None:
    tasks: list[asyncio.Task[Any]] = []

    def strike(_: httpx.Request) -> httpx.Response:
        tasks[0].cancel()
        return ok({})

    wix.always = strike
    tasks.append(asyncio.create_task(ask(wix)))
    with pytest.raises(asyncio.CancelledError):
        await tasks[0]
    assert len(wix.requests) == 1


async def test_what_begins_something_never_leaves_after_the_deadline(wix: Wix) -> None:
    wix.always = lambda _: ok({"access_token": "t"})
    wix.will(refused(503), refused(503))  # until there is a token, 3 s pass
    transport = wix.transport(auth=OAuthAuth("app", "hunter2", "instance", wix.clock))
    with until(3), pytest.raises(errors.TransportError, match="it was not sent") as caught:
        await transport.request("POST", PATH, site_id=SITE, idempotent=False)
    assert caught.value.sent is False
    assert {path for path, _ in wix.asked} == {"POST /oauth2/token"}
    with until(3):  # a look may come a little later
        await transport.request("GET", PATH, site_id=SITE, idempotent=True)


TOKEN_TROUBLES = [
    *(httpx.ReadTimeout("slow") for _ in range(5)),
    *(refused(503) for _ in range(5)),
]


@pytest.mark.parametrize("troubles", [TOKEN_TROUBLES[:5], TOKEN_TROUBLES[5:]], ids=["cut", "503"])
async def test_without_a_token_a_request_has_never_left(
    wix: Wix, troubles: list[httpx.Response | Exception]
) -> None:
    transport = wix.transport(auth=OAuthAuth("app", "hunter2", "instance", wix.clock))
    wix.will(*troubles * 5)
    with pytest.raises(errors.TransportError, match="could not get an access token") as caught:
        await transport.request("POST", PATH, site_id=SITE, idempotent=False)
    assert caught.value.sent is False
    assert {path for path, _ in wix.asked} == {"POST /oauth2/token"}
