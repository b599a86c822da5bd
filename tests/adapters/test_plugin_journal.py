"""adapters/plugin.py and the journal: what a run submitted, and what the next one does of it."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2

from tests.adapters.plugin import URN, Backup, kept, plugin
from tests.resources.programs import csv, importing, items
from tests.resources.wix import SITE, SUBMIT, TAKE
from wix_data_provider.adapters.marshal import from_struct
from wix_data_provider.lifecycle.values import Secret

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

IMPORT = URN.replace("Backup", "ImportJob")


@asynccontextmanager
async def run(*, killed: bool = False) -> AsyncIterator[Any]:
    """A command of its own."""
    async with plugin(killed=killed) as stub:
        await stub.Configure(provider_pb2.ConfigureRequest())
        yield stub


def one_row(*, identified: bool) -> dict[str, Any]:
    row = ("_id,title", "1,One") if identified else ("title", "One")
    return importing(csv(*row), siteId=SITE)


@pytest.mark.parametrize("refresh", [False, True])
async def test_a_refresh_after_a_kill_does_not_hide_what_was_submitted(
    wix: Wix, tmp_path: Path, *, refresh: bool
) -> None:
    await wix.collection("products", "title")
    file = tmp_path / "products.jsonl"
    others = {"sourcePath": str(file), "format": "JSONL", "writePolicy": "TRUNCATE_BEFORE"}
    program = importing(csv(), source=None, siteId=SITE, **others)
    file.write_text('{"_id": "1", "title": "One"}\n{"_id": "2", "title": 1e999}\n')
    async with run() as stub:
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await Backup(stub, IMPORT).create(**program)
    red = kept(error.value)
    assert red is not None
    file.write_text('{"_id": "1", "title": "One"}\n{"_id": "2", "title": "Two"}\n')
    async with run(killed=True) as stub:
        it = Backup(stub, IMPORT)
        await it.check(**program)
        assert list((await it.diff(program, red.outputs)).replaces)
        _, lost = await it.create(**program)
    await wix.item("products", "sold since")
    if refresh:
        async with run() as stub:
            with pytest.raises(grpc.aio.AioRpcError):
                await Backup(stub, IMPORT).read(red.id, program, red.outputs)
    async with run() as stub:
        it = Backup(stub, IMPORT)
        await it.check(**program)
        await it.diff(program, red.outputs)
        _, outputs = await it.create(**program)
    assert (wix.count(SUBMIT), outputs["jobId"]) == (2, lost["jobId"])
    assert await wix.titles("products") == ["One", "Two", "sold since"]


async def test_an_update_that_runs_nothing_hides_nothing_either(wix: Wix) -> None:
    first: dict[str, Any] = {"siteId": SITE, "triggers": {"commit": "a"}}
    second = {**first, "triggers": {"commit": "b"}}
    async with run() as stub:
        id, state = await Backup(stub).create(**first)
    async with run(killed=True) as stub:
        it = Backup(stub)
        await it.diff(second, state)
        await it.update(id, second, state)
    async with run() as stub:
        it = Backup(stub)
        await it.diff({**first, "keep": 3}, state)
        state = await it.update(id, {**first, "keep": 3}, state)
    async with run() as stub:
        it = Backup(stub)
        await it.diff({**second, "keep": 3}, state)
        await it.update(id, {**second, "keep": 3}, state)
    assert wix.count(TAKE) == 2


@pytest.mark.parametrize("killed", [True, False])
async def test_what_could_not_be_saved_does_not_run_twice(wix: Wix, *, killed: bool) -> None:
    """The engine was answered, and its state did not get that: the same Create comes again."""
    await wix.collection("products", "title")
    program = one_row(identified=False)
    async with run(killed=killed) as stub:
        id, _ = await Backup(stub, IMPORT).create(**program)
    async with run() as stub:
        if killed:
            assert (await Backup(stub, IMPORT).create(**program))[0] == id
        else:
            with pytest.raises(grpc.aio.AioRpcError) as error:
                await Backup(stub, IMPORT).create(**program)
            told = str(error.value.details())
            assert told.endswith(f"\n  pulumi import wix-data:index:ImportJob before-deploy {id}")
            assert "`pulumi refresh` shows that" in told
    assert wix.count(SUBMIT) == 1
    assert await wix.titles("products") == ["One"]


async def test_a_forced_replacement_runs_once_the_stack_was_seen_to_have_the_last(
    wix: Wix,
) -> None:
    await wix.collection("products", "title")
    program = one_row(identified=False)
    async with run() as stub:
        id, state = await Backup(stub, IMPORT).create(**program)
    async with run() as stub:  # `pulumi refresh`
        await Backup(stub, IMPORT).read(id, program, state)
    async with run() as stub:  # `pulumi up --replace`: the engine asks for no Diff
        await Backup(stub, IMPORT).create(**program)
    assert wix.count(SUBMIT) == 2


async def test_what_does_no_harm_twice_is_replaced_at_once(wix: Wix) -> None:
    await wix.collection("products", "title")
    for _ in range(2):
        async with run() as stub:
            await Backup(stub, IMPORT).create(**one_row(identified=True))
    assert wix.count(SUBMIT) == 2
    for _ in range(2):
        async with run() as stub:
            await Backup(stub).create(siteId=SITE)
    assert wix.count(TAKE) == 2


@pytest.mark.parametrize("max_rejected", [0, 1])
async def test_half_a_character_in_what_wix_says_loses_no_id(
    wix: Wix, stub: Any, max_rejected: int
) -> None:
    await wix.collection("products", "title")
    wix.words = {"WDE0075": "cut off: caf\\ud83d"}
    job = Backup(stub, IMPORT)
    program = importing(items(2, bad=1), format="JSONL", siteId=SITE, maxRejected=max_rejected)
    if max_rejected:
        id, outputs = await job.create(**program)
    else:
        with pytest.raises(grpc.aio.AioRpcError) as error:
            await job.create(**program)
        red = kept(error.value)
        assert red is not None
        id, outputs = red.id, red.outputs
    assert id == f"{SITE}/{outputs['jobId']}"
    assert "cut off: caf\ufffd" in str(outputs["rejected"])


async def test_what_was_secret_stays_secret_in_a_refresh_of_what_was_canceled(
    wix: Wix, stub: Any
) -> None:
    """The engine keeps the old inputs, plain, beside the new outputs, secret."""
    plain: dict[str, Any] = {"siteId": SITE, "triggers": {"commit": "plain"}}
    secret = Secret({"commit": "hush"})
    wix.change(backupSeconds=600)
    it = Backup(stub)
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await it.create(timeout=0.1, **plain)
    red = kept(error.value)
    assert red is not None
    given = red.id, plain, {**red.outputs, "triggers": secret}
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await it.read(*given)
    red = kept(error.value)
    assert red is not None
    assert red.outputs["triggers"] == secret
    wix.world.advance_clock(600)
    shown = from_struct((await it.read(*given)).properties)
    assert (shown["status"], shown["triggers"]) == ("READY", secret)


@pytest.mark.parametrize("policy", ["TRUNCATE_BEFORE", "OVERWRITE"])
async def test_what_the_program_has_replaced_runs_each_time(wix: Wix, policy: str) -> None:
    """`replacementTrigger` and `replaceWith`: Check is given the old inputs, and no Diff comes."""
    await wix.collection("products", "title")
    program = importing(csv("title", "One"), siteId=SITE, writePolicy=policy)
    program["allowDuplicates"] = True
    old: tuple[str, dict[str, Any]] | None = None
    for _ in range(3):
        async with run() as stub:
            it = Backup(stub, IMPORT)
            await it.check(old=program if old else None, **program)
            new = await it.create(**program)
            if old:
                await it.delete(*old)
            old = new
    assert wix.count(SUBMIT) == 3


async def test_a_replacement_of_the_program_that_was_killed_is_gone_on_with(wix: Wix) -> None:
    await wix.collection("products", "title")
    program = {**one_row(identified=False), "allowDuplicates": True}
    async with run() as stub:
        _, state = await Backup(stub, IMPORT).create(**program)
    async with run() as stub:
        await Backup(stub, IMPORT).diff(program, state)
    async with run(killed=True) as stub:
        it = Backup(stub, IMPORT)
        await it.check(old=program, **program)
        _, lost = await it.create(**program)
    async with run() as stub:
        await Backup(stub, IMPORT).diff(program, state)
    async with run() as stub:
        it = Backup(stub, IMPORT)
        await it.check(old=program, **program)
        _, found = await it.create(**program)
    assert (wix.count(SUBMIT), found["jobId"]) == (2, lost["jobId"])


async def test_a_replacement_that_goes_on_with_a_backup_does_not_delete_it(wix: Wix) -> None:
    async with run(killed=True) as stub:
        id, state = await Backup(stub).create(siteId=SITE)
    async with run() as stub:  # the state was saved, and a replacement is forced
        it = Backup(stub)
        assert (await it.create(siteId=SITE))[0] == id
        await it.delete(id, state)
    assert await wix.backups() == {state["backupId"]: "READY"}


async def test_a_phase_of_an_engine_that_is_attached_ends_with_the_next_one(wix: Wix) -> None:
    async with run() as stub:
        for _ in range(2):
            await stub.Configure(provider_pb2.ConfigureRequest())
            await Backup(stub).create(siteId=SITE)
    assert wix.count(TAKE) == 2
