"""adapters/dynamic.py: what pulumi.dynamic asks, without a network."""

from __future__ import annotations

import base64
import hashlib
import pickle
from typing import TYPE_CHECKING, Any

import pytest
from pulumi.dynamic import Config, ConfigureRequest, DiffResult
from pulumi.output import Unknown

from wix_data_provider.adapters.declared import pickled
from wix_data_provider.adapters.dynamic import TIMEOUTS, URN, Handlers
from wix_data_provider.adapters.python_values import ASSET
from wix_data_provider.adapters.shared import shared
from wix_data_provider.config import ENVIRONMENT
from wix_data_provider.errors import WixDataError
from wix_data_provider.resources import RESOURCES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Make = Callable[..., Handlers]

SITE = "8a3c9a3e-6d0c-4f6e-9f57-2c6b1a0e4d11"
IMPORT_JOB = "wix-data:index:ImportJob"
HIDDEN = {
    "__provider": "gASV",
    URN: "urn:pulumi:dev::shop::pulumi-python:dynamic/wix-data:ImportJob::it",
    TIMEOUTS: {"create": "5m"},
}
INPUTS = {**HIDDEN, "collectionId": "products", "writePolicy": "OVERWRITE"}
TEXT = {ASSET: {"sha256": "", "text": "_id\n1\n"}}
SHA256 = hashlib.sha256(b"_id\n1\n").hexdigest()


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Make]:
    """A provider as a host has it, configured by the stack alone."""
    for variable in ENVIRONMENT.values():
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("PULUMI_HOME", str(tmp_path))
    made: list[tuple[tuple[str, Any], ...]] = []

    def make(token: str = IMPORT_JOB, **settings: str) -> Handlers:
        handlers: Handlers = pickle.loads(base64.b64decode(pickled(token)))  # noqa: S301 - ours
        values = {"siteId": SITE, **settings}
        raw = {f"wix-data:{name}": value for name, value in values.items()}
        handlers.configure(ConfigureRequest(Config(raw, "shop")))
        made.append(handlers.settings)
        return handlers

    yield make
    for settings in made:
        shared(settings).close()
    shared.cache_clear()


@pytest.mark.parametrize("token", RESOURCES)
def test_a_pickled_provider_is_two_names_and_stays_readable(token: str) -> None:
    raw = base64.b64decode(pickled(token))
    for name in (b"wix_data_provider.adapters.dynamic", b"Handlers", token.encode()):
        assert name in raw
    assert len(pickled(token)) < 150


def test_check_fills_in_what_is_effective_and_keeps_what_is_hidden(make: Make) -> None:
    checked = make().check({}, {**INPUTS, "source": TEXT, "format": "CSV"})
    assert checked.failures == []
    assert checked.inputs == {
        **INPUTS,
        "format": "CSV",
        "siteId": SITE,
        "source": {ASSET: {"sha256": SHA256, "text": "_id\n1\n"}},
    }


def test_check_hashes_the_assets_of_triggers_and_drops_where_they_are(make: Make) -> None:
    news = {**INPUTS, "fileId": "f", "format": "CSV", "triggers": {"a": [TEXT]}}
    checked = make().check({}, news)
    assert checked.inputs["triggers"] == {"a": [{ASSET: {"sha256": SHA256}}]}


def test_check_hands_on_what_is_not_known_yet(make: Make) -> None:
    unknown = Unknown()  # type: ignore[no-untyped-call]
    checked = make().check({}, {**INPUTS, "sourcePath": unknown, "triggers": {"a": unknown}})
    assert checked.failures == []
    assert isinstance(checked.inputs["sourcePath"], Unknown)
    assert isinstance(checked.inputs["format"], Unknown)
    assert isinstance(checked.inputs["triggers"]["a"], Unknown)


@pytest.mark.parametrize(
    ("settings", "inputs", "says"),
    [
        ({}, {}, "give exactly one of `source`"),
        ({"siteId": "my-site"}, {"fileId": "f"}, "`siteId` must be a GUID"),
        ({}, {"source": {ASSET: {"sha256": "", "path": "gone.csv"}}}, "gone.csv cannot be read"),
    ],
    ids=["inputs", "configuration", "file"],
)
def test_check_says_what_is_wrong_and_names_no_property(
    make: Make, settings: dict[str, str], inputs: dict[str, Any], says: str
) -> None:
    checked = make(**settings).check({}, {**INPUTS, **inputs})
    assert [failure.property for failure in checked.failures] == [""]
    assert says in checked.failures[0].reason


STATE = {
    **INPUTS,
    "siteId": SITE,
    "format": "CSV",
    "jobId": "j",
    "status": "COMPLETED",
    "available": True,
    "itemsRejected": 0.0,
    "maxRejected": 0.0,
    "allowDuplicates": False,
    "rejected": [],
    "sourceSha256": SHA256,
    "rows": 1.0,
    "rowsWithoutId": 0.0,
}
SAME = {
    **INPUTS,
    "siteId": SITE,
    "format": "CSV",
    "source": {ASSET: {"sha256": SHA256, "text": "_id\n1\n"}},
}


def checked_diff(handlers: Handlers, state: dict[str, Any], news: dict[str, Any]) -> DiffResult:
    """As an `up` asks: a Check comes first."""
    return handlers.diff(f"{SITE}/j", state, handlers.check(state, news).inputs)


@pytest.mark.parametrize(
    ("change", "changes", "replaces"),
    [
        ({}, False, []),
        ({URN: "urn:renamed", TIMEOUTS: {}, "__provider": "other"}, False, []),
        ({"maxRejected": 3.0}, True, []),
        ({"triggers": {"run": 2.0}}, True, ["triggers"]),
        ({"source": {ASSET: {"sha256": "ab", "text": "_id\n2\n"}}}, True, ["source"]),
    ],
    ids=["nothing", "hidden", "no operation input", "triggers", "content"],
)
def test_diff_is_the_handlers(
    make: Make, change: dict[str, Any], changes: bool, replaces: list[str]
) -> None:
    diff = checked_diff(make(), STATE, {**SAME, **change})
    assert diff.changes is changes
    assert diff.replaces == replaces


def test_a_pending_job_would_be_deleted_before_it_is_replaced(make: Make) -> None:
    pending = {**STATE, "status": "IN_PROGRESS"}
    diff = checked_diff(make(), pending, {**SAME, "triggers": {"run": 2.0}})
    assert diff.delete_before_replace is True


def test_an_error_is_one_sentence_without_what_led_to_it(make: Make) -> None:
    with pytest.raises(WixDataError, match="no credentials for Wix: set WIX_API_KEY") as raised:
        make().create({**SAME})
    assert type(raised.value) is WixDataError
    assert (raised.value.__cause__, raised.value.__context__) == (None, None)
