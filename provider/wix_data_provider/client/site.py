"""One site: what every API of it shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wix_data_provider.client.transport import Transport


class SiteApi:
    """A part of the API of Wix, for one site."""

    def __init__(self, transport: Transport, site_id: str) -> None:
        self._transport = transport
        self._site_id = site_id

    async def _get(
        self, path: str, params: Mapping[str, Any] | None = None, *, doing: str
    ) -> dict[str, Any]:
        return await self._transport.request(
            "GET", path, site_id=self._site_id, params=params, idempotent=True, doing=doing
        )

    async def _read(self, path: str, json: Mapping[str, Any], *, doing: str) -> dict[str, Any]:
        """A POST that only reads."""
        return await self._transport.request(
            "POST", path, site_id=self._site_id, json=json, idempotent=True, doing=doing
        )

    async def _act(
        self,
        method: str,
        path: str,
        json: Mapping[str, Any] | None = None,
        *,
        idempotent: bool,
        doing: str,
    ) -> dict[str, Any]:
        """A call that changes something: it goes before reads."""
        return await self._transport.request(
            method,
            path,
            site_id=self._site_id,
            json=json,
            idempotent=idempotent,
            urgent=True,
            doing=doing,
        )


def segment(value: str) -> str:
    """An ID as one segment of a path; some collections have a slash in theirs.

    >>> segment("Members/PublicData")
    'Members%2FPublicData'
    """
    return quote(value, safe="")
