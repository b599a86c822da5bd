"""What a preview says of backups is what is gone after the `up`: ten generated sets, one program.

Each set has a site of its own, whose slots hold backups of its resources and of strangers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING, Any

from tests.engine.programs import THREE, after, backup, import_job, restoration

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.engine.emulator import Emulator
    from tests.engine.project import Project, Run
    from tests.engine.site import Site

    Program = dict[str, Any]

SETS = 10
SLOTS = 3
NEW = {"run": 9}
GOES = re.compile(r"deletes backup (\S+)")
EVICTED = re.compile(r"Wix deletes backup (\S+)")
BEYOND = re.compile(r"deletes backup (\S+) .*: keep is \d")
MAY_GO = re.compile(r"may delete backup (\S+)")
SPARED = re.compile(r"spares backup (\S+)")  # until its restoration has ended
REFUSED = re.compile(r"wix-data:index:\w+ (\w+)-\S+ .*error: Preview failed: (.*)")


@dataclass
class Set:
    """The resources of one site. `runs`: how often each Backup has run before, 0 to 2 times."""

    name: str
    site: Site
    dice: Random
    runs: dict[str, int] = field(default_factory=dict)
    end: Program = field(default_factory=dict)
    strangers: list[str] = field(default_factory=list)
    """Backups that are nobody's, so that somebody may need them."""

    def choose(self) -> None:
        for number in range(self.dice.choice([1, 1, 2, 2, 2, 3])):
            runs = min(self.room(0), self.dice.choice([0, 1, 1, 2]))
            self.runs[f"{self.name}-b{number}"] = runs

    def room(self, done: int) -> int:
        """The slots that are neither taken nor kept for runs to come."""
        ahead = sum(max(0, runs - done) for runs in self.runs.values())
        return SLOTS - len(self.site.backups()) - ahead

    def let_a_stranger_in(self, done: int = 0) -> None:
        if self.room(done) > 0 and self.dice.random() < 0.4:
            self.strangers.append(self.site.take_backup())

    def at_first(self, done: int) -> Program:
        """The Backups after so many runs."""
        return {
            name: backup(keep=3, siteId=self.site.id, triggers={"run": min(done, runs)})
            for name, runs in self.runs.items()
            if runs
        }

    def decide(self) -> None:
        """What is to come: new runs, resources that leave, and such that need a backup."""
        dice = self.dice
        usual: dict[str, Any] = {"siteId": self.site.id}
        for name, runs in self.runs.items():
            if runs and dice.random() < 0.15:
                continue
            self.end[name] = backup(
                keep=dice.choice([1, 1, 2, 3]),
                whenFull="fail" if dice.random() < 0.1 else "evictOldest",
                deletionPolicy=dice.choice(["delete", "retain"]),
                triggers=NEW if runs == 0 or dice.random() < 0.75 else {"run": runs},
                **usual,
            )
        if self.strangers and dice.random() < 0.4:
            self.end[f"{self.name}-back"] = restoration(dice.choice(self.strangers), **usual)
        if self.strangers and dice.random() < 0.4:
            turn = after(*self.end.keys() & {f"{self.name}-back"})
            wanted: dict[str, Any] = {
                "restoreOnFailure": dice.choice(self.strangers),
                "options": turn,
            }
            self.end[f"{self.name}-art"] = import_job(**wanted, **usual)
        self.end = dict(dice.sample([*self.end.items()], len(self.end)))

    def judge(self, told: Run, before: set[str], project: Project, left: set[str]) -> set[str]:
        """Those that were said to go, where they went; `left`: of resources that left as well."""
        gone = before - set(self.site.backups("READY"))
        goes, may = before & found(GOES, told), before & found(MAY_GO, told) | found(SPARED, told)
        assert goes - may <= gone <= goes | may | left, self.name
        taken = [name for name, it in self.end.items() if it["properties"].get("triggers") == NEW]
        newest = {project.state()[name].outputs["backupId"] for name in taken}
        assert newest <= set(self.site.backups("READY")), self.name
        return gone - left


def found(pattern: re.Pattern[str], run: Run) -> set[str]:
    """In the preview of an `up`."""
    return set(pattern.findall(run.output.split("\nUpdating (dev)")[0]))


def merged(programs: Iterable[Program]) -> Program:
    return {name: resource for program in programs for name, resource in program.items()}


def prepared(emulator: Emulator, project: Project) -> list[Set]:
    """Backups of the sets and of strangers are there, in some order."""
    sets = [Set(f"s{n}", emulator.new_site(), Random(n)) for n in range(SETS)]  # noqa: S311
    for one in sets:
        one.site.add_collection("products", "name", "price")
        one.let_a_stranger_in()
        one.choose()
    for done in (1, 2):
        project.program(merged(one.at_first(done) for one in sets))
        project.deploy()
        for one in sets:
            one.let_a_stranger_in(done)
    for one in sets:
        one.decide()
        one.site.forget_requests()
    return sets


def leaving(one: Set, project: Project) -> set[str]:
    """The backups of the resources that are no longer in the program: the engine tells of those
    itself."""
    state = project.state()
    gone = [state[name].outputs for name, runs in one.runs.items() if runs and name not in one.end]
    return {id for outputs in gone for id in [outputs["backupId"], *outputs["previousBackupIds"]]}


def test_what_a_preview_says_to_go_is_what_is_gone_after_the_up(
    emulator: Emulator, project: Project
) -> None:
    emulator.settings(rateLimit=10_000)
    project.write("products.csv", THREE)
    sets = prepared(emulator, project)
    project.program(merged(one.end for one in sets))
    stopped = project.up("--continue-on-error", ok=False)
    refused = {name for name, _ in REFUSED.findall(stopped.output)}
    assert [one.name for one in sets if one.site.submits] == []

    kept = [one.at_first(2) if one.name in refused else one.end for one in sets]
    project.program(merged(kept))
    before = {one.name: set(one.site.backups("READY")) for one in sets}
    left = {one.name: leaving(one, project) for one in sets}
    up = project.up()
    gone = [
        one.judge(up, before[one.name], project, left[one.name])
        for one in sets
        if one.name not in refused
    ]
    assert [one.name for one in sets if one.name in refused and one.site.submits] == []
    assert len(refused) >= 2
    assert sum(map(len, gone)) >= 5
    assert found(EVICTED, up), "none was evicted by Wix"
    assert found(BEYOND, up), "none went because of `keep`"
