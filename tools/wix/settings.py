"""The environment: which site, with which key, and that its owner lets it be spoiled."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wix_data_provider.config import ApiKey, is_guid, resolve
from wix_data_provider.errors import ConfigError
from wix_data_provider.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

SPOILABLE = "WIX_TEST_SITE_IS_SPOILABLE"
WHOLE_SITE = "WIX_TEST_RESTORES_WHOLE_SITE"
LANGUAGES = "WIX_TEST_LANGUAGES"
FEWEST_LANGUAGES = 2


class Settings(Record):
    """One site for one run; `languages` are the site's, the main one first."""

    endpoint: str
    key: str
    site_id: str
    whole_site: bool = False
    languages: tuple[str, ...] = ("EN", "DE")

    def __repr__(self) -> str:
        return f"Settings({self.site_id}, …)"


def from_environment(environment: Mapping[str, str]) -> Settings:
    """Raises: ConfigError, one sentence on the first thing that is missing or contradicts."""
    wanted = ("WIX_API_KEY", "WIX_SITE_ID", SPOILABLE)
    missing = [name for name in wanted if not environment.get(name, "").strip()]
    if missing:
        raise ConfigError(
            f"set {', '.join(missing)}: an API key, the ID of a site whose content may be lost, "
            f"and the same ID again in {SPOILABLE} as its owner's word for that"
        )
    config = resolve({}, environment)
    if not isinstance(config.credentials, ApiKey) or config.site_id is None:
        raise ConfigError("unset WIX_APP_ID, WIX_APP_SECRET and WIX_INSTANCE_ID: a key is used")
    return Settings(
        endpoint=config.endpoint,
        key=config.credentials.key,
        site_id=_confirmed(environment, SPOILABLE, config.site_id),
        whole_site=bool(_optional(environment, WHOLE_SITE, config.site_id)),
        languages=_languages(environment),
    )


def _optional(environment: Mapping[str, str], name: str, site_id: str) -> str | None:
    return _confirmed(environment, name, site_id) if environment.get(name, "").strip() else None


def _confirmed(environment: Mapping[str, str], name: str, site_id: str) -> str:
    given = environment[name].strip()
    if given.lower() != site_id:
        told = given if is_guid(given) else "something else"
        raise ConfigError(
            f"{name} names {told} and WIX_SITE_ID names {site_id}: nothing was done; "
            f"set {name} to the ID of the site that may be spoiled"
        )
    return site_id


def _languages(environment: Mapping[str, str]) -> tuple[str, ...]:
    given = environment.get(LANGUAGES, "").strip() or "EN,DE"
    tags = tuple(tag.strip() for tag in given.split(","))
    if len(tags) < FEWEST_LANGUAGES or not all(re.fullmatch(r"[A-Za-z-]{2,10}", t) for t in tags):
        raise ConfigError(f"{LANGUAGES} must be like EN,DE: the site's languages, the main first")
    return tags
