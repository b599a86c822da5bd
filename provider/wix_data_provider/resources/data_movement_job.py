"""DataMovementJob: any source to any destination of the API, also between two sites."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from wix_data_provider.config import is_guid
from wix_data_provider.lifecycle.codec import Problem
from wix_data_provider.lifecycle.fields import field
from wix_data_provider.lifecycle.resource import Checked, CreateRequest, Preview, Timeouts
from wix_data_provider.resources import job_verdict
from wix_data_provider.resources.download_job import is_path
from wix_data_provider.resources.file_job import check_max_rejected
from wix_data_provider.resources.job_order import Order, known_ends
from wix_data_provider.resources.job_resource import JobResource, shown_name
from wix_data_provider.resources.job_state import JobInputs, JobState
from wix_data_provider.resources.movement_ends import (
    MovementDestination,
    MovementSource,
    WritePolicy,
    check_languages,
    check_query,
)
from wix_data_provider.resources.movement_wire import (
    destination_of,
    destination_on_wire,
    source_of,
    source_on_wire,
)
from wix_data_provider.resources.site import check_site, join

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from wix_data_provider.client.job_models import Job
    from wix_data_provider.lifecycle.diff import Change
    from wix_data_provider.resources.job_runs import JobRuns
    from wix_data_provider.session import Site

_ENDS = ("wix_data_collection", "localization", "file")
_ONE = "must be exactly one of `wixDataCollection`, `localization` and `file`"


class DataMovementJobArgs(JobInputs):
    source: MovementSource = field("Where the data comes from.", replace=True)
    destination: MovementDestination = field("Where the data goes.", replace=True)
    source_site_id: str | None = field(
        "The GUID of another site of the account that the data comes from; the job itself belongs "
        "to `siteId`. Not with `destinationSiteId`.",
        default=None,
        replace=True,
    )
    destination_site_id: str | None = field(
        "The GUID of another site of the account that the data goes to; the job itself belongs to "
        "`siteId`. Not with `sourceSiteId`.",
        default=None,
        replace=True,
    )
    max_rejected: int | str = field(
        "How many items may be rejected before the resource fails: a count such as `3`, or a "
        "percentage of them such as `2.5%`. Rejects up to there are a warning. An item that "
        "`SKIP_EXISTING` skips is not a reject. A change judges the finished job anew.",
        default=0,
    )


class DataMovementJobState(DataMovementJobArgs, JobState):
    total: int | None = field("How many items there were to move, where Wix tells.", default=None)
    url: str | None = field(
        "Where a file that the job made can be downloaded for a while; signed.",
        default=None,
        secret=True,
    )


class DataMovementJobResource(JobResource[DataMovementJobArgs, DataMovementJobState]):
    token = "wix-data:index:DataMovementJob"  # noqa: S105 - a type token
    noun = "data movement job"
    never_runs = frozenset({"destination.file.fileName"})
    args = DataMovementJobArgs
    state = DataMovementJobState
    timeouts = Timeouts(create=7200, update=7200, delete=900)

    def check(self, inputs: DataMovementJobArgs) -> Checked:
        return join(
            check_site(inputs, self.session.config),
            check_max_rejected(inputs.max_rejected),
            Checked(problems=[*_wrong_ends(inputs), *_wrong_name(inputs)]),
            _check_sites(inputs, self.session.config.site_id),
            *_parts(inputs),
        )

    async def preview_create(self, req: CreateRequest[DataMovementJobArgs]) -> Preview:
        site = self.site_if_any(req)
        if site is not None:
            await self._look(site, req.inputs)
        self._warn_of_truncation(req)
        source, destination = _shown(req.inputs)
        req.report.info(f"{source} → {destination}")
        return Preview()

    @asynccontextmanager
    async def order(
        self, runs: JobRuns, req: CreateRequest[DataMovementJobArgs]
    ) -> AsyncIterator[Order]:
        inputs = req.inputs
        await self._look(runs.site, inputs)
        source, destination = _shown(inputs)
        yield Order(
            f"the move of {source} to {destination}",
            known_ends(source_on_wire(inputs.source), destination_on_wire(inputs.destination)),
            operation={"destination": _without_name(destination_on_wire(inputs.destination))},
            source_site_id=inputs.source_site_id,
            destination_site_id=inputs.destination_site_id,
        )

    def terms(self, state: DataMovementJobState) -> job_verdict.Terms:
        target = state.destination.wix_data_collection
        return job_verdict.Terms(
            stays=_STAYS,
            max_rejected=state.max_rejected,
            rows=state.total,
            skips_are_fine=target is not None and target.write_policy is WritePolicy.SKIP_EXISTING,
        )

    def unseen(self, change: Change, state: DataMovementJobState) -> bool:
        if change.path == "source.file.format":
            return True  # Wix may find it out, or not tell
        file = state.source.file
        return change.path == "source.file.fileId" and file is not None and not file.file_id

    def after_look(self, state: DataMovementJobState, job: Job) -> DataMovementJobState:
        told = job.progress.total if job.progress else None  # Wix may tell it only meanwhile
        total = state.total if told is None else told
        return super().after_look(state, job).evolve(total=total)

    def ended(self, state: DataMovementJobState, job: Job) -> DataMovementJobState:
        file = job.destination.file if job.destination else None
        return state.evolve(url=file.url if file else None)

    def args_of(self, job: Job, site_id: str) -> DataMovementJobArgs:
        return DataMovementJobArgs(
            site_id=site_id,
            source=source_of(job),
            destination=destination_of(job),
            source_site_id=_other(job.source_site_id, site_id),
            destination_site_id=_other(job.destination_site_id, site_id),
            name=shown_name(job),
        )

    async def _look(self, site: Site, inputs: DataMovementJobArgs) -> None:
        """The collections on the job's own site, as far as they are known."""
        for end in ("source", "destination"):
            elsewhere = f"{end}_site_id"
            if {end, elsewhere} & inputs.unknown or getattr(inputs, elsewhere) is not None:
                continue
            collection = getattr(inputs, end).wix_data_collection
            if collection is not None:
                await self.check_collection(site, collection.collection_id)

    def _warn_of_truncation(self, req: CreateRequest[DataMovementJobArgs]) -> None:
        known: MovementDestination | None = req.inputs.destination  # what is known of it
        target = known.wix_data_collection if known else None
        if target is not None and target.write_policy is WritePolicy.TRUNCATE_BEFORE:
            unknown = "destination_site_id" in req.inputs.unknown
            own = None if unknown else req.inputs.site_id
            where = req.inputs.destination_site_id or own or "not known yet"
            name = target.collection_id or "a collection not known yet"
            req.report.warning(f"TRUNCATE_BEFORE deletes all items of {name} on site {where} first")


