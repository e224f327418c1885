import asyncio
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from robot.doctor.examine import DoctorOptions
from robot.doctor.findings import Both, Finding, good, skipped
from robot.errands import errands as module
from robot.errands.calm import Calm
from robot.errands.errands import ONLY_HEARD, RESTARTS, SHOWN, Errands, Ways
from robot.errands.refusal import ErrandRefused
from robot.settings.config import BridgeSection, RobotConfig, RobotSection
from tests.deadline import WAIT_S
from tests.robot.doctor.trees import put_command

UNDER_SYSTEMD = {"INVOCATION_ID": "1"}


class Robot:
    """Robot that errands act on; it keeps a list of what was done."""

    def __init__(self, folder: Path, environment: dict[str, str] | None = None) -> None:
        self.done: list[str] = []
        self.paused = False
        self.has_body = True
        self.stopped = asyncio.Event()
        self.examined: list[DoctorOptions] = []
        self.goes_on = asyncio.Event()
        self.goes_on.set()
        self.began = asyncio.Event()
        self.calm = Calm(lambda: self.paused)
        config = RobotConfig(
            bridge=BridgeSection("wss://karlsson.example.org/signal"),
            robot=RobotSection(id="adler", state_dir=str(folder)),
        )
        ways = Ways(self._identify, lambda: self.done.append("sound"), self.stopped.set)
        self.errands = Errands(
            config,
            self.calm,
            ways,
            UNDER_SYSTEMD if environment is None else environment,
            folder,
            self._examine,
        )

    def _identify(self) -> bool:
        self.done.append("light")
        return self.has_body

    async def _examine(
        self, config: RobotConfig, options: DoctorOptions, tell: Callable[[Finding], None]
    ) -> list[Finding]:
        self.examined.append(options)
        self.began.set()
        await self.goes_on.wait()
        why = Both("der Dienst hält sie", "the service holds it")
        return [good("bridge", "adler erreicht", "adler reached"), skipped("frames", why)]


@pytest.fixture
async def robot(tmp_path: Path) -> Robot:
    return Robot(tmp_path)


async def test_a_robot_shows_which_one_it_is(robot: Robot) -> None:
    assert await robot.errands.identify() == SHOWN
    assert robot.done == ["light"]
    robot.has_body = False
    assert await robot.errands.identify() == ONLY_HEARD
    assert robot.done == ["light", "light", "sound"]


@pytest.mark.parametrize("name", ["identify", "restart", "doctor", "log_bundle"])
async def test_no_errand_disturbs_a_child(robot: Robot, name: str) -> None:
    robot.calm.told(asleep=False)
    with pytest.raises(ErrandRefused) as refused:
        await getattr(robot.errands, name)()
    assert refused.value.code == "inside"
    assert (robot.done, robot.examined, robot.stopped.is_set()) == ([], [], False)


async def test_a_paused_class_hears_nothing(robot: Robot) -> None:
    robot.paused = True
    with pytest.raises(ErrandRefused) as refused:
        await robot.errands.identify()
    assert refused.value.code == "paused"
    assert robot.done == []


async def test_a_restart_waits_for_a_child_who_came_in_meanwhile(
    robot: Robot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GOODBYE_S", 0.0)
    assert await robot.errands.restart() == RESTARTS
    robot.calm.told(asleep=False)
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(robot.errands.run())
        for _ in range(20):
            await asyncio.sleep(0)
        assert not robot.stopped.is_set()
        robot.calm.told(asleep=True)
        await robot.stopped.wait()
        await running


async def test_a_robot_that_nothing_would_start_again_does_not_end(tmp_path: Path) -> None:
    robot = Robot(tmp_path, {})
    with pytest.raises(ErrandRefused) as refused:
        await robot.errands.restart()
    assert refused.value.code == "alone"


async def test_the_doctor_beside_an_agent_only_reads(robot: Robot) -> None:
    report = await robot.errands.doctor()
    assert [finding.check for finding in report.found] == ["bridge", "frames"]
    assert robot.errands.last_doctor == report
    assert [options.gentle for options in robot.examined] == [True]


async def test_one_examination_at_a_time(robot: Robot) -> None:
    robot.goes_on.clear()
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        first = tasks.create_task(robot.errands.doctor())
        await robot.began.wait()
        for errand in (robot.errands.doctor, robot.errands.log_bundle, robot.errands.restart):
            with pytest.raises(ErrandRefused) as refused:
                await errand()
            assert refused.value.code == "busy"
        robot.goes_on.set()
        await first
    assert await robot.errands.doctor()


async def test_a_child_who_comes_in_ends_the_doctor(robot: Robot) -> None:
    robot.goes_on.clear()
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        running = tasks.create_task(_code(robot))
        await robot.began.wait()
        robot.calm.told(asleep=False)
        assert await running == "came_in"
    assert robot.errands.last_doctor is None


async def _code(robot: Robot) -> str:
    with pytest.raises(ErrandRefused) as refused:
        await robot.errands.doctor()
    return refused.value.code


async def test_a_bundle_names_neither_robot_nor_bridge(robot: Robot, tmp_path: Path) -> None:
    put_command(tmp_path, "journalctl", "echo adler reached karlsson.example.org")
    packed = await robot.errands.log_bundle()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        texts = {name: archive.read(name).decode() for name in archive.namelist()}
    assert not any(word in text for word in ("adler", "example") for text in texts.values())
    assert json.loads(texts["doctor.json"])["ok"] is True
    assert texts["journal.txt"] == "[name] reached [name]\n"


async def test_a_bundle_takes_a_fresh_report(robot: Robot) -> None:
    await robot.errands.doctor()
    await robot.errands.log_bundle()
    assert len(robot.examined) == 1
