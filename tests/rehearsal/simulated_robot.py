"""One robot: the real processes of body and agent, in a folder that stands for its card."""

import asyncio
import contextlib
import itertools
import os
import re
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from robot.demo.processes import DemoError, Process
from robot.health import LINKED
from tests.rehearsal import releases
from tests.rehearsal.desk import ROOT, CommandFailed, Said, run
from tests.rehearsal.root import RobotRoot

READY_S = 60.0
"""For a start while many robots start on a slow laptop."""


class RobotFailed(Exception):
    """A robot does not do what it should; the text says what it said."""


class SimulatedRobot:
    """A robot that is switched on and off.

    Args:
        id: Of the robot.
        root: Its card, booted.
        tasks: Its processes live in.
    """

    def __init__(self, id: str, root: RobotRoot, tasks: asyncio.TaskGroup) -> None:
        self.id = id
        self.root = root
        self.log = root.path / "rehearsal/agent.log"
        self._tasks = tasks
        self._starts = itertools.count(1)
        self._running: list[asyncio.Task[None]] = []
        self._agent: asyncio.Task[None] | None = None

    async def switch_on(self) -> None:
        """Start the body."""
        # Names of the processes' sockets are never used twice.
        name = f"body-{next(self._starts)}"
        body = self._process(name, "hardware", ["--config", str(self.root.body_config)])
        self._running.append(self._begin(body))
        await self._until_ready(body, self._running[-1])

    async def start_agent(self, told: str = LINKED) -> None:
        """Start the agent, and wait until its status says this.

        Args:
            told: Words of the status; as it is, that the robot is in touch with its bridge.

        Raises:
            RobotFailed: It does not say so in time.
        """
        name = f"agent-{next(self._starts)}"
        arguments = ["run", "--config", str(self.root.robot_config)]
        arguments = [str(self.root.path), *arguments]
        agent = self._process(name, "tests.rehearsal.carried_agent", arguments, told, self.release)
        self._agent = self._begin(agent)
        await self._until_ready(agent, self._agent)

    async def restart_agent(self) -> None:
        """Start the agent anew, from the release that is current."""
        await self.stop_agent()
        await self.start_agent()

    async def stop_agent(self) -> None:
        """Stop the agent, as `systemctl stop karlsson-robot` does."""
        if self._agent is not None:
            await _ended(self._agent)
            self._agent = None

    async def switch_off(self) -> None:
        """End everything that runs."""
        await self.stop_agent()
        for task in self._running:
            await _ended(task)
        self._running.clear()

    @contextlib.asynccontextmanager
    async def without_agent(self) -> Any:
        """Hold the agent stopped inside the `async with`; start it again behind it."""
        await self.stop_agent()
        yield
        await self.start_agent()

    @property
    def release(self) -> list[str]:
        """Command of the release that is current; it starts what is named behind it."""
        return [str(self.root.path / releases.BASE / "current" / releases.COMMAND)]

    @property
    def environment(self) -> dict[str, str]:
        """Environment of what runs in this robot."""
        return {**os.environ, **self.root.environment, "PYTHONPATH": str(ROOT)}

    # ---- commands on the robot

    async def doctor(self, *options: str, colours: bool = False) -> Said:
        """Run the doctor."""
        return await self._run("doctor", *options, colours=colours, codes=(0, 1))

    async def enrol(self, token: str) -> Said:
        """Type a token."""
        return await self._run("enrol", token)

    async def wipe(self, *options: str, colours: bool = False) -> Said:
        """Wipe the robot; its folder is the root, so that nothing else is touched."""
        return await run(
            ("karlsson-robot", "wipe", "--yes", "--root", self.root.path, *options),
            f"karlsson-robot wipe {' '.join(options)}".strip(),
            colours=colours,
            codes=(0, 1),
        )

    def last_words(self, pattern: str) -> str:
        """Return the last line of the agent's log that holds this; empty without one."""
        return last_line(self.log, pattern)

    async def _run(
        self, *arguments: str, colours: bool = False, codes: tuple[int, ...] = (0,)
    ) -> Said:
        return await run(
            ("karlsson-robot", *arguments, "--config", self.root.robot_config),
            f"karlsson-robot {' '.join(arguments)}",
            environment=self.root.environment,
            colours=colours,
            codes=codes,
        )

    def _process(
        self,
        name: str,
        module: str,
        arguments: list[str],
        ready_when: str = "READY=1",
        prefix: Sequence[str] = (),
    ) -> Process:
        folder = self.root.path / "rehearsal"
        log = self.log if prefix else folder / "body.log"
        more = {**self.root.environment, "PYTHONPATH": str(ROOT)}
        return Process(name, module, arguments, folder, log, more, ready_when, prefix)

    def _begin(self, process: Process) -> asyncio.Task[None]:
        return self._tasks.create_task(_held(process), name=f"{self.id} {process.name}")

    async def _until_ready(self, process: Process, task: asyncio.Task[None]) -> None:
        ready = self._tasks.create_task(process.ready.wait(), name=f"{self.id} ready")
        try:
            await asyncio.wait({task, ready}, timeout=READY_S, return_when=asyncio.FIRST_COMPLETED)
        finally:
            ready.cancel()
        if not process.ready.is_set():
            raise RobotFailed(
                f"{self.id}: {process.name} {'ended' if task.done() else 'did not get ready'};"
                f" its log ends with: {last_line(process.log_path, '') or 'nothing'}"
            )


async def _held(process: Process) -> None:
    with contextlib.suppress(DemoError):  # it ended before it was ready: `_started` tells
        await process.run()


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task


def last_line(path: Path, pattern: str) -> str:
    """Return the last line of a log that matches, without its time; empty without one."""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else []
    found = [line for line in lines if re.search(pattern, line)]
    return re.sub(r"^[\d-]+ [\d:,]+ (INFO|WARNING|ERROR) \S+ ", "", found[-1]) if found else ""


async def each(
    robots: list["SimulatedRobot"], at_once: int, do: Callable[["SimulatedRobot"], Awaitable[Any]]
) -> tuple[float, ...]:
    """Do something with each robot, so many at a time; return the seconds that each took.

    Raises:
        RobotFailed, CommandFailed: Of the first robot that failed.
    """
    places = asyncio.Semaphore(at_once)
    loop = asyncio.get_running_loop()
    took: dict[str, float] = {}

    async def one(robot: SimulatedRobot) -> None:
        async with places:
            began = loop.time()
            await do(robot)
            took[robot.id] = loop.time() - began

    try:
        async with asyncio.TaskGroup() as tasks:
            for robot in robots:
                tasks.create_task(one(robot), name=robot.id)
    except* (RobotFailed, CommandFailed) as group:
        raise group.exceptions[0] from None
    return tuple(took[robot.id] for robot in robots)
