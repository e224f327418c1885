import subprocess
import sys

import msgspec

from bridge.office.loans.timetable_child import TimetableAnswer
from tests.bridge.office.loans.test_timetable import ICS

ARGUMENTS = ("2026-11-02", "2026-12-18", "SH")


def test_nothing_of_the_file_but_times_comes_out() -> None:
    done = subprocess.run(
        [sys.executable, "-I", "-m", "bridge.office.loans.timetable_child", *ARGUMENTS],
        input=ICS,
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert b"Canary" not in done.stdout + done.stderr
    answer = msgspec.json.decode(done.stdout, type=TimetableAnswer)
    assert answer == TimetableAnswer("Mo 08:00-08:45")
