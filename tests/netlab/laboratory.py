"""A lab: a robot's and a child's place, and the line between them."""

import asyncio
import json
import socket
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.netlab.control import CHILD_ADDRESS, MESSAGE_BYTES, ROBOT_ADDRESS
from tests.netlab.counts import Counters, Counts
from tests.netlab.line import Line
from tests.netlab.recordings import absolute

ROOT = Path(__file__).parent.parent.parent
ANSWER_TIMEOUT_S = 30.0
END_TIMEOUT_S = 10.0
ETHERNET_MTU = 1500

Steps = Sequence[tuple[float, Line]]


class LabError(Exception):
    """The lab cannot be made, or is gone; the text says why."""


@dataclass(frozen=True)
class Place:
    """One end of the line."""

    address: str
    namespace: str
    """Path of its network namespace, while the lab lasts."""

    def command(self, words: Sequence[str]) -> list[str]:
        """Return the command that runs these words here; its process id is theirs."""
        return ["nsenter", f"--net={self.namespace}", "--", *words]


class Lab:
    """Two places and a line, inside `with` or `async with`; afterwards nothing is left.

    Every method may be called from any thread and waits for the line to have obeyed, which
    takes a millisecond or two.
    """

    def __init__(self, down: Line, up: Line, *, seed: int, mtu: int) -> None:
        self._settings = {
            "down": _sent(down),
            "up": _sent(up),
            "seed": seed,
            "mtu": mtu,
        }
        self._one_at_a_time = threading.Lock()
        self._control: socket.socket
        self._pump: subprocess.Popen[bytes]
        self.robot: Place
        self.child: Place

    def change(
        self, line: Line | None = None, *, down: Line | None = None, up: Line | None = None
    ) -> None:
        """Make it another line: both ways, or only those that are named. Ends a schedule."""
        lines = {"down": down or line, "up": up or line}
        self._ask({"change": {name: _sent(new) for name, new in lines.items() if new}})

    def schedule(
        self, steps: Steps = (), *, down: Steps | None = None, up: Steps | None = None
    ) -> None:
        """Change by itself, so many seconds from now: both ways, or each as named."""
        ways = {"down": down or steps, "up": up or steps}
        plan = {
            name: [(after_s, _sent(line)) for after_s, line in way]
            for name, way in ways.items()
            if way
        }
        self._ask({"schedule": plan})

    def counters(self) -> Counters:
        """Return what happened to packets so far."""
        report = self._ask({})
        return Counters(
            **{**report, "down": Counts(**report["down"]), "up": Counts(**report["up"])}
        )

    def __enter__(self) -> Self:
        self._control, far_end = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(ANSWER_TIMEOUT_S)
        with far_end:
            number = far_end.fileno()
            self._pump = subprocess.Popen(
                [
                    *(sys.executable, "-m", "tests.netlab.pump"),
                    *(str(number), json.dumps(self._settings)),
                ],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                pass_fds=(number,),
                # Ctrl-C reaches a whole terminal group; the line lasts as long as we do.
                start_new_session=True,
            )
        try:
            places = self._answer()
        except LabError:
            self._end()
            raise
        self.robot = Place(ROBOT_ADDRESS, places["robot"])
        self.child = Place(CHILD_ADDRESS, places["child"])
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    async def __aenter__(self) -> Self:
        return await asyncio.to_thread(self.__enter__)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await asyncio.to_thread(self._end)

    def _ask(self, message: dict[str, Any]) -> dict[str, Any]:
        with self._one_at_a_time:
            data = json.dumps(message).encode()
            if len(data) > MESSAGE_BYTES:
                raise LabError(f"too long a schedule: {len(data)} of {MESSAGE_BYTES} bytes")
            try:
                self._control.send(data)
            except OSError as error:
                raise LabError(f"the line is gone: {error}") from None
            return self._answer()

    def _answer(self) -> dict[str, Any]:
        try:
            data = self._control.recv(MESSAGE_BYTES)
        except OSError as error:
            raise LabError(f"the line does not answer: {error}") from None
        if not data:
            raise LabError("the line is gone; its last words are on standard error")
        answer: dict[str, Any] = json.loads(data)
        if "error" in answer:
            raise LabError(answer["error"])
        return answer

    def _end(self) -> None:
        # The closed socket ends the process; the kernel then clears away what it held.
        self._control.close()
        with self._pump:
            try:
                self._pump.wait(END_TIMEOUT_S)
            except subprocess.TimeoutExpired:
                self._pump.kill()


def _sent(line: Line) -> dict[str, Any]:
    """Return the line as the pump gets it, which works in another folder."""
    values = line.named()
    if line.trace is not None:
        values["trace"] = absolute(line.trace)
    return values


def lab(
    line: Line | None = None,
    *,
    down: Line | None = None,
    up: Line | None = None,
    seed: int = 1,
    mtu: int = ETHERNET_MTU,
) -> Lab:
    """Return a lab to enter with `with` or `async with`.

    Args:
        line: Both ways, unless one is named.
        down: From the robot to the child: the way of the picture.
        up: From the child to the robot.
        seed: The same seed gives the same packets the same fate.
        mtu: Longest packet, in bytes.

    Raises:
        ValueError: A recording has another format.
        LabError: On entering, if this machine refuses namespaces or devices.
    """
    both = line or Line()
    return Lab(down or both, up or both, seed=seed, mtu=mtu)
