"""What all resources have in common: the site that they act on, and their IDs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wix_data_provider.config import Config, OAuthApp, is_guid
from wix_data_provider.errors import ConfigError
from wix_data_provider.lifecycle.codec import Problem
from wix_data_provider.lifecycle.fields import Inputs, field
from wix_data_provider.lifecycle.resource import Checked
from wix_data_provider.lifecycle.values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Mapping


class SiteInputs(Inputs):
    """The optional `siteId`; Check has written the effective one when a handler sees it."""

    site_id: str | None = field(
        "The GUID of the site to act on. Defaults to the provider's `siteId`; one provider can "
        "serve a fleet of sites.",
        default=None,
        replace=True,
    )

    @property
    def site(self) -> str:
        """The effective site. Raises ConfigError where a preview does not know it yet."""
        if self.site_id is None:
            raise ConfigError("the site is not known yet")
        return self.site_id

    @property
    def needed_backup(self) -> str | None:
        """The backup that this is going to restore: its ID, or `latest`."""
        return None

    @property
    def frees_backup(self) -> bool:
        """Whether it deletes that backup afterwards."""
        return False


def check_site(inputs: SiteInputs, config: Config) -> Checked:
    """The effective site ID, in lower case, or why there is none."""
    if "site_id" in inputs.unknown:
        return Checked()
    site_id = config.site_id if inputs.site_id is None else inputs.site_id
    if site_id is None:
        return Checked({"siteId": UNKNOWN}) if "siteId" in config.pending else _wrong(_NO_SITE)
    if not is_guid(site_id):
        return _wrong(f"`siteId` must be the GUID of a site, not {site_id!r}")
    if isinstance(config.credentials, OAuthApp) and "siteId" not in config.pending:
        if config.site_id is None:
            return _wrong(_APP_WITHOUT_SITE)
        if site_id.lower() != config.site_id:
            return _wrong(
                f"`siteId` is {site_id}, but the provider's OAuth app acts on {config.site_id} "
                "only; use an API key, or a provider of its own for that site"
            )
    return Checked({"siteId": site_id.lower()})


_NO_SITE = (
    "there is no site to act on: set `siteId` here, or `pulumi config set wix-data:siteId <GUID>`, "
    "or WIX_SITE_ID"
)
_APP_WITHOUT_SITE = (
    "the provider signs in as an OAuth app, whose instance fixes the site: say which one it is, "
    "with the provider's `siteId` (`pulumi config set wix-data:siteId <GUID>`, or WIX_SITE_ID)"
)


def _wrong(reason: str) -> Checked:
    return Checked(problems=[Problem("siteId", reason)])


def join(*parts: Checked) -> Checked:
    """Several checks as one."""
    effective: Mapping[str, Any] = {k: v for part in parts for k, v in part.effective.items()}
    return Checked(effective, [problem for part in parts for problem in part.problems])


def resource_id(site_id: str, wix_id: str) -> str:
    """The ID in Pulumi's state; what `pulumi import` takes."""
    return f"{site_id}/{wix_id}"


def parse_id(text: str, config: Config) -> tuple[str, str]:
    """Site and ID at Wix of `<siteId>/<id>`, or of a bare ID when the provider has a site.

    Raises ConfigError.
    """
    site_id, slash, wix_id = text.rpartition("/")
    site_id = site_id if slash else config.site_id or ""
    if is_guid(site_id) and is_guid(wix_id):
        return site_id.lower(), wix_id.lower()
    raise ConfigError(
        f"{text!r} is not an ID here: give <siteId>/<id at Wix>, two GUIDs, or the bare ID when "
        "the provider has a siteId"
    )
