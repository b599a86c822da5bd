"""client/wire.py: the base of every model."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest
from pydantic import ValidationError

from wix_data_provider.client.backups import Backup
from wix_data_provider.client.job_models import Job
from wix_data_provider.errors import ProtocolError

BACKUP = {
    "id": "b1",
    "status": "READY",
    "type": "ON_DEMAND",
    "requestedDate": "2026-01-02T03:04:05.678Z",
}
REQUESTED = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=timezone.utc)


def test_names_dates_and_numbers_of_the_wire_are_read() -> None:
    backup = Backup.from_wire({**BACKUP, "sizeInBytes": "9007199254740993", "collections": None})
    assert backup.requested_date == REQUESTED
    assert backup.requested_date.utcoffset() == timedelta(0)
    assert backup.size_in_bytes == 9007199254740993
    assert backup.collections == ()
    assert backup.finished_date is None


@pytest.mark.parametrize("size", [12, "12", 12.0])
def test_a_number_may_be_a_string(size: object) -> None:
    assert Backup.from_wire({**BACKUP, "sizeInBytes": size}).size_in_bytes == 12


def test_a_date_without_zone_is_utc() -> None:
    backup = Backup.from_wire({**BACKUP, "requestedDate": "2026-01-02T03:04:05.678"})
    assert backup.requested_date == REQUESTED


@pytest.mark.parametrize("name", ["finishedAt", "finished_at"])
def test_both_spellings_of_finished_at_are_read(name: str) -> None:
    job = Job.from_wire({"id": "j", "status": "COMPLETED", name: "2026-01-02T03:04:05.678Z"})
    assert job.finished_at == REQUESTED


def test_unknown_fields_are_kept_but_not_shown() -> None:
    backup = Backup.from_wire({**BACKUP, "newField": {"deep": "signed-url"}})
    assert backup.model_extra == {"newField": {"deep": "signed-url"}}
    assert "signed-url" not in repr(backup)
    assert "READY" in repr(backup)


def test_the_signed_url_of_a_file_is_not_shown() -> None:
    file = {"fileId": "f", "format": "CSV", "url": "https://files.test/f?sig=1"}
    job = Job.from_wire({"id": "j", "status": "NEW_ONE", "destination": {"file": file}})
    assert job.destination is not None
    assert job.destination.file is not None
    assert job.destination.file.url == file["url"]
    assert "sig=1" not in f"{job!r}{job}"


def test_a_model_is_frozen() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        Backup.from_wire(BACKUP).status = "FAILED"


def test_what_does_not_fit_is_named_without_its_value() -> None:
    with pytest.raises(ProtocolError, match=r"a Backup .*requestedDate: .*sizeInBytes: ") as caught:
        Backup.from_wire({**BACKUP, "requestedDate": "soon", "sizeInBytes": "private"})
    error = caught.value
    assert "private" not in str(error)
    assert error.__cause__ is None
    assert error.__context__ is None
