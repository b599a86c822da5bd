"""Configure and CheckConfig: the provider's arguments, typed, from either kind of provider."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from wix_data_provider.lifecycle.fields import Inputs, field, properties
from wix_data_provider.lifecycle.values import has_unknown, plain

if TYPE_CHECKING:
    from collections.abc import Mapping


class ProviderArgs(Inputs):
    api_key: str | None = field(
        "An API key of the account that owns the sites, with the permissions Manage Data Backups "
        "and Data Mover Manage Jobs; those to read data items and data collections make previews "
        "fuller. Defaults to `WIX_API_KEY`. Either this or an OAuth app.",
        default=None,
        secret=True,
    )
    site_id: str | None = field(
        "The GUID of the site to act on, for resources that name none. Defaults to `WIX_SITE_ID`.",
        default=None,
    )
    account_id: str | None = field(
        "The GUID of the account that owns the sites, for the reader of a configuration: every "
        "call of this provider is about one site, so it is not sent. Defaults to "
        "`WIX_ACCOUNT_ID`.",
        default=None,
    )
    app_id: str | None = field(
        "The ID of an OAuth app installed on the site. Defaults to `WIX_APP_ID`.", default=None
    )
    app_secret: str | None = field(
        "The secret of the OAuth app. Defaults to `WIX_APP_SECRET`.", default=None, secret=True
    )
    instance_id: str | None = field(
        "The GUID of the app's instance on the site; it fixes the site, so `siteId` must be that "
        "site. Defaults to `WIX_INSTANCE_ID`.",
        default=None,
    )
    endpoint: str | None = field(
        "The base URL of the API: https, or http on this machine (the emulator). Defaults to "
        "`WIX_API_URL`, then to `https://www.wixapis.com`.",
        default=None,
    )
    requests_per_minute: int | None = field(
        "How many requests a minute may be sent to one site. Defaults to 200, Wix's own limit; "
        "lower it where others use the same app instance.",
        default=None,
    )


_INTERNAL = {"version", "pluginDownloadURL", "__internal"}


def settings_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are meant: a default provider gets all of them as (JSON) text."""
    numbers = {prop.name for prop in properties(ProviderArgs) if prop.kind.name == "integer"}
    return {
        name: _number(value) if name in numbers else value
        for name, value in values.items()
        if name not in _INTERNAL
    }


def split(values: Mapping[str, Any]) -> tuple[dict[str, Any], frozenset[str]]:
    """Known values without their secret wrappers, and the names of the unknown ones."""
    unknown = frozenset(name for name, value in values.items() if has_unknown(value))
    return {n: plain(v) for n, v in values.items() if n not in unknown}, unknown


def _number(value: Any) -> Any:
    """
    >>> _number("120"), _number(120), _number("many")
    (120, 120, 'many')
    """
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value
