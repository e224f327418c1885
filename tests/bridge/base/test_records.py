from dataclasses import FrozenInstanceError, fields
from datetime import date

import pytest

from bridge.base.records import Loan, Pairing


def test_a_record_does_not_change_under_its_reader() -> None:
    loan = Loan(1, "karlsson-1", "Lena", date(2026, 11, 23), date(2026, 12, 23))
    with pytest.raises(FrozenInstanceError):
        loan.pupil_name = "Ole"  # type: ignore[misc]


def test_a_pairing_has_no_room_for_the_secret() -> None:
    assert "secret" not in {field.name for field in fields(Pairing)}
