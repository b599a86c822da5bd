"""Pure: what was found, as lines for a terminal and as markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.wix.stated import Basis, Statement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tools.wix.run import Findings
    from tools.wix.seen import Seen, Sight

    Group = list[Statement]


def grouped(seen: Seen) -> dict[str, Group]:
    """The statements by what was seen of them: once otherwise, and it differs."""
    groups: dict[str, Group] = {"As stated": [], "Differs": [], "Not seen": []}
    for statement in seen.statements:
        sights = seen.of(statement)
        holds = all(statement.holds(sight.value) for sight in sights)
        name = "Not seen" if not sights else "As stated" if holds else "Differs"
        groups[name].append(statement)
    return groups


def lines(findings: Findings) -> Iterator[str]:
    """For a terminal."""
    for name, statements in grouped(findings.seen).items():
        yield f"\n{name} ({len(statements)})"
        for statement in statements:
            yield f"  {statement.id:<28} {statement.says} [{statement.basis.value}]"
            yield from (f"  {'':<28}   {line}" for line in _details(findings.seen, statement))
    for title, entries in _ends(findings):
        yield f"\n{title}"
        yield from (f"  {entry}" for entry in entries)


def markdown(findings: Findings, site_id: str, day: str) -> str:
    """A page to keep."""
    text = [f"# Wix and our account of it\n\nSite {site_id}, {day}, {_count(findings)}."]
    for name, statements in grouped(findings.seen).items():
        text.append(f"\n## {name} ({len(statements)})\n")
        for statement in statements:
            text.append(f"- `{statement.id}` {statement.says} ({statement.basis.value})")
            text += [f"  - {line}" for line in _details(findings.seen, statement)]
    for title, entries in _ends(findings):
        text.append(f"\n## {title}\n")
        text += [f"- {entry}" for entry in entries]
    return "\n".join(text) + "\n"


def closing(findings: Findings) -> str:
    """The last line."""
    groups = {name.lower(): len(found) for name, found in grouped(findings.seen).items()}
    told = ", ".join(f"{count} {name}" for name, count in groups.items())
    return f"{told} ({_count(findings)})"


def _count(findings: Findings) -> str:
    return f"{findings.seen.requests} requests"


def _ends(findings: Findings) -> Iterator[tuple[str, list[str]]]:
    for title, found in (
        ("Flows not run", findings.skipped),
        ("Flows that broke", findings.broken),
    ):
        if found:
            yield title, [f"{name}: {why}" for name, why in found.items()]
    if findings.left:
        yield "Left at Wix", findings.left


def _details(seen: Seen, statement: Statement) -> Iterator[str]:
    """What was seen, where it differs or nobody but us says so."""
    sights = seen.of(statement)
    wrong = [sight for sight in sights if not statement.holds(sight.value)]
    for sight in wrong:
        yield _told(sight)
    if wrong and statement.setting:
        yield f"the emulator does so with {{{statement.setting}}}"
    if sights and not wrong and statement.basis is Basis.ASSUMED:
        yield f"seen: {' | '.join(sight.value for sight in sights)}"


def _told(sight: Sight) -> str:
    times = f", {sight.times} times" if sight.times > 1 else ""
    request = f" (request {sight.request_id}{times})" if sight.request_id else times
    return f"seen: {sight.value}{request}"
