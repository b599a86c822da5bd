"""tools/local/summary.py: what the site holds, as lines."""

from __future__ import annotations

from tools.local.summary import readable, summary

ITEMS = [{"data": {"_id": str(n), "name": f"Mural {n}"}} for n in range(16)]


def test_backup_job_and_items_are_shown() -> None:
    lines = summary(
        backups={
            "backups": [
                {"id": "b1", "status": "READY", "collections": [{"id": "street-art"}]},
                {"id": "b0", "status": "DELETED"},
            ]
        },
        jobs={
            "jobs": [
                {
                    "id": "j1",
                    "status": "COMPLETED",
                    "progress": {"itemsSuccessful": 16, "itemsRejected": 0},
                }
            ]
        },
        items={"dataItems": ITEMS, "pagingMetadata": {"total": 16}},
    )
    assert lines == [
        "backup  READY      b1  of street-art",
        "job     COMPLETED  j1  16 written, 0 rejected",
        "items   16 in the collection",
        *(f"          Mural {n}" for n in range(5)),
        "          … and 11 more",
    ]


def test_numbers_that_are_not_given_are_not_shown() -> None:
    lines = summary(
        backups={"backups": [{"id": "b1", "status": "PENDING", "collections": None}]},
        jobs={"jobs": [{"id": "j1", "status": "COMPLETED"}]},
        items={"dataItems": []},
    )
    assert lines == [
        "backup  PENDING    b1  of no collection",
        "job     COMPLETED  j1",
        "items   0 in the collection",
    ]


def test_a_row_shows_what_a_reader_understands() -> None:
    row = {
        "_owner": "someone",
        "name": " Little Mermaid ",
        "artist": "c1c03e11-024b-4dad-a689-1c3610913b9b",
        "image": "wix:image://v1/1.jpg",
        "rank": 7,
        "description": "Also known as the Falling Shopper, on Bruton Lane",
    }
    assert readable(row) == ["Little Mermaid", "Also known as the Falling Shopp…"]