_STAYS = (
    "It may have written some items, so it stays failed until an operation input or `triggers` "
    "changes"
)


def _without_name(destination: dict[str, Any]) -> dict[str, Any]:
    """A file's name is no part of the operation."""
    file = destination.get("file")
    return {"file": {**file, "fileName": None}} if file else destination


def _wrong_ends(inputs: DataMovementJobArgs) -> list[Problem]:
    found = []
    for name in ("source", "destination"):
        if name in inputs.unknown:
            continue
        end = getattr(inputs, name)
        if sum(getattr(end, member) is not None for member in _ENDS) != 1:
            found.append(Problem(name, f"`{name}` {_ONE}"))
    return found


def _wrong_name(inputs: DataMovementJobArgs) -> list[Problem]:
    made = None if "destination" in inputs.unknown else inputs.destination.file
    if made is None or made.file_name is None or not is_path(made.file_name):
        return []
    reason = f"`fileName` of `destination` must be a name, not a path: {made.file_name!r}"
    return [Problem("destination", reason)]


def _check_sites(inputs: DataMovementJobArgs, usual: str | None) -> Checked:
    """At most one other site; its GUID in lower case, as `siteId`."""
    own = None if "site_id" in inputs.unknown else inputs.site_id or usual
    given = {
        "sourceSiteId": inputs.source_site_id,
        "destinationSiteId": inputs.destination_site_id,
    }
    found = [
        Problem(name, f"`{name}` must be the GUID of a site, not {site!r}")
        for name, site in given.items()
        if site is not None and not is_guid(site)
    ]
    found += [
        Problem(name, f"`{name}` is the site of the job itself (`siteId`): leave it out")
        for name, site in given.items()
        if site is not None and own is not None and site.lower() == own.lower()
    ]
    if all(given.values()):
        reason = "give `sourceSiteId` or `destinationSiteId`, not both: one end is on `siteId`"
        found.append(Problem("sourceSiteId", reason))
    return Checked({name: site.lower() for name, site in given.items() if site}, found)


def _parts(inputs: DataMovementJobArgs) -> list[Checked]:
    checks = []
    if "source" not in inputs.unknown:
        checks.append(check_query(inputs.source.wix_data_collection, "source"))
    for name in {"source", "destination"} - inputs.unknown:
        end = getattr(inputs, name).localization
        if end is not None:
            checks.append(check_languages(end.languages, name))
    return checks


def _shown(inputs: DataMovementJobArgs) -> tuple[str, str]:
    """Source and destination, for a sentence."""
    source = None if "source" in inputs.unknown else inputs.source
    target = None if "destination" in inputs.unknown else inputs.destination
    here = _named(source) if source else "a source not known yet"
    there = _named(target) if target else "a destination not known yet"
    if inputs.source_site_id:
        here = f"{here} of site {inputs.source_site_id}"
    if inputs.destination_site_id:
        there = f"{there} on site {inputs.destination_site_id}"
    return here, there


def _named(end: MovementSource | MovementDestination) -> str:
    if end.wix_data_collection is not None:
        policy = getattr(end.wix_data_collection, "write_policy", None)
        shown = f" ({policy.value})" if policy else ""
        return f"{end.wix_data_collection.collection_id}{shown}"
    if end.localization is not None:
        return f"translations ({', '.join(end.localization.languages)})"
    return "a file at Wix"


def _other(site_id: str | None, own: str) -> str | None:
    return site_id.lower() if site_id and site_id.lower() != own else None
