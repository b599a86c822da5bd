"""A rotating restore point: what is taken, kept, deleted and refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.engine.programs import backup

if TYPE_CHECKING:
    from tests.engine.emulator import Emulator
    from tests.engine.project import Project
    from tests.engine.site import Site


def rotate(project: Project, *commits: int, **properties: Any) -> list[str]:
    """Deploy these commits one after the other: the backups taken, oldest first."""
    taken = []
    for commit in commits:
        project.program({"before": backup(triggers={"commit": commit}, **properties)})
        project.deploy()
        taken.append(project.state()["before"].outputs["backupId"])
    return taken


def test_a_new_backup_comes_in_place_and_the_oldest_beyond_keep_goes(
    emulator: Emulator, project: Project
) -> None:
    sites = {f"keep{keep}": emulator.new_site() for keep in (1, 2, 3)}
    taken: dict[str, list[str]] = {name: [] for name in sites}
    for commit in range(4):
        project.program(
            {
                name: backup(triggers={"commit": commit}, keep=int(name[-1]), siteId=site.id)
                for name, site in sites.items()
            }
        )
        project.deploy()
        for name, recorded in project.state().items():
            taken[name].append(recorded.outputs["backupId"])
    for name, site in sites.items():
        assert site.backups_submitted == len(set(taken[name])) == 4
        kept = taken[name][::-1][: int(name[-1])]
        assert site.backups() == kept
        state = project.state()[name]
        assert state.outputs["previousBackupIds"] == kept[1:]
        assert state.id.endswith(taken[name][0])
        assert "evictedBackupId" not in state.outputs


def test_a_lower_keep_acts_at_the_next_backup_and_never_before(
    site: Site, project: Project
) -> None:
    taken = rotate(project, 1, 2, 3, keep=3)
    submits = site.submits
    project.program({"before": backup(triggers={"commit": 3}, keep=1)})
    project.preview().says("1 to update")
    project.deploy()
    assert site.submits == submits
    assert site.backups() == taken[::-1]
    assert project.state()["before"].outputs["keep"] == 1
    newest = rotate(project, 4, keep=1)
    assert site.backups() == newest
    assert project.state()["before"].outputs["previousBackupIds"] == []


def test_our_own_backup_beyond_keep_is_deleted_and_seen_gone_before_the_submit(
    emulator: Emulator, site: Site, project: Project
) -> None:
    strangers = [site.take_backup()]
    old, newer = rotate(project, 1, 2, keep=2)
    emulator.settings(backupSeconds=0.5)  # of the deletion as well: its slot counts until then
    project.program({"before": backup(triggers={"commit": 3}, keep=2)})
    project.preview().says(f"deletes backup {old}", "keep is 2")
    assert site.backups() == [newer, old, *strangers]
    site.forget_requests()
    project.deploy()
    newest = project.state()["before"].outputs["backupId"]
    assert site.backups() == [newest, newer, *strangers]
    requests = site.requests()
    deleted = requests.index(f"DELETE /wix-data/v2/backups/{old}")
    submitted = requests.index("POST /wix-data/v2/backups")
    looks = [call for call in requests[deleted:submitted] if call == "GET /wix-data/v2/backups"]
    assert looks, "nobody looked whether it is gone"
    assert "evictedBackupId" not in project.state()["before"].outputs


def test_the_only_ready_backup_is_never_deleted_to_make_room(site: Site, project: Project) -> None:
    (own,) = rotate(project, 1, keep=1)
    strangers = [site.take_backup(), site.take_backup()]
    site.forget_requests()
    project.program({"before": backup(triggers={"commit": 2}, keep=1)})
    refused = project.up(ok=False)
    refused.says("all 3 slots", f"would make Wix delete backup {own}", "nothing was submitted")
    assert site.submits == 0
    assert site.backups() == [*strangers[::-1], own]


def test_a_full_site_refuses_a_backup_and_names_the_victim_with_its_age(
    site: Site, project: Project
) -> None:
    victim, *others = (site.take_backup() for _ in range(3))
    site.forget_requests()
    project.program({"before": backup(triggers={"commit": 1})})
    for refused in (project.preview(ok=False), project.up(ok=False), project.deploy(ok=False)):
        refused.says(
            f"all 3 slots for on-demand backups of site {site.id} are taken",
            f"would make Wix delete backup {victim} (requested ",
            " ago), so nothing was submitted",
            "`whenFull: evictOldest`",
        )
    assert site.submits == 0
    assert project.state() == {}
    assert site.backups() == [*others[::-1], victim]

    project.program({"before": backup(triggers={"commit": 1}, whenFull="evictOldest")})
    project.preview().says(
        f"warning: all 3 slots of site {site.id}", f"Wix deletes backup {victim}"
    )
    project.up().says(f"warning: Wix deleted backup {victim} to make room")
    outputs = project.state()["before"].outputs
    assert outputs["evictedBackupId"] == victim
    assert site.backups() == [outputs["backupId"], *others[::-1]]


def test_a_fourth_backup_of_several_resources_is_refused_before_it_is_submitted(
    site: Site, project: Project
) -> None:
    names = ["one", "two", "three", "four"]
    project.program({name: backup(triggers={"commit": 1}) for name in names})
    project.deploy(ok=False).says("all 3 slots", "would make Wix delete backup")
    assert site.backups_submitted == 3
    assert len(site.backups()) == 3
    assert len(project.state()) == 3
