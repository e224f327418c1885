from pathlib import Path

from robot.update.record import Records, Trial, UpdateRecord


def test_a_record_is_what_was_written(tmp_path: Path) -> None:
    records = Records(tmp_path)
    assert records.read() == UpdateRecord()
    record = UpdateRecord(Trial("1.5.0", "1.4.0", 2), ("1.4.5",), "switched", {"tries": "2"}, "now")
    records.write(record)
    assert records.read() == record
    assert records.path.stat().st_mode & 0o777 == 0o644


def test_what_cannot_be_read_is_begun_anew(tmp_path: Path) -> None:
    records = Records(tmp_path)
    for data in (b"", b"{", b'{"trial": 7}', b"\xff"):
        records.path.write_bytes(data)
        assert records.read() == UpdateRecord()
