from pathlib import Path

from robot.local_page.page_update import update_told
from robot.update.record import Records, UpdateRecord


def test_what_happened_to_the_last_update_is_told_in_both_languages(tmp_path: Path) -> None:
    records = Records(tmp_path)
    assert update_told(records) is None
    facts = {"version": "1.5.0", "running": "1.4.0", "why": "karlsson-body"}
    records.write(UpdateRecord(code="fell_back", facts=facts))
    told = update_told(records)
    assert told is not None
    assert told.de.startswith("1.5.0 hat hier nicht funktioniert")
    assert told.en.startswith("1.5.0 did not work here")


def test_a_record_that_cannot_be_read_says_nothing(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text("{")
    assert update_told(Records(tmp_path)) is None
