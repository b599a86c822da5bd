"""adapters/plugin.py: what the plugin is, and how it is configured."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2

from tests.adapters.plugin import SEVERITY, Backup, engine
from tests.resources.wix import KEY, SITE
from tools.generate import ROOT, SCHEMA
from wix_data_provider import __version__
from wix_data_provider.adapters.marshal import from_struct, to_struct
from wix_data_provider.lifecycle.values import UNKNOWN, Secret

if TYPE_CHECKING:
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

OTHER = "11111111-2222-4333-8444-555555555555"


async def configure(stub: Any, **values: Any) -> provider_pb2.ConfigureResponse:
    answer: provider_pb2.ConfigureResponse = await stub.Configure(
        provider_pb2.ConfigureRequest(args=to_struct(values))
    )
    return answer


async def test_handshake_takes_secrets_and_the_engines_address(stub: Any) -> None:
    async with engine() as there:
        answer = await stub.Handshake(
            provider_pb2.ProviderHandshakeRequest(engine_address=there.address)
        )
        assert (answer.accept_secrets, answer.accept_resources) == (True, True)
        await Backup(stub).create(siteId=SITE)
        assert there.texts(SEVERITY.Value("INFO"), ephemeral=True)[0].startswith("READY for")
        assert any(line.startswith("POST ") for line in there.texts(SEVERITY.Value("DEBUG")))


async def test_attach_moves_to_another_engine(stub: Any) -> None:
    async with engine() as first, engine() as second:
        await stub.Handshake(provider_pb2.ProviderHandshakeRequest(engine_address=first.address))
        await stub.Attach(plugin_pb2.PluginAttach(address=second.address))
        await Backup(stub).create(siteId=SITE)
        assert first.told == []
        assert second.told


async def test_without_an_engine_everything_works_in_silence(stub: Any) -> None:
    assert (await Backup(stub).create(siteId=SITE))[0]


async def test_plugin_info_schema_and_mappings(stub: Any) -> None:
    assert (await stub.GetPluginInfo(empty_pb2.Empty())).version == __version__
    schema = await stub.GetSchema(provider_pb2.GetSchemaRequest())
    assert schema.schema == (ROOT / SCHEMA).read_text(encoding="utf-8")
    assert (await stub.GetMapping(provider_pb2.GetMappingRequest(key="terraform"))).data == b""
    assert not (await stub.GetMappings(provider_pb2.GetMappingsRequest())).providers


GOOD: dict[str, dict[str, Any]] = {
    "nothing": {},
    "a default provider": {"siteId": SITE, "requestsPerMinute": "120", "version": "0.1.0"},
    "an explicit provider": {"siteId": SITE, "requestsPerMinute": 120, "apiKey": Secret("k")},
    "a key of digits": {"apiKey": "123456"},
    "not known yet": {"siteId": UNKNOWN, "apiKey": Secret(UNKNOWN), "requestsPerMinute": UNKNOWN},
}


@pytest.mark.parametrize("values", GOOD.values(), ids=GOOD.keys())
async def test_check_config_hands_good_values_back(stub: Any, values: dict[str, Any]) -> None:
    answer = await stub.CheckConfig(provider_pb2.CheckRequest(news=to_struct(values)))
    assert list(answer.failures) == []
    assert from_struct(answer.inputs) == values


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"siteId": "my-site"}, "`siteId` must be a GUID"),
        ({"sideId": SITE}, "there is no property `sideId`; did you mean `siteId`?"),
        ({"requestsPerMinute": "many"}, "`requestsPerMinute` must be a whole number, not 'many'"),
        ({"requestsPerMinute": "0"}, "`requestsPerMinute` must be at least 1"),
        ({"endpoint": "http://wix.com"}, "`endpoint` must be an https URL"),
        ({"apiKey": "k", "appId": "a"}, "give either `apiKey` or an OAuth app"),
    ],
)
async def test_check_config_tells_what_is_wrong(
    stub: Any, values: dict[str, Any], reason: str
) -> None:
    answer = await stub.CheckConfig(provider_pb2.CheckRequest(news=to_struct(values)))
    [failure] = answer.failures
    assert failure.reason.startswith(reason)


async def test_no_key_is_in_a_failure(stub: Any) -> None:
    values = {"apiKey": Secret(12345), "appSecret": Secret([12345])}
    answer = await stub.CheckConfig(provider_pb2.CheckRequest(news=to_struct(values)))
    assert len(answer.failures) == 2
    assert "12345" not in str(answer.failures)


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ({"siteId": SITE}, {"siteId": SITE}, []),
        ({"siteId": SITE}, {"siteId": OTHER, "endpoint": "https://a.b"}, ["endpoint", "siteId"]),
        ({"apiKey": Secret("a")}, {"apiKey": Secret("b")}, ["apiKey"]),
        ({"siteId": SITE}, {}, ["siteId"]),
        ({"siteId": SITE}, {"siteId": UNKNOWN}, ["siteId"]),
    ],
)
async def test_diff_config_never_replaces(
    stub: Any, old: dict[str, Any], new: dict[str, Any], changed: list[str]
) -> None:
    answer = await stub.DiffConfig(
        provider_pb2.DiffRequest(old_inputs=to_struct(old), news=to_struct(new))
    )
    assert list(answer.diffs) == changed
    assert (answer.changes == provider_pb2.DiffResponse.DIFF_SOME) == bool(changed)
    assert list(answer.replaces) == []
    assert not answer.deleteBeforeReplace


@pytest.mark.parametrize("values", GOOD.values(), ids=GOOD.keys())
async def test_configure_takes_either_kind_of_provider(stub: Any, values: dict[str, Any]) -> None:
    answer = await configure(stub, **values)
    assert (answer.acceptSecrets, answer.acceptResources, answer.supportsPreview) == (
        True,
        True,
        True,
    )


async def test_configuration_wins_over_the_environment(stub: Any, wix: Wix) -> None:
    await configure(stub, apiKey=Secret("IST.wrong"), siteId=OTHER)
    checked = await Backup(stub).check()
    assert from_struct(checked.inputs)["siteId"] == OTHER
    with pytest.raises(grpc.aio.AioRpcError, match="does not accept the credentials") as error:
        await Backup(stub).create(siteId=OTHER)
    assert "IST.wrong" not in str(error.value)
    await configure(stub, apiKey=Secret(KEY), siteId=OTHER)
    assert (await Backup(stub).create(siteId=OTHER))[0].startswith(OTHER)


async def test_configure_refuses_in_one_sentence(stub: Any) -> None:
    with pytest.raises(grpc.aio.AioRpcError) as error:
        await configure(stub, appId="a")
    assert error.value.code() is grpc.StatusCode.INVALID_ARGUMENT
    assert error.value.details() == (
        "an OAuth app needs appId, appSecret and instanceId; missing: appSecret, instanceId"
    )
