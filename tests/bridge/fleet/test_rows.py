import pytest

from bridge.base.errors import BadRequest, NotKnown
from bridge.base.records import Robot, Sighting
from bridge.fleet.roll import Present
from bridge.fleet.rows import FleetRow, filtered, most_urgent_first, named, row_of
from bridge.protocol.fleet import DoctorSummary, RobotHealth
from tests.bridge.fleet.rows import row

ROBOT = Robot("karlsson-1", "Karlsson", "K" * 43, 1)
KEPT = Sighting("karlsson-1", 500, "0.8.0", 400, ("camera",))
HEALTH = RobotHealth("lesson", "0.9.0", 81.0, False, 48.0, -61.0, True, True, ("voice",))


def test_a_robot_that_is_here_shows_what_it_tells() -> None:
    present = Present(600.0, {1}, HEALTH)
    assert row_of(ROBOT, present, KEPT, True, ("doctor",)) == FleetRow(
        *("karlsson-1", "Karlsson", "lesson", "0.9.0", 81.0, False, 48.0, -61.0, True, True),
        *(("voice",), 600, 400, ("camera",), True, ("doctor",)),
    )


def test_a_newer_report_of_the_doctor_counts() -> None:
    told = RobotHealth("free", doctor=DoctorSummary(700.0))
    found = row_of(ROBOT, Present(600.0, {1}, told), KEPT, False)
    assert (found.doctor_at, found.doctor_failed) == (700, ())


def test_a_robot_that_left_shows_no_measurement_of_before() -> None:
    found = row_of(ROBOT, Present(600.0, set(), HEALTH), KEPT, False)
    assert (found.state, found.version, found.seen_at) == ("away", "0.9.0", 600)
    assert (found.battery_percent, found.soc_c, found.broken) == (None, None, ())


def test_a_robot_that_is_only_stored_or_never_came_is_away() -> None:
    kept = row_of(ROBOT, None, KEPT, False)
    assert (kept.state, kept.version, kept.seen_at, kept.doctor_at) == ("away", "0.8.0", 500, 400)
    assert row_of(ROBOT, None, None, False) == FleetRow("karlsson-1", "Karlsson", "away")


def test_a_lesson_and_a_call_for_help_show_at_once() -> None:
    health = RobotHealth("free", "0.9.0")
    present = Present(600.0, {1}, health, in_lesson=True, lesson_s=590.0, help_since_s=580.0)
    found = row_of(ROBOT, present, Sighting("karlsson-1", 500, lesson_at=450), True)
    assert (found.state, found.lesson_at, found.help_since) == ("lesson", 590, 580)
    present = Present(600.0, {1}, RobotHealth("fault"), in_lesson=True)
    assert row_of(ROBOT, present, None, True).state == "fault"
    assert row_of(ROBOT, Present(600.0, {1}, in_lesson=True), None, True).state == "lesson"
    stored = row_of(ROBOT, None, Sighting("karlsson-1", 500, lesson_at=450), True)
    assert stored.lesson_at == 450


def test_an_older_robot_is_here_and_tells_nothing() -> None:
    assert row_of(ROBOT, Present(600.0, {1}), None, False).state == "here"


ROWS = (
    row("a-1", battery_percent=20.0, lent=True),
    row("a-2", state="away", battery_percent=None, alarms=("not_seen",)),
    row("b-10", name="Adler", version="1.0.0", signal_dbm=-80.0, broken=("camera",)),
)


@pytest.mark.parametrize(
    ("words", "robots"),
    [
        ([], ["a-1", "a-2", "b-10"]),
        (["away"], ["a-2"]),
        (["here", "battery<30"], ["a-1"]),
        (["battery>30"], ["b-10"]),
        (["signal<-75"], ["b-10"]),
        (["alarm"], ["a-2"]),
        (["broken"], ["b-10"]),
        (["lent"], ["a-1"]),
        (["adl"], ["b-10"]),
        (["1.0"], ["b-10"]),
        (["a-"], ["a-1", "a-2"]),
        (["nothing"], []),
    ],
)
def test_every_word_of_a_filter_has_to_fit(words: list[str], robots: list[str]) -> None:
    assert [one.robot for one in filtered(ROWS, words)] == robots


@pytest.mark.parametrize(
    ("word", "told"), [("battery<x", "needs a number"), ("mood<3", "only battery, temp, signal")]
)
def test_a_comparison_that_says_nothing_is_told(word: str, told: str) -> None:
    with pytest.raises(BadRequest, match=told):
        filtered((), [word])


def test_what_needs_somebody_comes_first_and_numbers_count() -> None:
    hurt = [row("k-30", doctor_failed=("wifi",)), row("k-4", state="fault")]
    rows = [row("k-10"), row("k-2"), *hurt]
    assert [one.robot for one in most_urgent_first(rows)] == ["k-4", "k-30", "k-2", "k-10"]


def test_robots_are_named_by_id_by_pattern_or_all() -> None:
    known = ["k-1", "k-2", "k-10", "m"]
    assert named(known, ["k-10", "k-*"]) == ["k-1", "k-2", "k-10"]
    assert named(known, ["all"]) == ["k-1", "k-2", "k-10", "m"]
    with pytest.raises(NotKnown, match="no robot is called 'x'; known: k-1, k-2, k-10, m"):
        named(known, ["k-1", "x"])
    with pytest.raises(NotKnown, match="there is none yet"):
        named([], ["all"])
