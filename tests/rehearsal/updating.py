"""The step of the updates: a signed release goes out in waves, and fails in one robot.

The releases, their signatures, the bridge's waves and the robot's own updating are the real ones.
Only the services are processes of this rehearsal, where a robot has systemd's.
"""

import asyncio
import platform
import subprocess
import sys
from datetime import datetime
from pathlib import Path

from bridge.process.release_info import WaveOffer, is_in, mark_of, platform_of
from robot.links import bridge_trust
from robot.settings import config as settings
from robot.update.errors import UpdateError
from robot.update.fetching import BridgeFetcher, Offers
from robot.update.record import UpdateRecord
from robot.update.updating import Demand, RobotHere, Updating
from tests.rehearsal import releases
from tests.rehearsal.desk import run
from tests.rehearsal.report import Step
from tests.rehearsal.root import RUNTIME
from tests.rehearsal.simulated_robot import RobotFailed, SimulatedRobot, each
from tests.rehearsal.stage import PASSWORD_FILE, RehearsalStage

STEP = "update"
EVENING_H = 19
"""Hour at which robots look for releases: never during school."""

SOAK_H = "0.0005"
"""Two seconds, where a school takes a day."""

SHARE_PERCENT = {"one": 0, "tenth": 10, "all": 100}
ENDS = ("installed", "fell_back")
LATER = ("no_wave", "waits_for_wave", "lesson")
"""Outcomes after which a robot asks again in its next hour."""

WAIT_S = 90.0
RESTART_S = 90.0
CALL_S = 60.0


async def rehearse(stage: RehearsalStage) -> Step:
    """Update the robots in waves, one of which fails and falls back."""
    await _sign(stage)
    first, weak = _chosen(stage.robots)
    (weak.root.path / releases.REFUSES.format(releases.NEXT)).touch()
    desk, took = stage.desk, dict[str, float]()
    await desk.types_at_bridge(STEP, "release", "import", str(stage.releases))
    wave = ("wave", "start", releases.NEXT, "--first", first.id, "--soak-hours", SOAK_H)
    await desk.types_at_bridge(STEP, *wave)
    for name, percent in SHARE_PERCENT.items():
        if (await _until(stage, name))["stopped_at"]:
            break
        offer = WaveOffer(1, releases.NEXT, mark_of(1, first.id), percent)
        turn = [robot for robot in stage.robots if is_in(offer, robot.id)]
        # The weak one comes last: when it falls back, the wave stops for whoever has not asked yet.
        for robots in (
            [one for one in turn if one is not weak],
            [one for one in turn if one is weak],
        ):
            await _look(stage, robots, took)
    shown = await _until(stage, "stopped")
    told = await desk.types_at_bridge(STEP, "wave", "show")
    stage.pictures.terminal("wave", "Bridge", told)
    return _judged(stage, shown, weak, took)


def _judged(
    stage: RehearsalStage, wave: dict[str, object], weak: SimulatedRobot, took: dict[str, float]
) -> Step:
    """Return what came of it."""
    failed = ""
    for robot in stage.robots:
        running = releases.installation(robot.root.path).current
        wanted = releases.FIRST if robot is weak else releases.NEXT
        if running != wanted:
            failed = f"{robot.id} runs {running} and not {wanted}"
    if weak.id not in str(wave["why"]):
        failed = f"the wave does not say that {weak.id} fell back: {wave['why']}"
    return Step(
        "",
        robots=len(stage.robots),
        each_s=tuple(took.values()),
        what=f"{len(stage.robots) - 1} run {releases.NEXT}; {weak.id} fell back by itself after"
        " three tries, and stopped the wave",
        failed=failed,
    )


async def _sign(stage: RehearsalStage) -> None:
    """Make the next release and have two people sign it: the makers' work, not a technician's."""
    made = releases.make(stage.folder / "made", releases.NEXT)
    await run(("karlsson", "release", "add", "--out", stage.releases, made))
    for person in (1, 2):
        key = stage.keys / f"person-{person}.pem"
        password = ("--password-file", stage.folder / PASSWORD_FILE)
        await run(("karlsson", "release", "sign", "--out", stage.releases, "--key", key, *password))
    root = (stage.releases / "release-root.json").read_bytes()
    for robot in stage.robots:
        (robot.root.path / releases.ROOT_FILE).write_bytes(root)


