from datetime import timedelta

from bridge.office.desk.line_parts import TodayFacts, WaitingRequest
from bridge.office.desk.lines import today_lines
from tests.bridge.office.desk.rows import MONDAY, NOON, a_loan, a_robot, at, live

A_DAY_S = 86_400
NOW_S = int(NOON.timestamp())


def titles(**facts: object) -> list[str]:
    return [line.title.de for line in today_lines(TodayFacts(NOON, **facts))]  # type: ignore[arg-type]


def test_the_most_urgent_comes_first() -> None:
    robots = [
        a_robot(a_loan(id=7, last=MONDAY + timedelta(days=4)), name="Otto"),
        a_robot(name="Kiwi", check_since=NOW_S - 4 * A_DAY_S),
        a_robot(a_loan(id=4, state="overdue", last=MONDAY - timedelta(days=2)), name="Elfi"),
        a_robot(a_loan(id=2, state="locked", locked_by="family", locked_at=NOW_S), name="Luzi"),
        a_robot(a_loan(), told=live("lesson", help_since=NOW_S - 360), name="Wanda"),
        a_robot(
            a_loan(id=5),
            told=live("away", seen_at=(NOON - timedelta(days=4)).timestamp()),
            name="Lotte",
        ),
    ]
    asked = WaitingRequest(1, NOW_S - 5 * A_DAY_S, "Gymnasium Schlosssee", "Schwerin", "MV")
    found = titles(
        robots=robots,
        requests=[asked, asked],
        single=[(3, "Tom Probe")],
        erased=[MONDAY + timedelta(days=2)] * 2,
    )
    assert found == [
        "Wanda ruft um Hilfe",
        "Zustimmung zurückgezogen, Luzi ist zu",
        "Elfi ist überfällig",
        "Lotte ist seit Donnerstag nicht zu sehen",
        "Otto kommt am Freitag zurück",
        "2 Anfragen warten",
        "Kiwi ist zurück und noch nicht geprüft",
        "Tom Probe hat nur einen Passkey",
        "2 Namen werden am Mittwoch gelöscht",
    ]


def test_help_and_locks_stay_and_the_rest_can_wait() -> None:
    robots = [
        a_robot(a_loan(), told=live("lesson", help_since=NOW_S)),
        a_robot(a_loan(id=2, state="locked")),
        a_robot(a_loan(id=3, last=MONDAY)),
    ]
    lines = today_lines(TodayFacts(NOON, robots))
    assert [(line.stays, line.is_now) for line in lines] == [
        *[(True, True)] * 2,
        (False, False),
    ]
    assert len({line.key for line in lines}) == 3


def test_a_request_waits_for_school_days_of_its_own_state() -> None:
    thursday = NOW_S - 4 * A_DAY_S
    fresh = WaitingRequest(1, thursday, "GS Heidekamp", "Lüneburg", "NI", MONDAY)
    assert titles(requests=[fresh]) == []
    wednesday = WaitingRequest(1, NOW_S - 5 * A_DAY_S, "GS Heidekamp", "Lüneburg", "NI", MONDAY)
    (line,) = today_lines(TodayFacts(NOON, requests=[fresh, wednesday]))
    assert line.context.de == "Die älteste seit 5 Tagen · GS Heidekamp, Lüneburg · ab 30.11."


def test_ones_own_passkey_is_said_to_oneself() -> None:
    assert titles(single=[(3, "Tom Probe")], member_id=3) == ["Sie haben nur einen Passkey"]


def test_a_name_that_is_due_already_goes_today() -> None:
    late = MONDAY - timedelta(days=1)
    assert titles(erased=[late, MONDAY, MONDAY + timedelta(days=1)]) == [
        "2 Namen werden heute gelöscht"
    ]


def test_nothing_to_do_is_no_line() -> None:
    calm = [a_robot(a_loan()), a_robot(), a_robot(scrapped_at=1, check_since=1)]
    assert today_lines(TodayFacts(at("12:00"), calm)) == []
