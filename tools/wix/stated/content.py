"""Items, and what is in the files: CSV, JSONL, translations."""

from __future__ import annotations

from tools.wix.stated.statement import Basis, Statement

DOCS, CLIENT, SAMPLE, ASSUMED = Basis.DOCS, Basis.CLIENT, Basis.SAMPLE, Basis.ASSUMED

CONTENT = (
    Statement(
        "items.cursor",
        "A cursor alone leads on through items: it keeps filter and order.",
        CLIENT,
        "filter and order kept",
    ),
    Statement(
        "items.total",
        "The total of a query is told with returnTotalCount, and only then.",
        CLIENT,
        "only when asked for",
    ),
    Statement(
        "items.any-element",
        "$in and $hasSome on a list match where any element does.",
        SAMPLE,
        "the matching items",
    ),
    Statement(
        "csv.columns",
        "The columns are _id, _createdDate, _updatedDate, _owner, then the collection's fields.",
        ASSUMED,
        "_id,_createdDate,_updatedDate,_owner,title,price,sold,day,at,tags,more,none",
    ),
    Statement(
        "csv.chosen",
        "Chosen fields are the columns, by their keys, in the order that an item has them.",
        ASSUMED,
        "_id,title,tags",
    ),
    Statement("csv.encoding", "A CSV is UTF-8 without a byte order mark.", ASSUMED, "plain UTF-8"),
    Statement("csv.lines", "Its lines end with CR LF.", ASSUMED, "CR LF"),
    Statement("csv.text", "Text with commas, quotes and line breaks is quoted.", DOCS, "kept"),
    Statement("csv.number", "A number is plain.", ASSUMED, r"3\.5"),
    Statement("csv.boolean", "A boolean is true or false.", ASSUMED, "true"),
    Statement("csv.date", "A date is YYYY-MM-DD.", ASSUMED, "2026-05-01"),
    Statement(
        "csv.datetime",
        "A date with a time is ISO 8601 in UTC, with milliseconds.",
        ASSUMED,
        r"2026-05-01T10:30:00\.000Z",
    ),
    Statement("csv.list", "A list is JSON.", ASSUMED, r'\["xmas", ?"easter"\]'),
    Statement("csv.object", "An object is JSON.", ASSUMED, r'\{"a": ?1\}'),
    Statement("csv.nothing", "No value is an empty cell.", ASSUMED, "empty"),
    Statement(
        "jsonl.lines",
        'A line of JSONL is an item with its fields at top level, dates as {"$date"}.',
        CLIENT,
        r"fields at top level, \$date",
    ),
    Statement(
        "texts.not-enabled",
        "A site without Wix Multilingual refuses jobs of translations with WDE0161.",
        ASSUMED,
        r".*\bWDE0161",
    ),
    Statement(
        "texts.columns",
        "A file of translations has the columns Collection ID, Item ID, Field Key, and one for "
        "each language by its tag.",
        ASSUMED,
        "Collection ID,Item ID,Field Key,<main>,<second>",
    ),
    Statement(
        "texts.original",
        "It has a row for each text: the original under the main language, nothing where no "
        "translation is.",
        ASSUMED,
        "original and empty",
    ),
    Statement(
        "texts.import",
        "Imported again, its translations are read by language, and the main text stays.",
        SAMPLE,
        "COMPLETED, translated, main text kept",
    ),
)
