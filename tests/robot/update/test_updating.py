import fcntl
import os
from pathlib import Path

import pytest

from bridge.process.release_info import WaveOffer, mark_of
from robot.caution.occupied import Occupied
from robot.update import words
from robot.update.record import Trial, UpdateRecord
from robot.update.updating import LOCK, Demand
from tests.robot.update.places import MORNING, ROBOT, RobotWithUpdates, entries, holds

BY_HAND = Demand(by_hand=True)


@pytest.fixture
def robot(tmp_path: Path) -> RobotWithUpdates:
    return RobotWithUpdates(tmp_path)


def run(robot: RobotWithUpdates, demand: Demand = BY_HAND) -> str:
    record = robot.updating.run(demand, lambda: robot.shelf)
    assert record.code in words.WORDS
    assert "?" not in words.say(record.code, record.facts, "de").replace("?)", "")
    return record.code


def test_a_release_is_staged_tried_and_kept(robot: RobotWithUpdates) -> None:
    robot.shelf.add("1.5.0")
    assert run(robot) == "installed"
    assert holds(robot.base) == holds(robot.base, "good") == "1.5.0"
    assert robot.health.checks == ["1.5.0"]
    assert robot.records.read().trial is None
    assert run(robot) == "up_to_date"


def test_looking_changes_nothing(robot: RobotWithUpdates) -> None:
    robot.shelf.add("1.5.0")
    assert run(robot, Demand(by_hand=True, check_only=True)) == "available"
    assert robot.shelf.fetched == []
    assert holds(robot.base) == "1.4.0"


def test_a_release_that_does_not_work_is_left_after_three_tries(tmp_path: Path) -> None:
    robot = RobotWithUpdates(tmp_path, "1.5.0")
    robot.shelf.add("1.5.0")
    assert run(robot) == "fell_back"
    assert robot.health.checks == ["1.5.0"] * 3
    assert robot.health.restarts == 4  # three tries, and the way back
    assert robot.health.rests == 2
    assert holds(robot.base) == "1.4.0"
    record = robot.records.read()
    assert record.fell_back == ("1.5.0",)
    assert "no picture came" in record.facts["why"]
    # It is not tried again by itself, also by a wave; a person may.
    assert run(robot) == "fell_back_before"
    robot.shelf.offer = WaveOffer(1, "1.5.0", mark_of(1, ROBOT), 0)
    assert run(robot, Demand()) == "fell_back_before"
    robot.health.sick.clear()
    assert run(robot, Demand(by_hand=True, version="1.5.0")) == "installed"
    assert robot.records.read().fell_back == ()


def test_a_release_that_works_at_the_second_try_is_kept(tmp_path: Path) -> None:
    robot = RobotWithUpdates(tmp_path, "1.5.0")
    robot.health.heals_after = 1
    robot.shelf.add("1.5.0")
    assert run(robot) == "installed"
    assert len(robot.health.checks) == 2


def test_nothing_happens_by_itself_without_a_wave(robot: RobotWithUpdates) -> None:
    robot.shelf.add("1.5.0")
    assert run(robot, Demand()) == "no_wave"
    robot.shelf.offer = WaveOffer(1, "1.5.0", mark_of(1, "karlsson-8"), 0)
    assert run(robot, Demand()) == "waits_for_wave"
    robot.shelf.offer = WaveOffer(1, "1.5.0", mark_of(1, ROBOT), 0)
    assert run(robot, Demand()) == "installed"


def test_never_in_a_lesson_and_not_in_school_hours(robot: RobotWithUpdates) -> None:
    robot.shelf.add("1.5.0")
    robot.now = MORNING
    assert run(robot) == "school_hours"
    occupied = Occupied(robot.runtime)
    occupied.note(True)
    assert run(robot, Demand(by_hand=True, anytime=True)) == "lesson"
    assert robot.shelf.fetched == []
    occupied.note(False)
    assert run(robot, Demand(by_hand=True, anytime=True)) == "installed"


def test_a_lesson_that_begins_while_it_is_fetched_stops_it(robot: RobotWithUpdates) -> None:
    robot.shelf.add("1.5.0")
    occupied = Occupied(robot.runtime)
    fetch = robot.shelf.fetch

    def come(info: object) -> Path:
        occupied.note(True)
        return fetch(info)  # type: ignore[arg-type]

    robot.shelf.fetch = come  # type: ignore[method-assign]
    assert run(robot) == "lesson"
    assert holds(robot.base) == "1.4.0"
    occupied.note(False)
    assert run(robot) == "installed"
    assert robot.shelf.fetched == ["1.5.0"]  # it was there already


def test_a_downgrade_needs_a_signature(robot: RobotWithUpdates) -> None:
    robot.shelf.add("1.3.0")
    assert run(robot) == "older"
    assert run(robot, Demand(by_hand=True, version="1.3.0")) == "older"
    robot.shelf.add("1.3.1", "1.4.0")
    assert run(robot, Demand(by_hand=True, version="1.3.1")) == "installed"
    assert holds(robot.base) == "1.3.1"


@pytest.mark.parametrize("tries", [1, 2])
def test_a_trial_goes_on_after_a_power_cut(robot: RobotWithUpdates, tries: int) -> None:
    staged(robot, Trial("1.5.0", "1.4.0", tries))
    assert robot.updating.settle().trial == Trial("1.5.0", "1.4.0", tries + 1, counted=True)
    assert run(robot) == "installed"
    assert robot.health.checks == ["1.5.0"]


