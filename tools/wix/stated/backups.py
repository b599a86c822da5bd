"""Backups and restorations."""

from __future__ import annotations

from tools.wix.stated.statement import Basis, Statement

CLIENT, SAMPLE, ASSUMED = Basis.CLIENT, Basis.SAMPLE, Basis.ASSUMED

BACKUPS = (
    Statement(
        "backup.created", "A new backup is PENDING and ON_DEMAND.", SAMPLE, "PENDING ON_DEMAND"
    ),
    Statement(
        "backup.ready",
        "A READY backup tells its dates and its size, and names the collections that it holds.",
        CLIENT,
        "startedDate, finishedDate, sizeInBytes, our collection",
    ),
    Statement("backup.order", "Backups are listed newest first.", CLIENT, "newest first"),
    Statement(
        "backup.filters",
        "Status and type choose from the list; repeated ones are alternatives.",
        CLIENT,
        "obeyed",
    ),
    Statement(
        "backup.evicts",
        "A fourth on-demand backup deletes the oldest one. (Seen only where nobody else's backup "
        "is among them.)",
        SAMPLE,
        "the oldest",
    ),
    Statement(
        "backup.evicted",
        "An evicted backup stays listed, as DELETED with its deletedDate.",
        ASSUMED,
        "DELETED with deletedDate",
    ),
    Statement(
        "backup.delete-takes-time",
        "A deletion takes a moment: the backup is still READY when its deletion is answered.",
        ASSUMED,
        "READY",
    ),
    Statement(
        "backup.deleted",
        "A deleted backup stays listed, as DELETED with its deletedDate.",
        ASSUMED,
        "DELETED with deletedDate",
    ),
    Statement("restoration.started", "A new restoration is PENDING.", SAMPLE, "PENDING"),
    Statement(
        "restoration.tells",
        "A restoration names its backup and the collections that were asked for.",
        CLIENT,
        "backup, collections",
    ),
    Statement("restoration.order", "Restorations are listed newest first.", CLIENT, "newest first"),
    Statement(
        "restoration.replaces",
        "A restored collection holds what the backup holds: later changes and items are gone.",
        SAMPLE,
        "as in the backup",
    ),
    Statement(
        "restoration.spares",
        "A partial restoration leaves other collections as they are.",
        CLIENT,
        "untouched",
    ),
    Statement(
        "restoration.beside",
        "A destination that is not there is made, with the fields of the source and the display "
        "name that was asked for.",
        ASSUMED,
        "made: items, fields, display name",
    ),
    Statement(
        "restoration.whole",
        "Restoring the whole site puts its collections back as they were. (Seen only where it is "
        "allowed.)",
        SAMPLE,
        "as in the backup",
    ),
)
