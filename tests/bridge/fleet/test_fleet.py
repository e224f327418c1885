import logging
from collections.abc import AsyncIterator
from datetime import datetime, time
from pathlib import Path
from typing import Any

import msgspec
import pytest

from bridge.base.journal import Journal
from bridge.base.records import RaisedAlarm, Robot
from bridge.days.zone import BERLIN
from bridge.fleet.fleet import Fleet, rows_of
from bridge.fleet.roll import Roll
from bridge.protocol.fleet import DoctorSummary, Errand, ErrandDone, RobotHealth
from bridge.protocol.presence import Help, Snapshot
from bridge.store import Store
from tests.bridge.people import TODAY, TurnedClock
from tests.bridge.ready import ready_store

ROBOTS = [Robot(f"karlsson-{n}", f"Karlsson {n}", str(n) * 43, 1) for n in (1, 2)]


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with ready_store(tmp_path / "bridge.sqlite") as opened:
        for robot in ROBOTS:
            await opened.put_robot(robot)
        yield opened


@pytest.fixture
def fleet(store: Store) -> Fleet:
    clock = TurnedClock()
    return Fleet(store, clock, Journal(logging.getLogger("tests"), clock))


async def test_what_robots_tell_is_shown_and_outlives_the_bridge(
    fleet: Fleet, store: Store
) -> None:
    fleet.came("karlsson-1", 1)
    fleet.hear(
        "karlsson-1", RobotHealth("free", "0.9.0", 81.0, doctor=DoctorSummary(5.0, ("dns",)))
    )
    first, second = await fleet.rows()
    assert (first.state, first.battery_percent, first.doctor_failed) == ("free", 81.0, ("dns",))
    assert (second.state, second.seen_at) == ("away", None)
    await fleet.keep()
    fleet.gone("karlsson-1", 1)
    await fleet.keep()
    kept, _ = await rows_of(store, TurnedClock(), Roll())
    assert (kept.state, kept.version, kept.doctor_failed) == ("away", "0.9.0", ("dns",))


@pytest.mark.parametrize(
    ("shown", "calls"),
    [
        ({"help": Help(wanted=True)}, True),
        ({"help": Help(wanted=True, coming=True)}, False),
        ({"buddy_calls": True}, True),
        ({"presence": None, "buddy_calls": True}, False),
    ],
)
async def test_a_call_for_help_is_seen_until_somebody_comes(
    fleet: Fleet, shown: dict[str, Any], calls: bool
) -> None:
    fleet.came("karlsson-1", 1)
    snapshot = Snapshot(1, "P" * 22, "present")
    fleet.see("karlsson-1", msgspec.structs.replace(snapshot, **shown))
    first, _second = await fleet.rows()
    assert (first.help_since is not None) == calls


@pytest.mark.parametrize(("clock", "kept"), [("05:59", False), ("06:00", True), ("07:30", False)])
async def test_the_level_of_a_morning_is_kept_while_it_is_early(
    fleet: Fleet, store: Store, clock: str, kept: bool
) -> None:
    early = datetime.combine(TODAY, time.fromisoformat(clock), BERLIN).timestamp()
    turned = fleet._clock
    assert isinstance(turned, TurnedClock)
    turned.now_s += early - turned.unix_s()
    fleet.came("karlsson-1", 1)
    fleet.hear("karlsson-1", RobotHealth("free", battery_percent=95.4))
    fleet.came("karlsson-2", 2)
    await fleet.keep()
    assert await store.mornings("karlsson-1") == ({TODAY: 95} if kept else {})
    assert await store.mornings("karlsson-2") == {}


async def test_loans_and_alarms_are_shown_without_any_child(fleet: Fleet, store: Store) -> None:
    await store.add_loan("karlsson-2", "Lena Canary", (TODAY, TODAY), "hash")
    await store.change_alarms([RaisedAlarm("karlsson-2", "not_seen", 1)], [])
    first, second = await fleet.rows()
    assert (first.lent, second.lent, second.alarms) == (False, True, ("not_seen",))
    assert "Canary" not in repr(second)


async def test_a_robot_that_left_answers_no_more(fleet: Fleet) -> None:
    sent: list[Errand] = []

    def post(robot_id: str, message: object) -> bool:
        assert isinstance(message, Errand)
        sent.append(message)
        fleet.hear(robot_id, ErrandDone(message.id, "done"))
        return True

    fleet.connect(post)
    fleet.came("karlsson-1", 1)
    fleet.hear("karlsson-1", RobotHealth("free"))
    assert (await fleet.asking.ask("karlsson-1", "identify")).text == "done"
    fleet.gone("karlsson-1", 1)
    assert (await fleet.asking.ask("karlsson-1", "identify")).refused == "away"
    assert len(sent) == 1