def test_after_a_start_nothing_is_restarted_once_more(robot: RobotWithUpdates) -> None:
    staged(robot, Trial("1.5.0", "1.4.0"))
    robot.updating.settle()
    robot.now = MORNING
    assert run(robot) == "installed"
    assert robot.health.restarts == 0


def test_a_trial_waits_for_whoever_is_in(robot: RobotWithUpdates) -> None:
    staged(robot, Trial("1.5.0", "1.4.0", 3))
    occupied = Occupied(robot.runtime)
    occupied.note(True)
    assert run(robot) == "lesson"
    assert (robot.health.restarts, robot.health.checks) == (0, [])
    assert holds(robot.base) == "1.5.0"
    occupied.note(False)
    assert run(robot) == "fell_back"


def test_whoever_comes_in_between_two_tries_is_not_put_out(tmp_path: Path) -> None:
    robot = RobotWithUpdates(tmp_path, "1.5.0")
    robot.shelf.add("1.5.0")
    occupied = Occupied(robot.runtime)
    check = robot.health.check

    def come() -> None:
        occupied.note(True)
        check()

    robot.health.check = come  # type: ignore[method-assign]
    assert run(robot) == "lesson"
    assert robot.health.restarts == 1
    trial = robot.records.read().trial
    assert trial is not None
    occupied.note(False)
    robot.health.check = check  # type: ignore[method-assign]
    robot.health.sick.clear()
    assert run(robot) == "installed"


def test_power_cuts_count_as_tries(robot: RobotWithUpdates) -> None:
    staged(robot, Trial("1.5.0", "1.4.0", 3))
    record = robot.updating.settle()
    assert (record.code, record.trial) == ("fell_back", None)
    assert "3 times" in record.facts["why"]
    assert holds(robot.base) == "1.4.0"
    assert robot.health.restarts == 0  # the services start after this


def test_an_updater_that_dies_counts_as_a_try(robot: RobotWithUpdates) -> None:
    staged(robot, Trial("1.5.0", "1.4.0", 2))
    robot.health.sick.add("1.5.0")
    assert run(robot) == "fell_back"
    assert len(robot.health.checks) == 1


def test_a_cut_on_the_way_back_goes_on_back(robot: RobotWithUpdates) -> None:
    staged(robot, Trial("1.5.0", "1.4.0", 4))
    robot.records.write(
        UpdateRecord(Trial("1.5.0", "1.4.0", 4), ("1.5.0",), "fell_back", {"why": "sick"})
    )
    record = robot.updating.settle()
    assert record.facts["why"] == "sick"
    assert holds(robot.base) == "1.4.0"
    assert record.fell_back == ("1.5.0",)


def test_a_cut_before_the_switch_forgets_the_trial(robot: RobotWithUpdates) -> None:
    staged(robot, Trial("1.5.0", "1.4.0"))
    robot.installed.switch("1.4.0")
    assert robot.updating.settle().trial is None
    assert run(robot) == "installed"


def test_a_cut_after_it_was_kept_keeps_it(robot: RobotWithUpdates) -> None:
    staged(robot, Trial("1.5.0", "1.4.0"))
    robot.installed.keep("1.5.0")
    assert robot.updating.settle().code == "installed"
    assert holds(robot.base) == "1.5.0"


def staged(robot: RobotWithUpdates, trial: Trial) -> None:
    robot.shelf.add("1.5.0")
    robot.installed.stage(*robot.shelf.found["1.5.0"])
    robot.installed.remember()
    robot.records.write(UpdateRecord(trial))
    robot.installed.switch("1.5.0")


def test_a_damaged_record_is_begun_anew(robot: RobotWithUpdates) -> None:
    robot.records.path.write_bytes(b"{")
    robot.shelf.add("1.5.0")
    assert run(robot) == "installed"


def test_two_updates_at_once_are_one(robot: RobotWithUpdates) -> None:
    robot.shelf.add("1.5.0")
    descriptor = os.open(robot.records.folder / LOCK, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        assert run(robot) == "busy"
        # What the other one has written stays its own.
        assert robot.records.read() == UpdateRecord()
    finally:
        os.close(descriptor)
    assert run(robot) == "installed"


def test_without_a_package_there_is_nothing_to_update(robot: RobotWithUpdates) -> None:
    (robot.base / "current").unlink()
    assert run(robot) == "not_installed"


def test_a_card_without_room_is_named_before_anything_is_fetched(
    robot: RobotWithUpdates, monkeypatch: pytest.MonkeyPatch
) -> None:
    robot.shelf.add("1.5.0")
    monkeypatch.setattr("robot.update.updating.RESERVE_BYTES", 1 << 60)
    assert run(robot) == "no_room"
    assert robot.shelf.fetched == []
    assert list(entries(robot.base / "releases")) == ["1.4.0"]


def test_what_an_hourly_look_finds_again_is_not_written(robot: RobotWithUpdates) -> None:
    assert run(robot) == "up_to_date"
    before = robot.records.path.stat().st_ino
    robot.now = robot.now.replace(hour=20)
    assert run(robot) == "up_to_date"
    assert robot.records.path.stat().st_ino == before