def _chosen(robots: list[SimulatedRobot]) -> tuple[SimulatedRobot, SimulatedRobot]:
    """Return the first robot of the wave, and the one in which the release fails, of the last."""
    ordered = sorted(robots, key=lambda robot: int(mark_of(1, robot.id)[:8], 16) % 100)
    return ordered[0], ordered[-1]


async def _until(stage: RehearsalStage, name: str) -> dict[str, object]:
    """Return the wave once it has come to this stage; once it has stopped in any case.

    Raises:
        RobotFailed: It does not in time.
    """
    async with asyncio.timeout(WAIT_S):
        while True:
            shown = await stage.desk.bridge("wave", "show", "--json")
            wave: dict[str, object] = shown.document["wave"]
            stages = [*SHARE_PERCENT]
            # A small wave may have grown on meanwhile.
            grown = name in stages and stages.index(str(wave["stage"])) >= stages.index(name)
            if wave["stopped_at"] or grown:
                return wave


async def _look(
    stage: RehearsalStage, robots: list[SimulatedRobot], took: dict[str, float]
) -> None:
    """Let robots look for a release in the evening, until each has tried the one of the wave."""
    loop = asyncio.get_running_loop()

    async def look(robot: SimulatedRobot) -> None:
        updating = Updating(
            RobotHere(robot.id, _platform(), robot.root.path / RUNTIME, _evening),
            releases.installation(robot.root.path),
            releases.records(robot.root.path),
            ProcessTrial(robot, loop),
        )
        record = UpdateRecord()
        async with asyncio.timeout(3 * RESTART_S):
            while record.code not in ENDS:
                record = await asyncio.to_thread(updating.run, Demand(), lambda: _offers(robot))
                if record.code not in (*ENDS, *LATER):
                    raise RobotFailed(f"{robot.id}: {record.code} {record.facts}")

    waiting = [robot for robot in robots if robot.id not in took]
    seconds = await each(waiting, stage.at_once, look)
    took |= {robot.id: one for robot, one in zip(waiting, seconds, strict=True)}


class ProcessTrial:
    """Services of a robot that are processes of a rehearsal.

    Args:
        loop: In which they run; updating runs in a thread.
    """

    def __init__(self, robot: SimulatedRobot, loop: asyncio.AbstractEventLoop) -> None:
        self._robot = robot
        self._loop = loop

    def restart(self) -> None:
        """Start the agent anew from the release that is current."""
        restarting = asyncio.run_coroutine_threadsafe(self._robot.restart_agent(), self._loop)
        try:
            restarting.result(RESTART_S)
        except RobotFailed as error:
            raise UpdateError("unhealthy_units", unit="karlsson-robot", state=str(error)) from error

    def rest(self) -> None:
        """Try again at once: nobody is in a robot of a rehearsal meanwhile."""

    def check(self) -> None:
        """Let the release that is current make a call of the robot to itself."""
        done = subprocess.run(
            [*self._robot.release, sys.executable, "-m", "robot", "testcall"],
            capture_output=True,
            text=True,
            timeout=CALL_S,
            env=self._robot.environment,
            check=False,
        )
        if done.returncode:
            raise UpdateError("unhealthy_call", what=done.stdout.strip() or done.stderr.strip())


def _offers(robot: SimulatedRobot) -> Offers:
    """Return what the robot's bridge offers, checked against the root that lies in the robot."""
    loaded = settings.load(robot.root.robot_config, robot.root.environment)
    folder = robot.root.path / releases.UPDATES
    context = bridge_trust.relay_context(loaded.bridge, loaded.network.ca_file)
    outward = settings.outward_of(loaded.network, {})
    path = robot.root.path / releases.ROOT_FILE
    fetcher = BridgeFetcher(loaded.bridge.url, context, outward, folder)
    return Offers(fetcher, path.read_bytes(), folder, Path("/", releases.ROOT_FILE))


def _platform() -> str:
    return platform_of(platform.machine(), sys.version_info[:2])


def _evening() -> datetime:
    return datetime.now().astimezone().replace(hour=EVENING_H)
