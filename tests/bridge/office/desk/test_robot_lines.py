from datetime import datetime, timedelta

import pytest

from bridge.base.words import Words
from bridge.office.desk.line_parts import TodayFacts, TodayLine
from bridge.office.desk.robot_lines import lines_of_robot
from bridge.office.desk.robot_state import DeskRobot
from bridge.register.robots import RobotLoan
from tests.bridge.office.desk.rows import MONDAY, NOON, a_loan, a_robot, at, live

NOW_S = int(NOON.timestamp())
ANTRAG = Words("Antrag beim RLSB", "Application")


def only(robot: DeskRobot, now: datetime = NOON, **facts: object) -> TodayLine:
    (line,) = lines_of_robot(robot, TodayFacts(now, **facts))  # type: ignore[arg-type]
    return line


def coming(days: int, **values: object) -> RobotLoan:
    usual: dict[str, object] = {"id": 9, "state": "reserved", "handed_over": False}
    first = MONDAY + timedelta(days=days)
    return a_loan(**usual | {"first": first, "last": first + timedelta(days=60)} | values)


def test_a_call_for_help_says_since_when_and_whom_to_call() -> None:
    told = live("lesson", help_since=NOW_S - 6 * 60 - 20)
    robot = a_robot(a_loan(class_name="3a"), told=told)
    line = only(robot, phones={5: "0431 5550101"})
    assert line.mark == ("bad", Words("seit 6 Minuten", "for 6 minutes"))
    assert line.context.de == "GS Seerosenweg, Kiel · Klasse 3a"
    assert [(act.to, act.is_main) for act in line.acts] == [
        ("tel:04315550101", True),
        ("/office/robots/krl-0007", False),
    ]
    at_school = only(robot, phones={5: "0431 5550101"}, lends=False)
    assert [act.to for act in at_school.acts] == ["/office/robots/krl-0007"]


def test_a_battery_is_named_before_lessons_and_hinted_at_in_the_evening() -> None:
    low = a_robot(a_loan(), told=live(battery_percent=18.0, charging=False), now=at("07:00"))
    line = only(low, at("07:00"))
    assert (line.title.de, line.is_now) == ("Wanda hat nachts nicht geladen", True)
    assert line.mark == ("bad", Words("18 %", "18 %"))
    sunday = at("19:00", MONDAY - timedelta(days=1))
    late = a_robot(a_loan(), told=live("away", alarms=("not_charging",)), now=sunday)
    line = only(late, sunday)
    assert (line.title.de, line.is_now, line.mark) == ("Wanda lädt noch nicht", False, None)


@pytest.mark.parametrize(
    ("by", "title"),
    [
        ("family", "Zustimmung zurückgezogen, Wanda ist zu"),
        ("child", "Zustimmung zurückgezogen, Wanda ist zu"),
        ("office", "Wanda ist gesperrt"),
    ],
)
def test_a_lock_says_who_has_closed_the_robot(by: str, title: str) -> None:
    locked_at = int((NOON - timedelta(days=4)).timestamp())
    line = only(a_robot(a_loan(state="locked", locked_by=by, locked_at=locked_at)))
    assert line.title.de == title
    assert line.mark == ("bad", Words("seit Donnerstag", "since Thursday"))


def test_an_overdue_robot_is_extended_or_returned() -> None:
    loan = a_loan(state="overdue", last=MONDAY - timedelta(days=1))
    line = only(a_robot(loan, coming(60)))
    assert line.mark == ("warn", Words("seit gestern", "since yesterday"))
    assert line.context.de.endswith("wird ab 29.01. woanders gebraucht")
    assert [act.to for act in line.acts] == ["/office/loans/1/days", "/office/loans/1/return"]


def test_a_loan_that_is_not_ready_is_named_a_week_before() -> None:
    missing = {9: [ANTRAG]}
    line = only(a_robot(coming(2, open_ticks=1)), missing=missing)
    assert line.title.de == "Wanda darf am Mittwoch noch nicht anfangen"
    assert "1 Häkchen fehlt: Antrag beim RLSB" in line.context.de
    far = a_robot(coming(9, open_ticks=1))
    assert lines_of_robot(far, TodayFacts(NOON, missing=missing)) == []
    near = a_robot(coming(7, open_ticks=2))
    assert "2 Häkchen fehlen" in only(near, missing={9: [ANTRAG] * 2}).context.de
    begun = a_robot(coming(-1, state="handed_over", handed_over=True, open_ticks=1))
    line = only(begun, missing=missing)
    assert (line.title.de, line.is_now) == ("Wanda darf noch nicht anfangen", True)


def test_a_loan_that_should_have_begun_is_handed_over() -> None:
    line = only(a_robot(coming(0)))
    assert (line.title.de, line.context.de.rpartition(" · ")[2]) == (
        *("Wanda ist noch nicht übergeben",),
        "beginnt heute",
    )
    assert line.acts[0].to == "/office/loans/9/hand-over"
    assert only(a_robot(coming(-3))).context.de.endswith("Beginn war 27.11.")
    assert lines_of_robot(a_robot(coming(1)), TodayFacts(NOON)) == []


def test_a_loan_that_ends_says_until_when_the_robot_is_free() -> None:
    loan = a_loan(last=MONDAY + timedelta(days=7), short_name="Kind 6")
    line = only(a_robot(loan, coming(40)))
    assert line.title.de == "Wanda kommt am 07.12. zurück"
    assert line.context.de.endswith("Kind 6 · danach frei bis 08.01.")
    assert lines_of_robot(a_robot(a_loan(last=MONDAY + timedelta(days=8))), TodayFacts(NOON)) == []
    for days, when in ((0, "heute"), (1, "morgen"), (6, "am Sonntag")):
        near = a_robot(a_loan(last=MONDAY + timedelta(days=days)))
        assert only(near).title.de == f"Wanda kommt {when} zurück"


def test_faults_wishes_and_checks_have_their_lines() -> None:
    assert only(a_robot(a_loan(), told=live("fault"))).title.de == "Wanda meldet eine Störung"
    assert lines_of_robot(a_robot(told=live("fault")), TodayFacts(NOON)) == []
    assert "möchte bei Wanda" in only(a_robot(a_loan()), wishes=[1]).title.de
    old, new = NOW_S - 4 * 86_400, NOW_S - 2 * 86_400
    line = only(a_robot(check_since=old, check_note="Rad locker"))
    assert line.context.de == "seit Donnerstag · Rad locker"
    assert lines_of_robot(a_robot(check_since=new), TodayFacts(NOON)) == []
    in_workshop = a_robot(check_since=old, workshop_since=new)
    assert lines_of_robot(in_workshop, TodayFacts(NOON)) == []


def test_a_robot_that_was_never_seen_is_named_so() -> None:
    line = only(a_robot(a_loan(), told=live("away", seen_at=None)))
    assert line.title.de == "Wanda war noch nie zu sehen"
