"""Reading of a timetable in a process of its own, with limits of time and memory."""

import msgspec

from bridge.base.words import Declined, Words
from bridge.days.windows import Windows, read_windows
from bridge.office.loans.timetable_child import TimetableAnswer
from bridge.process.asked_child import answer_of
from bridge.register.loan_views import LoanView

ANSWER_S = 30.0
"""Time until the answer, on a busy machine."""

AT_ONCE = 1
"""Files that are read at the same time; more are told to come again."""

MOST_ANSWER_BYTES = 64 * 1024

UNREADABLE = Words(
    "Diese Datei lässt sich nicht lesen. Bitte laden Sie den Stundenplan als .ics-Datei hoch.",
    "This file cannot be read. Please upload the timetable as an .ics file.",
)
BUSY = Words(
    "Gerade werden andere Dateien gelesen. Bitte gleich noch einmal.",
    "Other files are being read right now. Please try again in a moment.",
)


class TimetableReader:
    """Reader of timetables; a few at once."""

    def __init__(self) -> None:
        self._inside = 0

    async def read(self, data: bytes, loan: LoanView) -> tuple[Windows, int]:
        """Return the lessons of a usual week, and how many other times were left out.

        Raises:
            Declined: It cannot be read, or too many others are being read.
        """
        if self._inside >= AT_ONCE:
            raise Declined(BUSY, "timetable")
        self._inside += 1
        try:
            answer = await _answer(data, loan)
        finally:
            self._inside -= 1
        if answer is None:
            raise Declined(UNREADABLE, "timetable")
        if answer.de:
            raise Declined(Words(answer.de, answer.en), "timetable")
        return read_windows(answer.windows), answer.left_out


async def _answer(data: bytes, loan: LoanView) -> TimetableAnswer | None:
    """Return what the process answers; None if it died or took too long."""
    answer = await answer_of(
        *("bridge.office.loans.timetable_child", loan.first.isoformat(), loan.last.isoformat()),
        loan.federal_state,
        data=data,
        most_bytes=MOST_ANSWER_BYTES,
        within_s=ANSWER_S,
    )
    try:
        return msgspec.json.decode(answer or b"", type=TimetableAnswer)
    except msgspec.DecodeError:
        return None
