"""Servos that are numbers on a bus, and a cycle over them with a clock that tests move."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from hardware.contract.errors import NotConnected
from hardware.contract.interfaces import PartFailed
from hardware.drivers.bus.cycle import ServoCycle
from hardware.drivers.bus.probe import Probe
from hardware.drivers.bus.reading import Reading
from hardware.drivers.bus.servo_bus import BusReadings
from tests.hardware.drivers.bus.sections import HAND, PAN, TILT, feetech

ALL = [PAN, TILT, HAND]
AT_REST = Reading(2048, 0.0, 7.4, 30, torque=False)


class BusOfNumbers:
    """Servos that are at once where they are sent, and a list of what was done."""

    part = "port x"
    bauds = (1_000_000, 57_600)

    def __init__(self) -> None:
        self.done: list[tuple[str, Any]] = []
        self.readings = dict.fromkeys(ALL, AT_REST)
        self.silent: set[int] = set()
        self.blocked: set[int] = set()
        self.takes_torque = True
        self.noise = False
        self.probes: dict[int, Probe] = {}
        self.rates: dict[int, int] = {}
        """Baud rate of each servo that is asked at others than the configured one."""
        self.gone = False
        self.waited_s = 0.0
        self.closed = False

    def find(self, servo: int) -> Probe:
        return self.probes.get(servo, Probe(clean=3))

    def answers_at(self, servo: int, baud: int) -> bool:
        return self.rates.get(servo) == baud

    def prepare(self, servos: Sequence[int]) -> None:
        self.done.append(("prepare", list(servos)))

    def attach(self, targets: Mapping[int, int], positions_per_s: float) -> None:
        self.done.append(("attach", dict(targets)))
        for servo in targets:
            self.set(servo, torque=self.takes_torque)

    def send(self, targets: Mapping[int, int]) -> None:
        self._check()
        self.done.append(("send", dict(targets)))
        for servo in targets.keys() - self.blocked:
            self.set(servo, position=targets[servo])

    def limit_speed(self, servos: Sequence[int], positions_per_s: float) -> None:
        self.done.append(("limit_speed", list(servos)))

    def lift_speed_limit(self, servos: Sequence[int]) -> None:
        self.done.append(("lift_speed_limit", list(servos)))

    def limit_torque(self, shares: Mapping[int, float]) -> None:
        self.done.append(("limit_torque", dict(shares)))

    def detach(self, servos: Sequence[int]) -> None:
        self._check()
        self.done.append(("detach", list(servos)))
        for servo in servos:
            self.set(servo, torque=False)

    def read(self, servos: Sequence[int]) -> BusReadings:
        self._check()
        self.done.append(("read", None))
        if self.silent:
            # Together and alone, for 20 ms each.
            self.waited_s += 0.04
        return BusReadings(
            {n: self.readings[n] for n in servos if n not in self.silent}, noise=self.noise
        )

    def close(self) -> None:
        self.closed = True

    def set(self, servo: int, **how: Any) -> None:
        self.readings[servo] = replace(self.readings[servo], **how)

    def take(self, *without: str) -> list[tuple[str, Any]]:
        """Return what was done since, apart from readings."""
        done, self.done = self.done, []
        return [each for each in done if each[0] not in ("read", *without)]

    def _check(self) -> None:
        if self.gone:
            raise NotConnected(self.part, "is gone", "servo_unplugged")


class Bench:
    """A cycle, its bus, and its clock."""

    def __init__(self, **section: Any) -> None:
        self.bus = BusOfNumbers()
        self.now = 100.0
        self.failures: list[PartFailed] = []
        given = feetech("x", **section)
        self.cycle = ServoCycle(given, self._opened, self.failures.append, self._clock)
        self.opened = 0
        self.cycle.open()
        self.bus.take()

    def _opened(self) -> BusOfNumbers:
        self.opened += 1
        return self.bus

    def _clock(self) -> float:
        return self.now + self.bus.waited_s

    def once(self) -> float:
        due_s = self.cycle.once()
        self.now += due_s
        return due_s

    def driven(self, position: int = 2100) -> None:
        """Bring the head there, and have it settled in every respect but time."""
        self.cycle.send("pan", position)
        self.cycle.send("tilt", 2048)
        for _ in range(3):
            self.once()
        self.bus.take()

    def run(self, seconds: float) -> None:
        end_s = self.now + seconds
        while self.now < end_s:
            self.once()
