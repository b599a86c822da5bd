"""The sample flows, each on collections of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from tools.wix.flows import backups, exports, imports, items, queries, refusals, stopping, texts

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tools.wix.site import Site

    Flow: TypeAlias = Callable[[Site], Awaitable[None]]

FLOWS: dict[str, Flow] = {
    "items: collections, queries and pages": items.run,
    "imports: each write policy, rejects, a broken file": imports.run,
    "exports: filter, CSV, JSONL, download": exports.run,
    "terminate: stop a job that runs": stopping.run,
    "jobs: lists, queries, cursors": queries.run,
    "refusals: what Wix says to mistakes": refusals.run,
    "translations: export, edit, import": texts.run,
    "backups: take one before an update, restore, free its slot": backups.run,
}
