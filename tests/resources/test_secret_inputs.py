"""What becomes of an input that is a secret: no message shows it, no output gives it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.resources.content import THREE, fill
from tests.resources.programs import csv, importing
from tests.resources.scenarios import restoring
from tests.resources.stack import EXPORT_JOB, IMPORT_JOB, RESTORATION, Rejected, Stack
from wix_data_provider.lifecycle.values import Secret

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fake_clock import FakeClock
    from tests.resources.wix import Wix

pytestmark = pytest.mark.anyio

HUSH = "IST.a1b2c3"
WRONG: dict[str, tuple[str, dict[str, Any]]] = {
    "siteId": (EXPORT_JOB, {"collectionId": "products", "siteId": Secret(HUSH)}),
    "fileName": (EXPORT_JOB, {"collectionId": "products", "fileName": Secret(f"a/{HUSH}")}),
    "backupId": (RESTORATION, restoring(backupId=Secret(HUSH))),
    "maxRejected": (IMPORT_JOB, importing(csv(), maxRejected=Secret(HUSH))),
    "restoreOnFailure": (IMPORT_JOB, importing(csv(), restoreOnFailure=Secret(HUSH))),
    "sourcePath": (IMPORT_JOB, importing(csv(), source=None, sourcePath=Secret(HUSH), format=None)),
}


@pytest.mark.parametrize(("token", "program"), WRONG.values(), ids=WRONG.keys())
async def test_no_problem_shows_a_secret(
    wix: Wix, clock: FakeClock, token: str, program: dict[str, Any]
) -> None:
    with pytest.raises(Rejected, match="is refused, and why is not said") as error:
        await Stack(clock, token).up(**program)
    assert HUSH not in str(error.value)
    assert wix.asked == []


async def test_the_path_of_a_secret_download_is_secret(
    wix: Wix, clock: FakeClock, tmp_path: Path
) -> None:
    await fill(wix, "products", *THREE)
    export = Stack(clock, EXPORT_JOB)
    await export.up(collectionId="products", downloadTo=Secret(str(tmp_path / "a.csv")))
    assert export.outputs["path"] == Secret(str(tmp_path / "a.csv"))
    assert export.outputs["rows"] == 3
