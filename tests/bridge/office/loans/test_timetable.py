from datetime import date

import pytest

from bridge.base.words import Declined
from bridge.lending.life import LoanFacts
from bridge.office.loans.timetable import AT_ONCE, TimetableReader
from bridge.register.loan_views import LoanView

LOAN = LoanView(
    1,
    "otto",
    "Otto",
    LoanFacts(date(2026, 11, 2), date(2026, 12, 18)),
    "running",
    federal_state="SH",
)
ICS = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//school//EN\r
BEGIN:VEVENT\r
UID:1\r
SUMMARY:Mathe bei Frau Canary\r
DTSTART;TZID=Europe/Berlin:20261102T080000\r
DTEND;TZID=Europe/Berlin:20261102T084500\r
RRULE:FREQ=WEEKLY\r
END:VEVENT\r
END:VCALENDAR\r
"""


async def test_times_are_read_in_a_process_of_its_own() -> None:
    windows, left_out = await TimetableReader().read(ICS, LOAN)
    assert [one.said() for one in windows] == ["Mo 08:00-08:45"]
    assert left_out == 0


@pytest.mark.thorough
@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"PK\x03\x04" + b"\0" * 64, b"BEGIN:VCALENDAR\r\n" * 5000]
)
async def test_what_is_no_timetable_is_refused_in_words(data: bytes) -> None:
    with pytest.raises(Declined, match=r"calendar|file"):
        await TimetableReader().read(data, LOAN)


async def test_more_than_a_few_at_once_are_told_to_come_again() -> None:
    reader = TimetableReader()
    reader._inside = AT_ONCE
    with pytest.raises(Declined, match="in a moment"):
        await reader.read(ICS, LOAN)
