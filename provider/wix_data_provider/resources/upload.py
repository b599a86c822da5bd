"""A file on its way to Wix: hashed as it goes, with a live status, its URL asked for in time."""

from __future__ import annotations

import hashlib
from pathlib import PurePath
from typing import TYPE_CHECKING

from wix_data_provider.deadline import in_time
from wix_data_provider.errors import ContentError, Refused, UrlExpired
from wix_data_provider.lifecycle.wording import size
from wix_data_provider.record import Record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wix_data_provider.content.source import Content
    from wix_data_provider.lifecycle.report import Report
    from wix_data_provider.session import Site

_URLS = 3  # how often a URL that ran out is asked for anew


class Upload(Record):
    """One file to one site."""

    site: Site
    report: Report

    async def send(self, content: Content, sha256: str) -> str:
        """The file's ID at Wix.

        Raises ContentError where its hash is not `sha256`: it changed since it was looked at;
        Refused where it is not there by the deadline.
        """
        late = Refused(
            f"the time for this import (customTimeouts) passed while {content.name} was uploaded, "
            "so nothing was submitted; raise customTimeouts"
        )
        return await in_time(
            self._send(content, sha256), self.site.clock, lambda: late, grace_s=0.0
        )

    async def _send(self, content: Content, sha256: str) -> str:
        for last in (False,) * (_URLS - 1) + (True,):
            try:
                return await self._once(content, sha256)
            except UrlExpired:
                if last:
                    raise
                self.report.status("the upload URL ran out; asking for a new one")
        raise AssertionError("the last try either returns or raises")

    async def _once(self, content: Content, sha256: str) -> str:
        total = content.size()
        name = PurePath(content.name).name
        digest = _Digest()
        target = await self.site.client.files.create_upload_url(name)
        self.report.status(f"uploading {name}: {size(total)}")
        await self.site.client.files.upload(
            target, lambda: digest.over(content), total, lambda sent: self._show(name, sent, total)
        )
        if digest.hexdigest() != sha256:
            raise ContentError(
                f"{content.name} changed since it was previewed, so it was not imported: run "
                "`pulumi up` again"
            )
        return target.file_id

    def _show(self, name: str, sent: int, total: int) -> None:
        share = sent * 100 // total if total else 100
        self.report.status(f"uploading {name}: {share} % of {size(total)}")


class _Digest:
    """The hash of what was really sent in the last try."""

    def __init__(self) -> None:
        self._sha256 = hashlib.sha256()

    def over(self, content: Content) -> Iterator[bytes]:
        self._sha256 = hashlib.sha256()
        for block in content.blocks():
            self._sha256.update(block)
            yield block

    def hexdigest(self) -> str:
        return self._sha256.hexdigest()
