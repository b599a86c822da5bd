"""tools/wix/report.py: three groups, as lines and as markdown."""

from __future__ import annotations

from tools.wix import report
from tools.wix.run import Findings
from tools.wix.seen import LONGEST, Seen
from tools.wix.stated import STATEMENTS, Basis, Statement

KEPT = Statement("a.kept", "It is kept.", Basis.ASSUMED, "kept")
TOLD = Statement("a.told", "It is told.", Basis.CLIENT, "told", setting='"told": false')
RARE = Statement("a.rare", "It happens.", Basis.DOCS, "happened")


def findings() -> Findings:
    seen = Seen([KEPT, TOLD, RARE])
    seen.note("a.kept", "kept")
    seen.note("a.told", "told")
    seen.request_id = "r-1"
    seen.note("a.told", "silence")
    seen.note("a.told", "silence")
    seen.requests = 3
    return Findings(seen, skipped={"backups": "no slot"}, left=["the backup b; delete it"])


def test_once_otherwise_and_it_differs() -> None:
    groups = report.grouped(findings().seen)
    assert groups == {"As stated": [KEPT], "Differs": [TOLD], "Not seen": [RARE]}


def test_lines_tell_what_was_seen_and_what_the_emulator_can_do() -> None:
    assert [" ".join(line.split()) for line in report.lines(findings())] == [
        "As stated (1)",
        "a.kept It is kept. [assumed]",
        "seen: kept",
        "Differs (1)",
        "a.told It is told. [Wix's client]",
        "seen: silence (request r-1, 2 times)",
        'the emulator does so with {"told": false}',
        "Not seen (1)",
        "a.rare It happens. [Wix's documentation]",
        "Flows not run",
        "backups: no slot",
        "Left at Wix",
        "the backup b; delete it",
    ]
    assert report.closing(findings()) == "1 as stated, 1 differs, 1 not seen (3 requests)"


def test_the_page_names_site_and_day() -> None:
    page = report.markdown(findings(), "the-site", "2026-01-01")
    assert page.startswith("# Wix and our account of it\n\nSite the-site, 2026-01-01, 3 requests.")
    assert "- `a.told` It is told. (Wix's client)\n  - seen: silence (request r-1" in page


def test_a_sight_is_one_short_line() -> None:
    seen = Seen([KEPT])
    seen.note("a.kept", "two\nlines " + "x" * 999)
    seen.note("a.kept", "")
    first, second = seen.of(KEPT)
    assert first.value.startswith("two lines x")
    assert len(first.value) == LONGEST
    assert second.value == "nothing"


def test_every_statement_has_an_id_of_its_own() -> None:
    ids = [statement.id for statement in STATEMENTS]
    assert len(set(ids)) == len(ids)
