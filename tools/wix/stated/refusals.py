"""Which status answers which mistake. Wix publishes no application codes: they are shown only."""

from __future__ import annotations

from tools.wix.stated.statement import Basis, Statement

DOCS, CLIENT, ASSUMED = Basis.DOCS, Basis.CLIENT, Basis.ASSUMED


def _refused(id: str, what: str, status: int, basis: Basis) -> Statement:
    return Statement(f"refused.{id}", f"{what} is refused with {status}.", basis, rf"{status}\b.*")


REFUSALS = (
    _refused("no-credentials", "A request without credentials", 401, DOCS),
    _refused("backup-no-guid", "A backup ID that is no GUID", 400, CLIENT),
    _refused("backup-unknown", "Deleting a backup that is not there", 404, DOCS),
    _refused("backup-deleted", "Deleting a backup that is DELETED", 404, ASSUMED),
    _refused("restore-unknown", "Restoring a backup that is not there", 404, DOCS),
    _refused("restore-pending", "Restoring a backup that is PENDING", 428, ASSUMED),
    _refused("restore-not-held", "Restoring a collection that a backup lacks", 400, ASSUMED),
    _refused("job-unknown", "Reading a job that is not there", 404, DOCS),
    _refused("job-no-source", "A job without a source", 400, DOCS),
    _refused("job-both-sites", "A job with a source site and a destination site", 400, CLIENT),
    _refused("job-no-collection", "Exporting a collection that is not there", 404, ASSUMED),
    _refused("job-no-file", "Importing a file that was never uploaded", 404, ASSUMED),
    _refused("job-finished", "Terminating a job that has finished", 409, ASSUMED),
    _refused("jobs-field", "Querying jobs by a field that they lack", 400, ASSUMED),
    _refused("jobs-cursor", "A cursor that was made up", 400, ASSUMED),
    _refused("jobs-limit", "A page of more than 100 jobs", 400, ASSUMED),
    _refused("collection-taken", "Creating a collection that is there", 409, ASSUMED),
    _refused("collection-unknown", "Reading a collection that is not there", 404, ASSUMED),
    _refused("item-taken", "Inserting an item whose ID is taken (WDE0074)", 409, ASSUMED),
    _refused("item-unknown", "Reading an item that is not there (WDE0073)", 404, ASSUMED),
    _refused("items-no-collection", "Querying a collection that is not there", 404, ASSUMED),
)
