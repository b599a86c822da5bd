"""adapters/plugin.py: the life of a resource, as calls of the engine."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2

from tests.adapters.plugin import SEVERITY, URN, Backup, engine, kept
from tests.resources.wix import BACKUPS, SITE, TAKE
from wix_data_provider.adapters.marshal import from_struct, to_struct
from wix_data_provider.lifecycle.values import UNKNOWN, Secret

if TYPE_CHECKING:
    from pathlib import Path

    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

A: dict[str, Any] = {"siteId": SITE, "triggers": {"commit": "a"}}
B: dict[str, Any] = {"siteId": SITE, "triggers": {"commit": "b"}}


@pytest.fixture
def backup(stub: Any) -> Backup:
    return Backup(stub)


async def test_a_whole_life(backup: Backup, wix: Wix) -> None:
    checked = await backup.check(triggers={"commit": "a"})
    assert from_struct(checked.inputs) == A
    id, state = await backup.create(**A)
    assert (id, state["status"]) == (f"{SITE}/{state['backupId']}", "READY")
    assert (await backup.diff(A, state)).changes == provider_pb2.DiffResponse.DIFF_NONE
    rotated = await backup.update(id, B, state)
    assert rotated["previousBackupIds"] == [state["backupId"]]
    read = await backup.read(id, B, rotated)
    assert (read.id, from_struct(read.inputs), from_struct(read.properties)) == (id, B, rotated)
    await backup.delete(id, rotated)
    assert set((await wix.backups()).values()) == {"DELETED"}


async def test_a_failed_check_names_the_reason(backup: Backup) -> None:
    checked = await backup.check(keep=9)
    assert [failure.reason for failure in checked.failures] == ["`keep` must be 1, 2 or 3, not 9"]


async def test_a_diff_has_paths_kinds_and_replacements(backup: Backup) -> None:
    _, state = await backup.create(**A)
    diff = await backup.diff({**B, "keep": 1, "siteId": SITE.replace("8", "9")}, state)
    kind = provider_pb2.PropertyDiff.Kind
    assert {path: kind.Name(one.kind) for path, one in diff.detailedDiff.items()} == {
        "triggers.commit": "UPDATE",
        "keep": "UPDATE",
        "siteId": "UPDATE_REPLACE",
    }
    assert list(diff.diffs) == ["keep", "siteId", "triggers"]
    assert list(diff.replaces) == ["siteId"]
    assert diff.hasDetailedDiff
    assert diff.changes == provider_pb2.DiffResponse.DIFF_SOME


@pytest.mark.parametrize("ignored", [(), ("sourcePath",)], ids=["shown", "ignored"])
async def test_a_diff_obeys_ignore_changes_where_the_content_of_a_file_changed(
    stub: Any, wix: Wix, tmp_path: Path, ignored: tuple[str, ...]
) -> None:
    await wix.collection("products", "title")
    job = Backup(stub, urn=URN.replace("Backup", "ImportJob"))
    file = tmp_path / "a.csv"
    file.write_text("_id,title\n1,One\n", encoding="utf-8")
    program: dict[str, Any] = {
        "sourcePath": str(file),
        "collectionId": "products",
        "writePolicy": "OVERWRITE",
    }
    inputs = from_struct((await job.check(**program)).inputs)
    _, state = await job.create(**inputs)
    file.write_text("_id,title\n1,Edited\n", encoding="utf-8")
    diff = await job.diff(inputs, state, *ignored)
    assert list(diff.replaces) == ([] if ignored else ["sourceSha256"])


async def test_a_preview_submits_nothing_and_says_what_is_unknown(backup: Backup, wix: Wix) -> None:
    id, outputs = await backup.create(preview=True, siteId=SITE, triggers={"a": UNKNOWN})
    assert (id, outputs["backupId"], outputs["keep"]) == ("", UNKNOWN, 2)
    assert wix.count(TAKE) == 0


async def test_secrets_come_back_as_such(backup: Backup) -> None:
    _, outputs = await backup.create(siteId=SITE, triggers={"key": Secret("hunter2")})
    assert outputs["triggers"] == Secret({"key": "hunter2"})


async def test_an_import_gives_inputs_and_one_that_finds_nothing_is_empty(
    backup: Backup, wix: Wix
) -> None:
    made = await wix.ask("POST", BACKUPS, {})
    found = await backup.read(made["backup"]["id"], {}, {})
    assert found.id == f"{SITE}/{made['backup']['id']}"
    assert from_struct(found.inputs)["siteId"] == SITE
    assert (await backup.read(f"{SITE}/{SITE}", {}, {})).id == ""


async def test_a_half_made_resource_is_kept_from_create_update_and_read(
    backup: Backup, wix: Wix
) -> None:
    """As ErrorResourceInitFailed: nothing else makes the engine save it."""
    wix.change(backupOutcome="FAILED")
    secret: dict[str, Any] = {"siteId": SITE, "triggers": {"key": Secret("hunter2")}}
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await backup.create(**secret)
    made = kept(error.value)
    assert made is not None
    assert error.value.code() is grpc.StatusCode.UNKNOWN
    assert made.id == f"{SITE}/{made.outputs['backupId']}"
    assert made.outputs["status"] == "FAILED"
    assert made.outputs["triggers"] == Secret({"key": "hunter2"})
    assert made.inputs == secret
    assert made.reasons == [error.value.details()]
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await backup.read(made.id, secret, made.outputs)
    read = kept(error.value)
    assert read is not None
    assert (read.id, read.inputs) == (made.id, secret)
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await backup.update(made.id, secret, made.outputs)
    updated = kept(error.value)
    assert updated is not None
    assert updated.id == made.id
    assert updated.outputs["backupId"] != made.outputs["backupId"]


async def test_a_timeout_is_that_of_the_program(backup: Backup, wix: Wix) -> None:
    wix.change(backupSeconds=600)
    with pytest.raises(grpc.aio.AioRpcError, match="still PENDING after 0 s") as error:
        await backup.create(timeout=0.3, **A)
    made = kept(error.value)
    assert made is not None
    wix.change(backupSeconds=0)
    wix.world.advance_clock(600)
    assert (await backup.update(made.id, A, made.outputs))["status"] == "READY"
    assert wix.count(TAKE) == 1


def arrival(wix: Wix, request: str) -> asyncio.Event:
    """Set once Wix has got such a request."""
    event = asyncio.Event()
    wix.arrives = lambda _: event.set() if wix.asked[-1] == request else None
    return event


async def test_cancel_keeps_what_was_submitted_and_does_not_stick(backup: Backup, wix: Wix) -> None:
    wix.change(backupSeconds=600)
    submitted = arrival(wix, TAKE)
    creating = asyncio.ensure_future(backup.create(**A))
    await asyncio.wait_for(submitted.wait(), timeout=30)
    for _ in range(3):  # the engine cancels two or three times a run
        await backup.stub.Cancel(empty_pb2.Empty())
    with pytest.raises(grpc.aio.AioRpcError, match="canceled while Wix was working on") as error:
        await asyncio.wait_for(creating, timeout=2)
    made = kept(error.value)
    assert made is not None
    assert made.outputs["status"] == "PENDING"
    wix.world.advance_clock(600)
    assert (await backup.update(made.id, A, made.outputs))["status"] == "READY"
    assert wix.count(TAKE) == 1


async def test_cancel_before_a_submit_keeps_nothing(backup: Backup, wix: Wix) -> None:
    wix.slow = {f"GET {BACKUPS}": 30}
    counting = arrival(wix, f"GET {BACKUPS}")
    creating = asyncio.ensure_future(backup.create(**A))
    await asyncio.wait_for(counting.wait(), timeout=30)
    await backup.stub.Cancel(empty_pb2.Empty())
    with pytest.raises(grpc.aio.AioRpcError, match="canceled") as error:
        await asyncio.wait_for(creating, timeout=2)
    assert error.value.code() is grpc.StatusCode.CANCELLED
    assert kept(error.value) is None
    assert wix.count(TAKE) == 0


async def test_what_wix_refuses_is_one_sentence(backup: Backup, wix: Wix) -> None:
    wix.change(sites={SITE: {"denied": ["CREATE_BACKUP"]}})
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await backup.create(**A)
    assert error.value.code() is grpc.StatusCode.UNKNOWN
    assert "with the permission 'Manage Data Backups'" in str(error.value.details())
    assert "(request " in str(error.value.details())
    assert kept(error.value) is None


async def test_a_bug_is_said_to_be_one_and_traced_in_the_debug_log(backup: Backup) -> None:
    async with engine() as there:
        await backup.stub.Handshake(
            provider_pb2.ProviderHandshakeRequest(engine_address=there.address)
        )
        with pytest.raises(grpc.aio.AioRpcError, match="internal error of the wix-data") as error:
            await Backup(backup.stub, urn="not a URN").check()
        assert error.value.code() is grpc.StatusCode.INTERNAL
        assert any("Traceback" in line for line in there.texts(SEVERITY.Value("DEBUG")))


@pytest.mark.parametrize("known", [True, False])
async def test_a_restoration_is_due_at_check_only_where_it_is_new(
    backup: Backup, wix: Wix, *, known: bool
) -> None:
    oldest, *_ = [(await wix.ask("POST", BACKUPS, {}))["backup"]["id"] for _ in range(3)]
    inputs = to_struct({"siteId": SITE, "backupId": oldest, "acknowledgeDataLoss": True})
    urn = URN.replace("Backup", "Restoration")
    olds = inputs if known else None
    await backup.stub.Check(provider_pb2.CheckRequest(urn=urn, news=inputs, olds=olds))
    if known:
        assert (await backup.create(**A, whenFull="evictOldest"))[0]
    else:
        with pytest.raises(grpc.aio.AioRpcError, match="is about to restore"):
            await backup.create(**A, whenFull="evictOldest")


async def test_the_type_in_a_urn_may_have_parents(stub: Any) -> None:
    child = Backup(stub, urn=URN.replace("::wix", "::my:index:Site$wix"))
    assert (await child.create(**A))[0]


async def test_status_and_warnings_come_before_the_answer(backup: Backup, wix: Wix) -> None:
    for _ in range(3):
        await wix.ask("POST", BACKUPS, {})
    async with engine() as there:
        await backup.stub.Handshake(
            provider_pb2.ProviderHandshakeRequest(engine_address=there.address)
        )
        await backup.create(**A, whenFull="evictOldest")
        warnings = there.texts(SEVERITY.Value("WARNING"))
        assert [text.split(" ")[0] for text in warnings] == ["all", "Wix"]
        assert {one.urn for one in there.told if one.severity != SEVERITY.Value("DEBUG")} == {URN}
