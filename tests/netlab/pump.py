"""The process behind a lab: holds both namespaces and carries packets between them.

It hears from the lab over a UNIX socket, one JSON message each way; when the socket closes, the
lab's process is gone, however that ended, and this one goes too, and with it the namespaces.
"""

import contextlib
import dataclasses
import gc
import json
import math
import os
import select
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.netlab.control import CHILD_ADDRESS, MESSAGE_BYTES, ROBOT_ADDRESS
from tests.netlab.counts import Lateness
from tests.netlab.line import Line
from tests.netlab.link import Link
from tests.netlab.namespaces import make_namespace, open_tun
from tests.netlab.recordings import load

READ_AT_ONCE = 64
PACKET_BYTES = 1 << 16
MULTICAST = range(224, 240)
PRIORITY = 10


@dataclass(frozen=True)
class Direction:
    """One way: from a device through a link into the other device."""

    source: int
    link: Link
    sink: int
    peer: bytes
    """The address at the far end; what goes elsewhere never reached a line."""


class Pump:
    """Carries packets until the control socket closes.

    Args:
        control: Connected to the lab.
        down: From robot to child.
        up: From child to robot.
    """

    def __init__(self, control: socket.socket, down: Direction, up: Direction) -> None:
        self._control = control
        self._directions = {"down": down, "up": up}
        self._by_source = {way.source: way for way in (down, up)}
        self._lateness = Lateness()

    def run(self) -> None:
        """Return when the lab is gone."""
        listened = [*self._by_source, self._control.fileno()]
        while True:
            next_at = min(way.link.next_at() for way in self._directions.values())
            wait_s = None if next_at == math.inf else max(0.0, next_at - time.monotonic())
            # select() keeps microseconds where Python's epoll rounds up to milliseconds.
            ready, _, _ = select.select(listened, [], [], wait_s)
            for source in ready:
                if way := self._by_source.get(source):
                    _read(way)
                elif not self._answer():
                    return
            for way in self._directions.values():
                self._deliver(way)

    def _deliver(self, way: Direction) -> None:
        for at, packet in way.link.take(time.monotonic()):
            self._lateness.add(time.monotonic() - at)
            # A device whose reader is slow drops packets as a network card does.
            with contextlib.suppress(BlockingIOError):
                os.write(way.sink, packet)

    def _answer(self) -> bool:
        """Answer one message; return whether there was one."""
        data = self._control.recv(MESSAGE_BYTES)
        if not data:
            return False
        try:
            answer = self._obey(json.loads(data))
        except ValueError as error:
            answer = {"error": str(error)}
        self._control.send(json.dumps(answer).encode())
        return True

    def _obey(self, message: dict[str, Any]) -> dict[str, Any]:
        changes = {name: _line(values) for name, values in message.get("change", {}).items()}
        plans = {
            name: [(after_s, _line(values)) for after_s, values in steps]
            for name, steps in message.get("schedule", {}).items()
        }
        now = time.monotonic()
        for name, line in changes.items():
            self._directions[name].link.change(line, now)
        for name, steps in plans.items():
            self._directions[name].link.schedule(steps, now)
        return self._report()

    def _report(self) -> dict[str, Any]:
        counts = {
            name: dataclasses.asdict(way.link.counts) for name, way in self._directions.items()
        }
        return {
            **counts,
            "late_p50_ms": self._lateness.quantile_ms(0.5),
            "late_p99_ms": self._lateness.quantile_ms(0.99),
            "late_max_ms": self._lateness.max_ms,
        }


def _line(values: dict[str, Any]) -> Line:
    """Return the line; its recording is read now, so that nothing waits for it later."""
    line = Line(**values)
    if line.trace is not None:
        load(line.trace)
    return line


def _read(way: Direction) -> None:
    for _ in range(READ_AT_ONCE):
        try:
            packet = os.read(way.source, PACKET_BYTES)
        except BlockingIOError:
            return
        # Source: RFC 791 part 3.1, the destination. Chromium looks for names by multicast.
        if packet[16:20] == way.peer or (len(packet) >= 20 and packet[16] in MULTICAST):
            way.link.put(packet, time.monotonic())


def _hurry() -> None:
    """Be carried out before others: a busy machine must not look like a bad line."""
    gc.collect()
    gc.freeze()
    gc.disable()
    # Without the right to it the lab is less exact; `Counters.late_p99_ms` says by how much.
    with contextlib.suppress(PermissionError):
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(PRIORITY))


def _directions(robot: int, child: int, settings: dict[str, Any]) -> tuple[Direction, Direction]:
    mtu, seed = settings["mtu"], settings["seed"]
    robot_tun = open_tun(robot, ROBOT_ADDRESS, CHILD_ADDRESS, mtu)
    child_tun = open_tun(child, CHILD_ADDRESS, ROBOT_ADDRESS, mtu)
    # Two generators: what goes one way must not change the chances of the other.
    begin = {name: _line(settings[name]) for name in ("down", "up")}
    now = time.monotonic()
    down = Link(begin["down"], Random(f"down {seed}"), load, now)
    up = Link(begin["up"], Random(f"up {seed}"), load, now)
    return (
        Direction(robot_tun, down, child_tun, socket.inet_aton(CHILD_ADDRESS)),
        Direction(child_tun, up, robot_tun, socket.inet_aton(ROBOT_ADDRESS)),
    )


def main(control: socket.socket, settings: dict[str, Any]) -> None:
    """Make the namespaces, say where they are, and carry packets."""
    try:
        robot, child = make_namespace(), make_namespace()
        down, up = _directions(robot, child, settings)
    except subprocess.CalledProcessError as error:
        control.send(json.dumps({"error": f"ip: {error.stderr.strip()}"}).encode())
        return
    except (OSError, ValueError) as error:
        control.send(json.dumps({"error": str(error)}).encode())
        return
    _hurry()
    places = {
        name: f"/proc/{os.getpid()}/fd/{fd}" for name, fd in (("robot", robot), ("child", child))
    }
    control.send(json.dumps(places).encode())
    Pump(control, down, up).run()


if __name__ == "__main__":
    with socket.socket(fileno=int(sys.argv[1])) as lab_end:
        main(lab_end, json.loads(sys.argv[2]))
