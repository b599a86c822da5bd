"""Keys, tokens, permissions and the rate limit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.emulator.running import KEY, OTHER_SITE, SITE, answer_of, code_of, field_of, running
from wix_data_emulator.world import Options

if TYPE_CHECKING:
    import httpx

    from tests.emulator.running import Emulator, Json

BACKUPS = "/wix-data/v2/backups"
GRANT = {
    "grant_type": "client_credentials",
    "client_id": "app",
    "client_secret": "app-secret",
    "instance_id": SITE,
}


def list_with(emulator: Emulator, headers: dict[str, str]) -> httpx.Response:
    return emulator.http.get(BACKUPS, headers=headers)


def token_of(emulator: Emulator, **more: str) -> str:
    made = answer_of(emulator.http.post("/oauth2/token", json={**GRANT, **more}))
    assert made["expires_in"] == 14_400
    return str(made["access_token"])


def test_any_key_is_good_unless_one_is_fixed(emulator: Emulator) -> None:
    assert list_with(emulator, {"Authorization": "x", "wix-site-id": SITE}).status_code == 200
    with running(Options(api_key=KEY)) as strict:
        assert strict.send("GET", BACKUPS).status_code == 200
        wrong = strict.send("GET", BACKUPS, headers={"Authorization": "another"})
        assert code_of(wrong) == (401, "UNAUTHENTICATED")
        assert KEY not in wrong.text
        assert field_of(list_with(strict, {"Authorization": KEY})) == (400, "wix-site-id")


@pytest.mark.parametrize(
    "headers", [{}, {"wix-site-id": SITE}, {"Authorization": "", "wix-site-id": SITE}]
)
def test_without_a_key_nobody_gets_in(emulator: Emulator, headers: dict[str, str]) -> None:
    assert code_of(list_with(emulator, headers)) == (401, "UNAUTHENTICATED")


def test_a_site_must_be_a_guid(emulator: Emulator) -> None:
    wrong = list_with(emulator, {"Authorization": "x", "wix-site-id": "my-site"})
    assert field_of(wrong) == (400, "wix-site-id")


def test_upper_and_lower_case_name_the_same_site(emulator: Emulator) -> None:
    emulator.post(BACKUPS)
    assert len(emulator.at(SITE.upper()).get(BACKUPS)["backups"]) == 1


def test_a_token_names_its_site_and_lives_four_hours(emulator: Emulator) -> None:
    emulator.post(BACKUPS)
    token = {"Authorization": token_of(emulator)}
    assert len(answer_of(list_with(emulator, token))["backups"]) == 1
    emulator.advance(14_399)
    assert list_with(emulator, token).status_code == 200
    emulator.advance(1)
    assert code_of(list_with(emulator, token)) == (401, "UNAUTHENTICATED")


def test_a_setting_says_where_an_app_is_installed(emulator: Emulator) -> None:
    emulator.at(OTHER_SITE).post(BACKUPS)
    emulator.set(instances={"an-instance": OTHER_SITE})
    token = {"Authorization": token_of(emulator, instance_id="an-instance")}
    assert len(answer_of(list_with(emulator, token))["backups"]) == 1
    elsewhere = list_with(emulator, {**token, "wix-site-id": SITE})
    assert code_of(elsewhere) == (403, "PERMISSION_DENIED")


@pytest.mark.parametrize("token", ["OauthNG.JWS.made-up", "made-up"])
def test_unknown_tokens_are_refused(emulator: Emulator, token: str) -> None:
    assert code_of(list_with(emulator, {"Authorization": token})) == (401, "UNAUTHENTICATED")


def test_an_unknown_token_is_no_key_either(emulator: Emulator) -> None:
    headers = {"Authorization": "OauthNG.JWS.made-up", "wix-site-id": SITE}
    assert code_of(list_with(emulator, headers)) == (401, "UNAUTHENTICATED")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"grant_type": "password"}, "grant_type"),
        ({"client_id": ""}, "client_id"),
        ({"client_secret": None}, "client_secret"),
        ({"instance_id": ""}, "instance_id"),
    ],
)
def test_tokens_need_all_of_the_grant(emulator: Emulator, change: Json, field: str) -> None:
    response = emulator.http.post("/oauth2/token", json={**GRANT, **change})
    assert field_of(response) == (400, field)


def test_permissions_can_be_denied(emulator: Emulator) -> None:
    emulator.set(sites={SITE: {"denied": ["CREATE_BACKUP"]}, OTHER_SITE: {"denied": ["*"]}})
    assert code_of(emulator.send("POST", BACKUPS)) == (403, "PERMISSION_DENIED")
    assert emulator.get(BACKUPS)["backups"] == []
    assert code_of(emulator.at(OTHER_SITE).send("GET", BACKUPS)) == (403, "PERMISSION_DENIED")
    emulator.set(sites={})
    emulator.post(BACKUPS)


def test_a_job_needs_the_permission_at_the_other_site_too(emulator: Emulator) -> None:
    emulator.at(OTHER_SITE).add_collection()
    emulator.set(sites={OTHER_SITE: {"denied": ["*"]}})
    body = {
        "source": {"file": {"fileId": emulator.upload("_id\na\n")}},
        "destination": {"wixDataCollection": {"collectionId": "products"}},
        "destinationSiteId": OTHER_SITE,
    }
    response = emulator.send("POST", "/data-mover/v1/jobs", json=body)
    assert code_of(response) == (403, "PERMISSION_DENIED")


def test_a_site_has_so_many_requests_a_minute(emulator: Emulator) -> None:
    emulator.set(rateLimit=3)
    emulator.get(BACKUPS)
    emulator.advance(20)
    emulator.get(BACKUPS)
    emulator.get(BACKUPS)
    refused = emulator.send("GET", BACKUPS)
    assert code_of(refused) == (429, "RESOURCE_EXHAUSTED")
    assert refused.headers["Retry-After"] == "40"
    assert emulator.at(OTHER_SITE).get(BACKUPS)["backups"] == []
    emulator.advance(40)
    emulator.get(BACKUPS)
    assert emulator.send("GET", BACKUPS).headers["Retry-After"] == "20"


def test_refused_requests_do_nothing_and_uploads_are_not_counted(emulator: Emulator) -> None:
    emulator.set(rateLimit=1)
    emulator.upload("_id\n")
    assert emulator.send("POST", BACKUPS).status_code == 429
    emulator.set(rateLimit=0)
    assert emulator.get(BACKUPS)["backups"] == []
