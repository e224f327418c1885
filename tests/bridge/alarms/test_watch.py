import logging
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from bridge.alarms import letters
from bridge.alarms.changes import AlarmNews
from bridge.alarms.channel import ChannelFailed
from bridge.alarms.rules import School
from bridge.alarms.watch import LEAST_WAIT_S, AlarmWatch
from bridge.base.journal import Journal
from bridge.base.records import Robot
from bridge.fleet.fleet import Fleet
from bridge.protocol.fleet import DoctorSummary, RobotHealth
from bridge.store import Store
from tests.bridge.alarms.test_rules import BERLIN, at
from tests.bridge.people import TODAY, TurnedClock
from tests.bridge.ready import ready_store

SCHOOL = School(BERLIN)
CHILD, PET_NAME = "Lena Canary", "Canary's Karlsson"


class WallClock(TurnedClock):
    """A clock that is set to a time on the school's wall."""

    def set(self, text: str) -> None:
        self.now_s = at(text)

    def unix_s(self) -> float:
        return self.now_s


class Way:
    """A way on which alarms leave: a list."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.told: list[tuple[str, str, bool]] = []
        self.texts: list[str] = []
        self.fails = False
        self.tries = 0

    async def tell(self, news: Sequence[AlarmNews]) -> None:
        self.tries += 1
        if self.fails:
            raise ChannelFailed("nobody answers")
        self.told += [(one.robot, one.kind, one.over) for one in news]
        self.texts += [letters.text(news, SCHOOL, "de"), str(letters.data(news, SCHOOL, "en"))]


class Scene:
    """One lent robot at a bridge with two ways."""

    def __init__(self, store: Store) -> None:
        self.clock = WallClock()
        self.clock.day = TODAY
        self.clock.set(f"{TODAY} 12:00")
        self.store = store
        self.journal = Journal(logging.getLogger("tests"), self.clock)
        self.ways = [Way("e-mail"), Way("webhook")]
        self.restart()

    def restart(self) -> None:
        """Begin anew with what is stored."""
        self.fleet = Fleet(self.store, self.clock, self.journal)
        self.watch = AlarmWatch(self.store, self.clock, self.journal, self.fleet, SCHOOL, self.ways)

    def says(self, **fields: object) -> None:
        self.fleet.came("karlsson-1", 1)
        self.fleet.hear("karlsson-1", RobotHealth("free", **fields))  # type: ignore[arg-type]

    async def at(self, text: str) -> list[tuple[str, str, bool]]:
        """Look at this time of the day; return what the e-mail has told since."""
        self.clock.set(text)
        before = len(self.ways[0].told)
        await self.watch.round()
        return self.ways[0].told[before:]


@pytest.fixture
async def scene(tmp_path: Path) -> AsyncIterator[Scene]:
    async with ready_store(tmp_path / "bridge.sqlite") as store:
        await store.put_robot(Robot("karlsson-1", PET_NAME, "K" * 43, 1))
        await store.add_loan("karlsson-1", CHILD, (TODAY, TODAY + timedelta(30)), "hash")
        yield Scene(store)


async def test_an_alarm_is_told_once_and_once_when_it_is_over(scene: Scene) -> None:
    scene.says(charging=False, battery_percent=60.0)
    told = [await scene.at(f"{TODAY} {time}") for time in ("17:59", "18:00", "18:01", "22:00")]
    assert told == [[], [("karlsson-1", "not_charging", False)], [], []]
    assert [row.alarms for row in await scene.fleet.rows()] == [("not_charging",)]
    scene.says(charging=True, battery_percent=60.0)
    assert await scene.at(f"{TODAY} 22:05") == [("karlsson-1", "not_charging", True)]
    assert await scene.at(f"{TODAY} 22:06") == []
    assert [row.alarms for row in await scene.fleet.rows()] == [()]
    assert scene.ways[0].told == scene.ways[1].told


async def test_a_restart_of_the_bridge_tells_nothing_again(scene: Scene) -> None:
    assert await scene.at(f"{TODAY} 10:00") == [("karlsson-1", "not_seen", False)]
    scene.restart()
    assert await scene.at(f"{TODAY} 10:30") == []
    scene.says()
    assert await scene.at(f"{TODAY} 10:31") == [("karlsson-1", "not_seen", True)]


async def test_the_doctors_faults_are_told(scene: Scene) -> None:
    scene.says(doctor=DoctorSummary(5.0, ("frames",)))
    assert await scene.at(f"{TODAY} 12:00") == [("karlsson-1", "doctor", False)]
    scene.says(doctor=DoctorSummary(9.0))
    assert await scene.at(f"{TODAY} 12:01") == [("karlsson-1", "doctor", True)]


async def test_a_way_that_fails_is_tried_again_later_and_the_other_tells_once(
    scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    mail, hook = scene.ways
    mail.fails = True
    scene.says(doctor=DoctorSummary(5.0, ("frames",)))
    await scene.at(f"{TODAY} 12:00")
    assert "alarms were not taken by e-mail: nobody answers" in caplog.text
    assert (mail.tries, hook.told) == (1, [("karlsson-1", "doctor", False)])
    scene.clock.now_s += LEAST_WAIT_S - 1
    await scene.watch.round()
    assert mail.tries == 1
    mail.fails = False
    scene.clock.now_s += 1
    await scene.watch.round()
    await scene.watch.round()
    assert mail.told == hook.told == [("karlsson-1", "doctor", False)]


async def test_without_a_way_an_alarm_stands_in_the_list(scene: Scene) -> None:
    scene.ways = []
    scene.restart()
    scene.clock.set(f"{TODAY} 10:00")
    await scene.watch.round()
    assert [row.alarms for row in await scene.fleet.rows()] == [("not_seen",)]


async def test_no_child_stands_in_any_alarm(scene: Scene, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    scene.says(charging=False, battery_percent=9.0, doctor=DoctorSummary(5.0, ("frames",)))
    await scene.at(f"{TODAY} 18:00")
    scene.says(charging=True, doctor=DoctorSummary(9.0))
    await scene.at(f"{TODAY} 18:01")
    assert len(scene.ways[0].texts) == 4
    assert "Canary" not in "".join(scene.ways[0].texts) + caplog.text


async def test_a_trial_goes_out_on_every_way(scene: Scene) -> None:
    scene.ways[1].fails = True
    assert await scene.watch.try_out() == [("e-mail", ""), ("webhook", "nobody answers")]
    assert scene.ways[0].told == [("karlsson-0", "trial", False)]
    assert "nur ein Versuch" in scene.ways[0].texts[0]
