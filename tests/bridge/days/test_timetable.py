import random
from contextlib import suppress
from datetime import date

import pytest

from bridge.base.words import Declined
from bridge.days.timetable import MOST_BYTES, MOST_EVENTS, read_timetable
from bridge.days.windows import write_windows

FIRST, LAST = date(2026, 11, 30), date(2027, 6, 30)
ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
END:VTIMEZONE
"""


def event(start: str, end: str, rule: str = "", *more: str) -> str:
    lines = ["BEGIN:VEVENT", f"UID:{start}{end}{rule}", "SUMMARY:Mathe bei Frau Kanarie"]
    lines += [f"DTSTART{start}", f"DTEND{end}", *([f"RRULE:{rule}"] if rule else []), *more]
    return "\n".join([*lines, "END:VEVENT", ""])


def calendar(*events: str, zone: str = ZONE) -> bytes:
    text = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Schule//DE\n" + zone + "".join(events)
    return (text + "END:VCALENDAR\n").replace("\n", "\r\n").encode()


BERLIN = ";TZID=Europe/Berlin:"
MATHS = event(f"{BERLIN}20260907T080000", f"{BERLIN}20260907T084500", "FREQ=WEEKLY;BYDAY=MO,WE")


def said(ics: bytes) -> str:
    return write_windows(read_timetable(ics, FIRST, LAST, "SH").windows)


def test_weekly_lessons_are_read_as_the_wall_shows_them() -> None:
    assert said(calendar(MATHS)) == "Mo 08:00-08:45, Mi 08:00-08:45"


def test_times_of_other_zones_and_of_none_are_those_of_the_schools() -> None:
    utc = event(":20260908T070000Z", ":20260908T074500Z", "FREQ=WEEKLY")
    floating = event(":20260910T095000", ":20260910T103500", "FREQ=WEEKLY")
    assert said(calendar(utc, floating)) == "Di 08:00-08:45, Do 09:50-10:35"


def test_every_second_week_counts_and_a_trip_does_not() -> None:
    sports = event(":20260911T100000", ":20260911T113000", "FREQ=WEEKLY;INTERVAL=2")
    trip = event(":20261203T080000", ":20261203T130000")
    read = read_timetable(calendar(MATHS, sports, trip), FIRST, LAST, "SH")
    assert write_windows(read.windows) == "Mo 08:00-08:45, Mi 08:00-08:45, Fr 10:00-11:30"
    assert read.left_out == 1


def test_days_off_cancelled_lessons_and_whole_days_are_no_windows() -> None:
    whole = event(";VALUE=DATE:20261201", ";VALUE=DATE:20261202", "FREQ=WEEKLY")
    gone = event(":20260911T100000", ":20260911T113000", "FREQ=WEEKLY", "STATUS:CANCELLED")
    assert said(calendar(MATHS, whole, gone)) == "Mo 08:00-08:45, Mi 08:00-08:45"


@pytest.mark.parametrize(
    "ics",
    [
        b"",
        b"PK\x03\x04",
        b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\n",
        b"x" * (MOST_BYTES + 1),
        calendar(),
        calendar(event(":20260907T080000", ":20260907T084500", "FREQ=SECONDLY")),
        calendar(event(":20260907T080000", ":20260907T084500", "FREQ=DAILY;BYMINUTE=1,2,3")),
        calendar(event(":19000101T080000", ":19000101T084500", "FREQ=DAILY")),
        calendar(*[MATHS] * (MOST_EVENTS + 1)),
        calendar(event(":20260907T080000", ":20260907T080000", "FREQ=WEEKLY")),
        calendar(event(":99999999T080000", ":20260907T080000", "FREQ=WEEKLY")),
        calendar(event(":20260907T080000", ":20260907T084500", "FREQ=WEEKLY;UNTIL=quatsch")),
    ],
)
def test_what_is_no_timetable_is_refused_in_words(ics: bytes) -> None:
    with pytest.raises(Declined):
        read_timetable(ics, FIRST, LAST, "SH")


@pytest.mark.thorough
def test_damaged_calendars_are_read_or_refused() -> None:
    chance = random.Random(13)
    whole = calendar(MATHS, event(":20260908T070000Z", ":20260908T074500Z", "FREQ=WEEKLY"))
    for _ in range(600):
        damaged = bytearray(whole)
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(damaged))
            damaged[at : at + chance.randint(0, 9)] = chance.randbytes(chance.randint(0, 4))
        with suppress(Declined):
            read_timetable(bytes(damaged), FIRST, LAST, "SH")
