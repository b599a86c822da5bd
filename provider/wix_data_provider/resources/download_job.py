"""DownloadJobResource: jobs that make a file at Wix, and may bring it to this machine."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from wix_data_provider.content.source import local_path
from wix_data_provider.deadline import in_time
from wix_data_provider.errors import (
    RateLimited,
    Refused,
    ServerError,
    TransportError,
    UrlExpired,
)
from wix_data_provider.lifecycle.codec import Problem
from wix_data_provider.lifecycle.fields import field
from wix_data_provider.lifecycle.resource import Checked, CreateRequest, Preview, UpdateRequest
from wix_data_provider.lifecycle.values import UNKNOWN
from wix_data_provider.lifecycle.wording import size
from wix_data_provider.resources import job_verdict
from wix_data_provider.resources.file_source import FileFormat, format_of_name
from wix_data_provider.resources.job_resource import JobResource
from wix_data_provider.resources.job_state import JobInputs, JobState

if TYPE_CHECKING:
    from wix_data_provider.client.job_models import Job
    from wix_data_provider.content.download import Downloaded
    from wix_data_provider.resources.job_runs import JobRuns
    from wix_data_provider.session import Site

_TELL_EVERY_S = 1.0  # each block would be thousands of messages
_PAUSES_S = (1, 4, 16)  # a download that broke starts again, from the first byte
_AGAIN = "change `triggers` to export again"


class DownloadInputs(JobInputs):
    """What the file is called at Wix, and where it goes on this machine."""

    file_name: str | None = field("The file's name at Wix; a name, never a path.", default=None)
    download_to: str | None = field(
        "A path on this machine: the file is downloaded there once the job is COMPLETED, and "
        "appears there only when it is whole. A new path downloads again while the URL lives.",
        default=None,
    )


class DownloadState(DownloadInputs, JobState):
    """What is known of the file."""

    url: str | None = field(
        "Where the file can be downloaded for a while; signed, so whoever has it may read the "
        "file.",
        default=None,
        secret=True,
    )
    path: str | None = field("Where the file was downloaded to, if it was.", default=None)
    sha256: str | None = field(
        "The SHA-256 of the downloaded file, in hexadecimal digits.", default=None
    )
    rows: int | None = field("How many rows the downloaded file has.", default=None)


A = TypeVar("A", bound=DownloadInputs)
S = TypeVar("S", bound=DownloadState)


class DownloadJobResource(JobResource[A, S]):
    """Exports: a failed one runs again by itself, as it changes nothing at Wix."""

    verb = "export"

    def format_of(self, state: S) -> str:  # noqa: ARG002 - for kinds that have a choice
        """CSV or JSONL."""
        return "CSV"

    @abstractmethod
    def what(self, inputs: A) -> str:
        """What is exported, for a sentence."""

    async def look(self, site: Site, inputs: A) -> None:
        """Raises ConfigError where Wix is known to refuse the job."""

    async def preview_create(self, req: CreateRequest[A]) -> Preview:
        site = self.site_if_any(req)
        if site is not None:
            await self.look(site, req.inputs)
        req.report.info(f"exports {self.what(req.inputs)}{_where(req.inputs)}")
        return Preview(_foreseen(req.inputs))

    async def preview_update(self, req: UpdateRequest[A, S]) -> Preview:
        forecast = await super().preview_update(req)
        unknown = "download_to" in req.inputs.unknown
        if job_verdict.pending(req.state) or (
            req.inputs.download_to == req.state.path and not unknown
        ):
            return forecast
        if _where(req.inputs):
            req.report.info(f"downloads the exported file{_where(req.inputs)}")
        return Preview({**forecast.known, **_foreseen(req.inputs)}, rest=None)

    def terms(self, state: S) -> job_verdict.Terms:  # noqa: ARG002
        return job_verdict.Terms(stays="", runs_again=True, into_file=True)

    def ended(self, state: S, job: Job) -> S:
        file = job.destination.file if job.destination else None
        return state.evolve(url=file.url if file else None)

    def left_to_do(self, state: S) -> str | None:
        if state.download_to in (None, state.path):
            return None
        return (
            f"the file of {self.noun} {state.job_id} was not downloaded to {state.download_to}; "
            "the next `pulumi up` does it, and exports nothing"
        )

    async def settle(self, runs: JobRuns, state: S) -> S:
        if state.download_to is None:
            return state.evolve(path=None, sha256=None, rows=None)
        if state.path == state.download_to:
            return state
        got = await in_time(
            self._download(runs, state, state.download_to),
            runs.clock,
            lambda: TransportError(
                f"{self.left_to_do(state)} (raise customTimeouts to give it more time)"
            ),
        )
        return state.evolve(path=state.download_to, sha256=got.sha256, rows=got.rows)

    async def _download(self, runs: JobRuns, state: S, target: str) -> Downloaded:
        from wix_data_provider.content.download import download  # noqa: PLC0415 - not at start-up

        url, name = state.url, Path(target).name
        if url is None:
            raise Refused(f"Wix shows no URL for the file of {self.noun} {state.job_id}; {_AGAIN}")

        loop = asyncio.get_running_loop()
        told_at = runs.clock.now() - _TELL_EVERY_S

        def show(got: int) -> None:  # in the thread that writes; reports are the loop's
            nonlocal told_at
            now = runs.clock.now()
            if now - told_at >= _TELL_EVERY_S:
                told_at = now
                told = f"downloading {name}: {size(got)}"
                loop.call_soon_threadsafe(runs.report.status, told)

        for pause_s in (*_PAUSES_S, None):
            try:
                return await download(
                    lambda write: runs.site.client.files.download(url, write),
                    target,
                    self.format_of(state),
                    show,
                )
            except UrlExpired as error:
                raise Refused(
                    f"the file of {self.noun} {state.job_id} can no longer be downloaded to "
                    f"{target}: {error}; {_AGAIN}"
                ) from error
            except (TransportError, ServerError, RateLimited):
                if pause_s is None:
                    raise
                await runs.clock.sleep(pause_s)
        raise AssertionError("the last try either returns or raises")


def check_download(inputs: DownloadInputs, format: FileFormat | None) -> Checked:
    """A file name is no path, a path is no folder, and neither names another format.

    `./a.csv` becomes `a.csv`: another spelling is no other file.
    """
    problems = []
    if inputs.file_name is not None and is_path(inputs.file_name):
        reason = f"`fileName` must be a name, not a path: {inputs.file_name!r}; see `downloadTo`"
        problems.append(Problem("fileName", reason))
    no_file = None if inputs.download_to is None else _why_no_file(inputs.download_to)
    if no_file is not None:
        problems.append(Problem("downloadTo", no_file))
    for given, name in (("fileName", inputs.file_name), ("downloadTo", inputs.download_to)):
        if format is not None and format_of_name(name or "") not in (None, format):
            reason = f"the file is going to be {format.value}, but `{given}` is {name!r}"
            problems.append(Problem(given, reason))
    plain = str(PurePosixPath(inputs.download_to)) if inputs.download_to else None
    return Checked({"downloadTo": plain} if plain else {}, problems)


def is_path(name: str) -> bool:
    """
    >>> is_path("a.csv"), is_path("exports/a.csv")
    (False, True)
    """
    return bool(set(name) & {"/", "\\"})


def _where(inputs: DownloadInputs) -> str:
    if "download_to" in inputs.unknown:
        return " → a path not known yet"
    return f" → {inputs.download_to}" if inputs.download_to else ""


def _foreseen(inputs: DownloadInputs) -> dict[str, Any]:
    """What a preview knows of the file on this machine."""
    if not _where(inputs):
        return {"path": None, "sha256": None, "rows": None}
    return {"path": UNKNOWN, "sha256": UNKNOWN, "rows": UNKNOWN}  # another file lies there yet


def _why_no_file(path: str) -> str | None:
    """Why no file can be written there; None also where that cannot be seen from here."""
    try:
        folder = path.endswith("/") or local_path(path).is_dir()
    except PermissionError:
        return None
    except OSError as error:
        return f"`downloadTo` cannot be a file: {path} ({error.strerror})"
    return f"`downloadTo` must name a file, and {path!r} is a folder" if folder else None
