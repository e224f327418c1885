from datetime import date

from bridge.register.images import as_image, key_of, read_image
from bridge.store.office_tables import passkeys, pencilled, ticks


def test_a_row_comes_back_with_the_types_of_its_columns() -> None:
    row = {"id": 1, "from_date": date(2026, 11, 30), "noted_at": None, "robot_id": "ä\u2028"}
    assert read_image(pencilled, as_image(row)) == row
    key = {"id": 2, "public_key": b"\x00\xff"}
    assert read_image(passkeys, as_image(key)) == key
    assert read_image(ticks, as_image(None)) is None
    assert key_of(ticks, {"loan_id": 1, "line": "a", "counted": 3}) == {"loan_id": 1, "line": "a"}
