from dataclasses import replace
from datetime import date

from bridge.days.typed import Span
from bridge.lending.life import LoanFacts
from bridge.office.loans.calendar_rows import RobotsDays
from bridge.office.loans.robot_choice import choices, nearest, place_of_school
from bridge.register.loan_views import LoanView
from bridge.register.pencilled import Pencilled
from bridge.register.robot_days import LentRobot
from bridge.register.schools import SchoolRecord

TODAY = date(2026, 11, 30)
SPAN = Span(date(2027, 1, 11), date(2027, 3, 25))
KIEL = SchoolRecord(1, "GS Seerosenweg", town="Kiel", state="SH")

UWE = LentRobot("uwe", "Uwe", "Lager Kiel")
OLE = LentRobot("ole", "Ole", "Büro Hamburg")
OTTO = LentRobot("otto", "Otto")
ELFI = LentRobot("elfi", "Elfi")
KIWI = LentRobot("kiwi", "Kiwi", "Lager Kiel", workshop_since=date(2026, 11, 13))
RUDI = LentRobot("rudi", "Rudi", "Lager Kiel", check_since=TODAY, check_note="Kopf klemmt")

OUT = LoanView(
    1,
    "otto",
    "Otto",
    LoanFacts(date(2026, 9, 1), date(2026, 12, 4), handed_over_at=1),
    "running",
    school_name="GemS Fördewind",
    school_town="Flensburg",
    federal_state="SH",
)
TAKEN = replace(
    OUT,
    id=2,
    robot_id="elfi",
    facts=LoanFacts(date(2027, 1, 11), date(2027, 3, 26), handed_over_at=None),
    state="reserved",
    school_name="Gymnasium Nordlicht",
)


def test_the_nearest_free_robot_comes_first_and_a_taken_one_says_why() -> None:
    days = RobotsDays([OLE, ELFI, KIWI, OTTO, RUDI, UWE], [OUT, TAKEN])
    found = choices(days, SPAN, KIEL, "SH", TODAY)
    assert [(one.robot_id, one.may) for one in found] == [
        ("uwe", True),
        ("otto", True),
        ("ole", True),
        ("rudi", True),
        ("elfi", False),
    ]
    assert nearest(found) == "uwe"
    said = {one.robot_id: (one.about.de, one.beside.de) for one in found}
    assert said["uwe"] == ("Lager Kiel · frei", "am Ort")
    assert said["otto"] == ("kommt am 04.12.2026 aus Flensburg zurück", "70 km")
    assert said["rudi"][0] == "Lager Kiel · frei · noch prüfen: Kopf klemmt"
    assert said["elfi"][0] == (
        "geht nicht: 11.01. bis 26.03.2027 bei Gymnasium Nordlicht, frei ab 27.03.2027"
    )


def test_what_is_pencilled_in_or_late_is_said() -> None:
    late = replace(OUT, facts=LoanFacts(date(2026, 9, 1), date(2026, 11, 27), 1), state="overdue")
    noted = Pencilled(1, "ole", "Ole", SPAN.first, SPAN.last, 1)
    found = choices(RobotsDays([OLE, OTTO], [late], [noted]), SPAN, None, "", TODAY)
    said = {one.robot_id: one.about.de for one in found}
    assert said["otto"] == "sollte seit 27.11.2026 aus Flensburg zurück sein"
    assert said["ole"].endswith("vorgemerkt für andere")


def test_the_robot_itself_is_left_out_and_nobody_is_free_of_none() -> None:
    assert choices(RobotsDays([UWE], []), SPAN, KIEL, "SH", TODAY, without="uwe") == []
    assert nearest([]) == ""
    assert place_of_school(None) is None
