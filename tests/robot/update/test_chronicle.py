import errno
from pathlib import Path

import pytest

from robot.update.chronicle import Chronicle
from robot.update.errors import UpdateError
from robot.update.record import Records, Trial, UpdateRecord
from tests.robot.update.places import EVENING, lay


class FullRecords(Records):
    """Cannot write."""

    def write(self, record: UpdateRecord) -> None:
        raise OSError(errno.ENOSPC, "full", str(self.path))


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "state").mkdir()
    return tmp_path


def chronicle(place: Path, kind: type[Records] = Records) -> Chronicle:
    return Chronicle(kind(place / "state"), lay(place / "opt", "1.4.0"), lambda: EVENING)


def test_a_note_names_what_runs_and_when(place: Path) -> None:
    told = chronicle(place)
    told.note("switched", trial=Trial("1.5.0", "1.4.0"), version="1.5.0", tries="1")
    record = told.read()
    assert record.facts == {"running": "1.4.0", "version": "1.5.0", "tries": "1"}
    assert record.at == EVENING.isoformat(timespec="seconds")
    assert record.trial == Trial("1.5.0", "1.4.0")
    assert told.keep(record, None).trial is None
    assert told.read().code == "switched"


def test_a_full_disk_hides_no_news_and_ends_a_step(place: Path) -> None:
    told = chronicle(place, FullRecords)
    assert told.note("up_to_date").code == "up_to_date"
    with pytest.raises(OSError, match="full"):
        told.note("switched", trial=None)


def test_failures_are_put_into_words(place: Path) -> None:
    told = chronicle(place)
    assert told.failure(PermissionError(errno.EACCES, "no")).code == "no_right"
    record = told.failure(OSError(errno.ENOSPC, "full", "/opt/karlsson"))
    assert record.facts["what"] == "there is no room left on the disk"
    assert told.why(UpdateError("clock", own="a", bridge="b")).facts["own"] == "a"


def test_the_record_of_another_process_is_left_alone(place: Path) -> None:
    told = chronicle(place)
    told.note("switched", trial=Trial("1.5.0", "1.4.0"))
    before = told.read()
    assert told.why(UpdateError("busy")).code == "busy"
    assert told.read() == before
