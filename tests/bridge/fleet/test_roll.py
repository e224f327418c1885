from bridge.base.records import Sighting
from bridge.fleet.roll import Roll
from bridge.protocol.fleet import DoctorSummary, RobotHealth

HEALTH = RobotHealth("free", "0.9.0", doctor=DoctorSummary(90.5, ("frames",)))


def test_a_robot_is_here_while_any_of_its_links_is() -> None:
    roll = Roll()
    assert roll.get("a") is None
    roll.came("a", 1, 100.0)
    roll.came("a", 2, 101.0)
    roll.gone("a", 1, 102.0)
    assert is_here(roll)
    roll.gone("a", 2, 103.0)
    assert not is_here(roll)


def is_here(roll: Roll) -> bool:
    present = roll.get("a")
    assert present is not None
    return present.is_here


def test_only_a_robot_that_is_here_and_tells_its_health_does_errands() -> None:
    roll = Roll()
    assert not roll.does_errands("a")
    roll.came("a", 1, 100.0)
    assert not roll.does_errands("a")
    roll.told("a", HEALTH, 100.0)
    assert roll.does_errands("a")
    roll.gone("a", 1, 101.0)
    assert not roll.does_errands("a")


def test_whoever_is_here_is_seen_now_and_who_left_once() -> None:
    roll = Roll()
    roll.came("a", 1, 100.0)
    roll.told("a", HEALTH, 100.0)
    roll.came("b", 2, 100.0)
    roll.gone("b", 2, 110.0)
    assert roll.take_sightings(160.0) == [
        Sighting("a", 160, "0.9.0", 90, ("frames",)),
        Sighting("b", 110),
    ]
    assert roll.take_sightings(220.0) == [Sighting("a", 220, "0.9.0", 90, ("frames",))]


def test_a_call_for_help_lasts_until_it_is_answered_or_the_robot_leaves() -> None:
    roll = Roll()
    roll.came("a", 1, 100.0)
    for unix_s in (110.0, 120.0):
        roll.shown("a", True, True, unix_s)
        assert helped(roll) == 110.0
    roll.shown("a", True, False, 130.0)
    assert helped(roll) is None
    roll.shown("a", True, True, 140.0)
    roll.gone("a", 1, 150.0)
    assert helped(roll) is None
    assert roll.take_sightings(200.0) == [Sighting("a", 150, lesson_at=150)]


def test_the_last_lesson_ends_when_the_child_leaves() -> None:
    roll = Roll()
    roll.came("a", 1, 100.0)
    roll.shown("a", False, False, 110.0)
    assert roll.take_sightings(115.0) == [Sighting("a", 115)]
    roll.shown("a", True, False, 120.0)
    assert roll.take_sightings(180.0) == [Sighting("a", 180, lesson_at=180)]
    roll.shown("a", False, False, 190.0)
    roll.shown("a", False, False, 230.0)
    assert roll.take_sightings(240.0) == [Sighting("a", 240, lesson_at=190)]


def helped(roll: Roll) -> float | None:
    present = roll.get("a")
    assert present is not None
    return present.help_since_s


def test_a_robot_without_a_report_tells_its_version() -> None:
    roll = Roll()
    roll.told("a", RobotHealth("free", "0.9.0"), 100.0)
    assert roll.take_sightings(160.0) == [Sighting("a", 100, "0.9.0")]
