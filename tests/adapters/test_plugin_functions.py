"""adapters/plugin.py: Invoke and List, over gRPC."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2

from tests.adapters.plugin import BACKUP, Backup
from tests.resources.wix import BACKUPS, SITE
from wix_data_provider.adapters.marshal import from_struct, to_struct
from wix_data_provider.functions import FUNCTIONS
from wix_data_provider.lifecycle.values import UNKNOWN, Secret

if TYPE_CHECKING:
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio


async def invoke(stub: Any, name: str, **arguments: Any) -> provider_pb2.InvokeResponse:
    request = provider_pb2.InvokeRequest(tok=f"wix-data:index:{name}", args=to_struct(arguments))
    answer: provider_pb2.InvokeResponse = await stub.Invoke(request)
    return answer


def result(answer: provider_pb2.InvokeResponse) -> dict[str, Any]:
    assert list(answer.failures) == []
    return from_struct(getattr(answer, "return"))


async def listed(stub: Any, token: str = BACKUP, **request: Any) -> list[Any]:
    """IDs, then `True` for a computed answer or the continuation, if they come."""
    query = to_struct(request.pop("query", {}))
    answers = stub.List(provider_pb2.ListRequest(token=token, query=query, **request))
    found: list[Any] = []
    async for answer in answers:
        kind = answer.WhichOneof("response")
        if kind == "result":
            assert answer.result.name
            found.append(answer.result.id)
        else:
            found.append(kind == "computed" or answer.continuation.continuation_token)
    return found


async def test_a_function_reads_what_is_there(stub: Any) -> None:
    made, _ = await Backup(stub).create(siteId=SITE)
    found = result(await invoke(stub, "getLatestBackup"))
    assert f"{SITE}/{found['backupId']}" == made
    assert result(await invoke(stub, "getBackups", status="FAILED")) == {
        "backups": [],
        "truncated": False,
    }


async def test_a_result_is_secret_only_where_the_question_was(stub: Any) -> None:
    await Backup(stub).create(siteId=SITE)
    values = result(await invoke(stub, "getBackups", siteId=Secret(SITE))).values()
    assert all(isinstance(value, Secret) for value in values)
    assert "Secret" not in repr(result(await invoke(stub, "getBackups", siteId=SITE)))


async def test_wrong_arguments_are_failures_with_their_names(stub: Any, wix: Wix) -> None:
    answer = await invoke(stub, "getBackups", stauts="READY", limit="many", siteId=UNKNOWN)
    assert [(failure.property, failure.reason) for failure in answer.failures] == [
        ("stauts", "there is no property `stauts`; did you mean `status`?"),
        ("limit", "`limit` must be a whole number, not 'many'"),
        ("siteId", "`siteId` is not known before `pulumi up`: nothing can be read with it"),
    ]
    assert wix.asked == []


async def test_a_function_that_there_is_not(stub: Any) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await invoke(stub, "getBackup")
    assert error.value.details() == (
        "there is no function wix-data:index:getBackup; this version has: " + ", ".join(FUNCTIONS)
    )


async def test_an_error_of_wix_is_one_sentence(stub: Any, wix: Wix) -> None:
    await wix.fault(f"GET {BACKUPS}", action="status", status=403, times=9)
    with pytest.raises(grpc.aio.AioRpcError, match="'Manage Data Backups'") as error:
        await invoke(stub, "getBackups")
    assert error.value.code() is grpc.StatusCode.UNKNOWN


async def test_without_credentials_nothing_is_read(
    stub: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WIX_API_KEY")
    await stub.Configure(provider_pb2.ConfigureRequest())
    with pytest.raises(grpc.aio.AioRpcError, match="WIX_API_KEY"):
        await invoke(stub, "getBackups")
    with pytest.raises(grpc.aio.AioRpcError, match="WIX_API_KEY"):
        await listed(stub)


async def test_a_list_of_what_can_be_imported(stub: Any, wix: Wix) -> None:
    for _ in range(3):
        await wix.ask("POST", BACKUPS, {})
    ids = [f"{SITE}/{id}" for id in await wix.backups()]
    assert await listed(stub) == ids
    assert await listed(stub, limit=2) == ids[:2]
    assert await listed(stub, query={"status": "FAILED"}) == []
    *first, continuation = await listed(stub, page_size=2)
    assert first == ids[:2]
    assert await listed(stub, page_size=2, continuation_token=continuation) == ids[2:]


async def test_a_list_with_an_unknown_query_is_computed(stub: Any, wix: Wix) -> None:
    assert await listed(stub, query={"siteId": UNKNOWN}) == [True]
    assert wix.asked == []


@pytest.mark.parametrize(
    ("request_", "reason"),
    [
        ({"token": "wix-data:index:Pond"}, "wix-data:index:Pond cannot be listed; what can is: "),
        ({"query": {"staus": "READY"}}, "there is no property `staus`; did you mean `status`?"),
        ({"continuation_token": "2"}, "'2' leads to no page of this list; begin it anew"),
    ],
)
async def test_a_list_that_cannot_be_had(stub: Any, request_: dict[str, Any], reason: str) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await listed(stub, **request_)
    assert str(error.value.details()).startswith(reason)


def test_no_function_and_no_listing_is_loaded_before_it_is_called() -> None:
    code = "\n".join(
        [
            "import sys, wix_data_provider.adapters.server",
            "from wix_data_provider.functions import FUNCTIONS",
            f"assert len(FUNCTIONS) == {len(FUNCTIONS)}",
            "print([name for name in sys.modules if name.startswith('wix_data_provider.') and",
            "  ('.functions.' in name or 'listing' in name or name.endswith('.function'))])",
        ]
    )
    there = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert there.stdout.strip() == "[]"
