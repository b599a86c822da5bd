"""Provider configuration: where it comes from, its defaults and units, and why.

What a program or stack says wins over the environment; the two ways of signing in are never
mixed. Nothing of the environment is written into a state.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wix_data_provider.errors import ConfigError
from wix_data_provider.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

REAL_API = "https://www.wixapis.com"
REQUESTS_PER_MINUTE = 200  # Wix's limit for each app instance; source: Wix's docs, "Rate limits"

ENVIRONMENT = {
    "apiKey": "WIX_API_KEY",
    "siteId": "WIX_SITE_ID",
    "accountId": "WIX_ACCOUNT_ID",
    "appId": "WIX_APP_ID",
    "appSecret": "WIX_APP_SECRET",
    "instanceId": "WIX_INSTANCE_ID",
    "endpoint": "WIX_API_URL",
}
_APP = ("appId", "appSecret", "instanceId")
_SAFE = r"(https://[^/@\s\[\]?#]+|http://(127\.0\.0\.1|localhost|\[::1\])(:\d{1,5})?)(/\S*)?"
_GUID = [8, 4, 4, 4, 12]  # digits between the hyphens
_DIGITS = set("0123456789abcdef")


class ApiKey(Record):
    """An API key of the account that owns the sites."""

    key: str

    def __repr__(self) -> str:
        return "ApiKey(…)"


class OAuthApp(Record):
    """An OAuth app on one site: the instance fixes the site."""

    app_id: str
    app_secret: str
    instance_id: str

    def __repr__(self) -> str:
        return f"OAuthApp({self.app_id}, …)"


class Config(Record):
    """What a session needs. `pending` names what is not known yet (previews only)."""

    credentials: ApiKey | OAuthApp | None = None
    site_id: str | None = None
    account_id: str | None = None
    endpoint: str = REAL_API
    requests_per_minute: int = REQUESTS_PER_MINUTE
    pending: frozenset[str] = frozenset()

    def require_credentials(self) -> ApiKey | OAuthApp:
        """Raises ConfigError where there are none."""
        if self.credentials is not None:
            return self.credentials
        if self.pending & {"apiKey", *_APP}:
            raise ConfigError("the provider's credentials are not known yet")
        raise ConfigError(
            "no credentials for Wix: set WIX_API_KEY, or `pulumi config set --secret "
            "wix-data:apiKey`, or appId, appSecret and instanceId of an OAuth app"
        )


def resolve(
    values: Mapping[str, Any], environment: Mapping[str, str], pending: frozenset[str] = frozenset()
) -> Config:
    """The configuration of `values` (known ones only) over the environment.

    Raises ConfigError with every problem in its message.
    """
    found = problems(values)
    if found:
        raise ConfigError("; ".join(found.values()))
    merged = {**_from_environment(environment, values.keys() | pending), **values}
    found = problems(merged)
    if found:
        named = (f"{ENVIRONMENT[name]}: {text}" for name, text in found.items())
        raise ConfigError("; ".join(named))
    return Config(
        credentials=_credentials(merged, pending),
        site_id=_lower(merged.get("siteId")),
        account_id=_lower(merged.get("accountId")),
        endpoint=_plain(merged.get("endpoint", REAL_API)),
        requests_per_minute=int(merged.get("requestsPerMinute", REQUESTS_PER_MINUTE)),
        pending=pending,
    )


def is_guid(text: str) -> bool:
    """
    >>> is_guid("0451962b-9CD2-4fe2-aa24-f7973d073d75"), is_guid("my-site")
    (True, False)
    """
    parts = text.split("-")
    return [len(part) for part in parts] == _GUID and set("".join(parts).lower()) <= _DIGITS


def problems(values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with known values, by name; each text is a whole sentence."""
    found = {}
    for name in ("siteId", "accountId", "instanceId"):
        value = values.get(name)
        if value is not None and not is_guid(value):
            found[name] = f"`{name}` must be a GUID such as {_SAMPLE}, not {_shown(value)}"
    if "endpoint" in values and not _safe(values["endpoint"]):
        found["endpoint"] = (
            f"`endpoint` must be an https URL without a user (http only for this machine), not "
            f"{_shown(values['endpoint'].rpartition('@')[2])}: credentials would travel in clear"
        )
    if "requestsPerMinute" in values and values["requestsPerMinute"] < 1:
        found["requestsPerMinute"] = "`requestsPerMinute` must be at least 1"
    if values.get("apiKey") and any(values.get(name) for name in _APP):
        found["apiKey"] = "give either `apiKey` or an OAuth app (`appId`, …), not both"
    return found


_SAMPLE = "8a3c9a3e-6d0c-4f6e-9f57-2c6b1a0e4d11"


def _shown(value: str) -> str:
    """What begins as Wix's keys do, or is longer than a GUID, may be a key in the wrong place.

    >>> _shown("my-site"), _shown("IST." + 400 * "x")
    ("'my-site'", 'a text of 404 characters')
    """
    may_be_key = "IST." in value or len(value) > len(_SAMPLE)
    return f"a text of {len(value)} characters" if may_be_key else repr(value)


def _from_environment(environment: Mapping[str, str], given: set[str]) -> dict[str, str]:
    signed_in = given & {"apiKey", *_APP}
    skipped = {"apiKey"} if signed_in & set(_APP) else set(_APP) if signed_in else set()
    return {
        name: environment[variable].strip()
        for name, variable in ENVIRONMENT.items()
        if name not in given | skipped and environment.get(variable, "").strip()
    }


def _credentials(values: Mapping[str, Any], pending: frozenset[str]) -> ApiKey | OAuthApp | None:
    if values.get("apiKey"):
        return ApiKey(values["apiKey"])
    present = [name for name in _APP if values.get(name)]
    if not present or pending & set(_APP):
        return None
    missing = [name for name in _APP if name not in present]
    if missing:
        raise ConfigError(
            f"an OAuth app needs appId, appSecret and instanceId; missing: {', '.join(missing)}"
        )
    return OAuthApp(*(values[name] for name in _APP))


def _safe(endpoint: str) -> bool:
    """
    >>> _safe("https://www.wixapis.com"), _safe("http://127.0.0.1:8765"), _safe("http://wix.com")
    (True, True, False)
    >>> _safe("http://127.0.0.1:80@wix.com/"), _safe("https://")
    (False, False)
    """
    return re.fullmatch(_SAFE, endpoint, re.IGNORECASE) is not None


def _plain(endpoint: str) -> str:
    """
    >>> _plain("HTTPS://wix.example.com/")
    'https://wix.example.com'
    """
    scheme, separator, rest = endpoint.rstrip("/").partition("://")
    return f"{scheme.lower()}{separator}{rest}"


def _lower(guid: str | None) -> str | None:
    return guid.lower() if guid else None
