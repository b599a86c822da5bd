"""Data movement jobs: how they are shown, what they do, how they are found."""

from __future__ import annotations

from tools.wix.stated.statement import Basis, Statement

DOCS, CLIENT, SAMPLE, ASSUMED = Basis.DOCS, Basis.CLIENT, Basis.SAMPLE, Basis.ASSUMED

JOBS = (
    Statement("job.submitted", "A new job is INITIALIZING.", SAMPLE, "INITIALIZING"),
    Statement("job.echo", "A job keeps the name that it was given.", SAMPLE, "kept"),
    Statement("job.started-at", "startedAt is the same in every answer.", ASSUMED, "constant"),
    Statement(
        "job.progress",
        "A job IN_PROGRESS tells current, itemsRejected and itemsSuccessful.",
        CLIENT,
        "current, itemsRejected, itemsSuccessful",
    ),
    Statement(
        "job.progress-sum",
        "The rejected and the successful items are together the current ones.",
        SAMPLE,
        "adds up",
    ),
    Statement(
        "job.final-progress",
        "A finished job shows neither progress nor logsRecorded.",
        SAMPLE,
        "neither",
        setting='"finalProgress": "present"',
    ),
    Statement("job.finished-at", "A finished job tells finishedAt.", CLIENT, "present"),
    Statement("export.filter-query", "A filter is shown under filterQuery.", CLIENT, "filterQuery"),
    Statement(
        "export.url", "The URL of the file is in the answer to the submit.", SAMPLE, "present"
    ),
    Statement("export.early", "Before the job has finished that URL answers 404.", ASSUMED, "404"),
    Statement(
        "export.filter",
        "$in on a list matches where any element does.",
        SAMPLE,
        "the matching items",
    ),
    Statement(
        "import.file-id",
        "An uploaded file is temporary-files/<its name>.dat, or has a number without a name.",
        SAMPLE,
        "by its name|by a number",
    ),
    Statement(
        "import.format",
        "Without a format it is found out from the file, and shown.",
        ASSUMED,
        "CSV",
    ),
    Statement(
        "import.skip-status",
        "Skipped items are no rejects: SKIP_EXISTING ends COMPLETED.",
        ASSUMED,
        "COMPLETED",
    ),
    Statement(
        "import.skip",
        "SKIP_EXISTING leaves items that are there, and adds the others.",
        CLIENT,
        "left and added",
    ),
    Statement(
        "import.skips-logged",
        "SKIP_EXISTING logs each item that it skips, with WDE0074.",
        ASSUMED,
        "WDE0074",
        setting='"skipsLogged": false',
    ),
    Statement("import.log-names", "A log names the ID of the item.", CLIENT, "the ID"),
    Statement(
        "import.default-policy",
        "Without a write policy a job shows OVERWRITE, and replaces items of the same ID.",
        CLIENT,
        "OVERWRITE, replaced",
    ),
    Statement(
        "import.truncate",
        "After TRUNCATE_BEFORE the collection holds the moved items only.",
        CLIENT,
        "the moved items only",
    ),
    Statement(
        "import.duplicates",
        "An ID twice in a file is rejected under TRUNCATE_BEFORE: PARTIALLY_SUCCESSFUL with a "
        "cause, and WDE0074 in the logs.",
        ASSUMED,
        "PARTIALLY_SUCCESSFUL with a cause, WDE0074",
    ),
    Statement(
        "import.bad-file",
        "A broken file is accepted, and its job ends FAILED with WDH0003.",
        ASSUMED,
        "FAILED WDH0003",
    ),
    Statement(
        "terminate.answer", "The answer shows the terminated job as FAILED.", ASSUMED, "FAILED"
    ),
    Statement(
        "terminate.later",
        "Later the terminated job is FAILED, with finishedAt and an error.",
        ASSUMED,
        "FAILED, finishedAt, error",
        setting='"afterTerminate": "notFound"',
    ),
    Statement(
        "jobs.order", "Without a sort, jobs are listed newest first.", ASSUMED, "newest first"
    ),
    Statement("jobs.ids", "Jobs are found by $in on id, and sorted.", CLIENT, "found, in order"),
    Statement("jobs.prefix", "Jobs are found by $startsWith on name.", DOCS, "found"),
    Statement("jobs.since", "Jobs are found by $gte on startedAt, a bare date.", CLIENT, "found"),
    Statement(
        "jobs.cursor",
        "A cursor alone leads on: it keeps filter and order.",
        CLIENT,
        "filter and order kept",
    ),
)
