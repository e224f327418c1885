import asyncio
from pathlib import Path

import pytest

from bridge.protocol.fleet import RobotHealth
from bridge.protocol.presence import Snapshot
from robot.doctor.findings import Both, bad
from robot.errands import health_teller
from robot.errands.errands import DoctorReport
from robot.errands.health_teller import HealthTeller
from tests.deadline import WAIT_S
from tests.robot.doctor.trees import put

WORDS = Both("a", "b")
REPORT = DoctorReport(5.0, [bad("frames", WORDS, WORDS)])


class Bridge:
    def __init__(self) -> None:
        self.told: list[RobotHealth] = []
        self.news = asyncio.Event()

    def send(self, message: RobotHealth) -> bool:
        self.told.append(message)
        self.news.set()
        return True


def teller_for(bridge: Bridge, root: Path) -> HealthTeller:
    snapshot = Snapshot(seq=1, presence=None, signal="asleep")
    return HealthTeller(lambda: snapshot, lambda: REPORT, bridge.send, root)


def test_the_agents_unit_shows_the_signal_among_its_own_network(tmp_path: Path) -> None:
    put(tmp_path, "proc/self/net/wireless", "a\nb\n wlan0: 0000   60.  -50.  -256  0 0 0 0 12 0\n")
    put(tmp_path, "sys/class/net/wlan0/wireless/status", "")
    told = teller_for(Bridge(), tmp_path).health()
    assert told.signal_dbm == -50.0
    assert told.doctor is not None
    assert told.doctor.failed == ("frames",)


async def test_only_a_bridge_that_takes_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health_teller, "HEALTH_EVERY_S", 0.0)
    bridge = Bridge()
    teller = teller_for(bridge, tmp_path)
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(teller.run())
        teller.welcomed(takes_health=False)
        for _ in range(10):
            await asyncio.sleep(0)
        assert bridge.told == []
        teller.welcomed(takes_health=True)
        await bridge.news.wait()
        teller.parted()
        for _ in range(3):
            await asyncio.sleep(0)
        told = len(bridge.told)
        for _ in range(10):
            await asyncio.sleep(0)
        assert len(bridge.told) == told
        running.cancel()


async def test_a_link_that_comes_anew_is_told_no_more_often(tmp_path: Path) -> None:
    bridge = Bridge()
    teller = teller_for(bridge, tmp_path)
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(teller.run())
        teller.welcomed(takes_health=True)
        await bridge.news.wait()
        for _ in range(5):
            teller.parted()
            teller.welcomed(takes_health=True)
            await asyncio.sleep(0)
        assert len(bridge.told) == 1
        running.cancel()
