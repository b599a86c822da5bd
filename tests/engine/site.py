"""One site of the emulator: what it holds, and which requests it got."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

BACKUPS = "/wix-data/v2/backups"
JOBS = "/data-mover/v1/jobs"
KEPT = ("PENDING", "READY", "FAILED", "CANCELED")


class Ask(Protocol):
    """Sends one request to the emulator; the answer has `json`."""

    def __call__(self, method: str, path: str, body: object = None, *, site: str = "") -> Any: ...


@dataclass(frozen=True)
class Site:
    """Everything here is asked for anew, over HTTP."""

    ask: Ask
    id: str

    # What it holds

    def add_collection(self, name: str, *fields: str, translated: Sequence[str] = ()) -> None:
        """An empty collection of texts."""
        shown = [{"key": key, "displayName": key.title(), "type": "TEXT"} for key in fields]
        permissions = dict.fromkeys(("insert", "update", "remove", "read"), "ADMIN")
        definition = {"id": name, "displayName": name, "fields": shown, "permissions": permissions}
        if translated:
            keys = {"multilingualOptions": {"translatableFieldKeys": list(translated)}}
            definition["plugins"] = [{"type": "MULTILINGUAL", **keys}]
        self._ask("POST", "/wix-data/v2/collections", {"collection": definition})

    def add_field(self, collection: str, name: str) -> None:
        """One more field of text."""
        field = {"key": name, "displayName": name.title(), "type": "TEXT"}
        body = {"dataCollectionId": collection, "field": field}
        self._ask("POST", "/wix-data/v2/collections/create-field", body)

    def fields(self, collection: str) -> list[str]:
        """The keys of a collection's own fields."""
        found = self._ask("GET", f"/wix-data/v2/collections/{collection}")["collection"]
        return [field["key"] for field in found["fields"] if not field["key"].startswith("_")]

    def items(self, collection: str, language: str | None = None) -> list[dict[str, Any]]:
        """The live items, in the order of their first writing."""
        body: dict[str, Any] = {
            "dataCollectionId": collection,
            "query": {"paging": {"limit": 1000}},
        }
        if language:
            body["language"] = language
        found = self._ask("POST", "/wix-data/v2/items/query", body)["dataItems"]
        return [item["data"] for item in found]

    def add_item(self, collection: str, **data: object) -> None:
        body = {"dataCollectionId": collection, "dataItem": {"data": data}}
        self._ask("POST", "/wix-data/v2/items", body)

    def backups(self, *statuses: str) -> list[str]:
        """The IDs of the backups that are there, newest first."""
        found = self._ask("GET", f"{BACKUPS}?paging.limit=1000")["backups"]
        return [backup["id"] for backup in found if backup["status"] in (statuses or KEPT)]

    def take_backup(self) -> str:
        """A backup by somebody else."""
        taken: str = self._ask("POST", BACKUPS, {})["backup"]["id"]
        return taken

    def delete_backup(self, backup_id: str) -> None:
        self._ask("DELETE", f"{BACKUPS}/{backup_id}")

    def restore(self, backup_id: str) -> str:
        """A restoration by somebody else."""
        begun = self._ask("POST", f"{BACKUPS}/{backup_id}/restore", {})
        restoration_id: str = begun["restoration"]["id"]
        return restoration_id

    def restorations(self) -> list[dict[str, Any]]:
        """Newest first."""
        found = self._ask("GET", f"{BACKUPS}/restorations")["restorations"]
        return list(found)

    def terminate(self, job_id: str) -> None:
        """A job stopped by somebody else: it ends as FAILED."""
        self._ask("POST", f"{JOBS}/{job_id}/terminate", {})

    def jobs(self) -> list[dict[str, Any]]:
        """Newest first."""
        found: list[dict[str, Any]] = self._ask("GET", JOBS)["jobs"]
        return found

    # What it was asked

    def forget_requests(self) -> None:
        """Of all sites: what a test did itself is not to be counted."""
        self.ask("DELETE", "/_emulator/requests")

    def requests(self) -> list[str]:
        """Method and path of all requests about this site, oldest first."""
        entries = self.ask("GET", "/_emulator/requests").json["requests"]
        return [f"{e['method']} {e['path']}" for e in entries if e["site"] == self.id]

    def asked(self, pattern: str) -> int:
        """How many requests match the whole of a pattern."""
        return sum(1 for request in self.requests() if re.fullmatch(pattern, request))

    @property
    def backups_submitted(self) -> int:
        return self.asked(f"POST {BACKUPS}")

    @property
    def jobs_submitted(self) -> int:
        return self.asked(f"POST {JOBS}")

    @property
    def restorations_submitted(self) -> int:
        return self.asked(f"POST {BACKUPS}/.*/(partial-)?restore")

    @property
    def uploads(self) -> int:
        return self.asked("PUT /_files/.*")

    @property
    def submits(self) -> int:
        """All that writes to the site: backups, jobs, uploads, deletions, terminations."""
        quiet = re.compile(rf"GET .*|POST {JOBS}/query|POST /wix-data/v2/items/(query|count)")
        return sum(1 for request in self.requests() if not quiet.fullmatch(request))

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        return self.ask(method, path, body, site=self.id).json
