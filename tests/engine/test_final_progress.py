"""Whether Wix still shows the progress of a finished job, or does not: the stack is the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.engine.every_kind import ONCE_EACH, EveryKind

if TYPE_CHECKING:
    from tests.engine.emulator import Emulator
    from tests.engine.project import Project
    from tests.engine.site import Site

IMPORTS = ("import", "emptied", "translations", "movement")


@pytest.mark.parametrize("progress", ["present", "absent"])
@pytest.mark.parametrize("logged", [True, False], ids=["skips logged", "skips silent"])
def test_every_kind_lives_with_and_without_final_progress(
    emulator: Emulator, site: Site, project: Project, progress: str, *, logged: bool
) -> None:
    emulator.settings(finalProgress=progress, skipsLogged=logged)
    every = EveryKind.prepared(emulator, site, project)
    every.program()
    project.up()
    assert every.submitted() == ONCE_EACH
    assert every.in_state() == every.at_wix()
    state = project.state()
    assert [name for name, entry in state.items() if entry.init_errors] == []
    assert {name: state[name].outputs["itemsRejected"] for name in IMPORTS} == dict.fromkeys(
        IMPORTS, 0
    )
    project.refresh()
    project.preview("--expect-no-changes")
    assert every.submitted() == ONCE_EACH
    project.destroy()
