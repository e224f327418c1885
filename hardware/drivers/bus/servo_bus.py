"""Interface of a servo bus, the same for every make, and retries that all makes share."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from hardware.contract.errors import BusError, HardwareError, NotConnected
from hardware.drivers.bus.exchange import Answer, BusAnswers, Exchange
from hardware.drivers.bus.probe import MOST_TRIES, Probe
from hardware.drivers.bus.reading import Reading

PositionRange = tuple[int, int]
"""Least and greatest position that a servo is sent to."""

NO_RANGES: Mapping[int, PositionRange] = {}

ATTEMPTS = 3
RATE_ATTEMPTS = 2
"""Requests at each baud rate: one may get lost, and there are many rates."""

SECOND_S = 0.004
"""Time within which a second servo with the same id answers; its delay is 0.5 ms as shipped."""


@dataclass(slots=True)
class BusReadings:
    """One reading of all servos.

    Args:
        readings: By id.
        garbled: Ids that did not answer, while unreadable bytes came.
        strangers: By id that did not answer: the id that answered instead.
        noise: Whether anything garbled came, even if every servo answered in the end.
    """

    readings: dict[int, Reading] = field(default_factory=dict)
    garbled: set[int] = field(default_factory=set)
    strangers: dict[int, int] = field(default_factory=dict)
    noise: bool = False


class ServoBus(Protocol):
    """One bus with several servos. Every method blocks for a bounded time.

    Raises:
        NotConnected: The port is gone; raised by every method but `close`.
    """

    @property
    def part(self) -> str:
        """Name of its port for the builder."""
        ...

    @property
    def bauds(self) -> Sequence[int]:
        """Baud rates that servos of this make can be set to, the likeliest first."""
        ...

    def find(self, servo: int) -> Probe:
        """Ask one servo several times; return the counted answers."""
        ...

    def answers_at(self, servo: int, baud: int) -> bool:
        """Return whether a servo answers at another baud rate; the port goes on at that rate."""
        ...

    def prepare(self, servos: Sequence[int]) -> None:
        """End the torque, clear shutdowns and old limits, and set position mode.

        Raises:
            HardwareError: A servo cannot be used.
        """
        ...

    def attach(self, targets: Mapping[int, int], positions_per_s: float) -> None:
        """Give torque to servos at these positions, under this speed limit."""
        ...

    def send(self, targets: Mapping[int, int]) -> None:
        """Send new targets."""
        ...

    def limit_speed(self, servos: Sequence[int], positions_per_s: float) -> None:
        """Limit the speed of these servos."""
        ...

    def lift_speed_limit(self, servos: Sequence[int]) -> None:
        """Lift the speed limit of these servos."""
        ...

    def limit_torque(self, shares: Mapping[int, float]) -> None:
        """Limit the torque of these servos to shares of their largest one."""
        ...

    def detach(self, servos: Sequence[int]) -> None:
        """End the torque of these servos; they do not acknowledge it."""
        ...

    def read(self, servos: Sequence[int]) -> BusReadings:
        """Read the state of these servos."""
        ...

    def close(self) -> None:
        """Close the port."""
        ...


def listen(
    exchange: Exchange[Answer], request: bytes, servo: int, fits: Callable[[Answer], bool]
) -> Probe:
    """Ask one servo several times; return the counted answers."""
    probe = Probe()
    for _ in range(MOST_TRIES):
        heard = exchange.ask(request, [servo], fits, linger_s=SECOND_S)
        probe.strangers |= heard.strangers
        if heard.doubled:
            probe.doubled += 1
        elif heard.garbled:
            probe.garbled += 1
        elif heard.answers:
            probe.clean += 1
        else:
            probe.silent += 1
        if probe.done:
            break
    return probe


def heard_at(
    exchange: Exchange[Answer],
    baud: int,
    request: bytes,
    servo: int,
    fits: Callable[[Answer], bool],
) -> bool:
    """Ask one servo at another baud rate; return whether it answered."""
    try:
        exchange.set_baud(baud)
    except NotConnected:
        raise
    except HardwareError:
        return False  # this port has no such rate, so the servo was not set to it here
    asked = (exchange.ask(request, [servo], fits).answers for _ in range(RATE_ATTEMPTS))
    return any(servo in answers for answers in asked)


def insist(
    exchange: Exchange[Answer],
    question: bytes,
    servo: int,
    fits: Callable[[Answer], bool],
    part: str,
) -> Answer:
    """Return the answer to a request that may be repeated if an answer is lost.

    Raises:
        BusError: The servo stays silent.
    """
    for _ in range(ATTEMPTS):
        heard = exchange.ask(question, [servo], fits)
        if servo in heard.answers:
            return heard.answers[servo]
    raise BusError(part, "stopped answering while it was set up", "servo_silent")


def check_range(part: str, sent: PositionRange | None, low: int, high: int) -> None:
    """Check that a servo's own limits allow the positions that it will be sent to.

    Args:
        part: Its name for the builder.
        sent: Range of positions that it will be sent to; None where this is unknown.
        low: Least position that its own settings allow.
        high: Greatest position that they allow.

    Raises:
        HardwareError: The servo would ignore targets.
    """
    if sent is None or (low <= sent[0] and sent[1] <= high):
        return
    text = (
        f"its own limits allow {low} to {high}, but it will be sent from {sent[0]} to {sent[1]}: "
        "widen them with the maker's tool, or narrow [motion]"
    )
    raise HardwareError(part, text, "calibration")


def asked_again(
    heard: BusAnswers[Answer], servos: Sequence[int], again: Callable[[int], BusAnswers[Answer]]
) -> tuple[dict[int, Answer], BusReadings]:
    """Ask each servo that is missing once more, alone.

    In a sync read, the servos behind a silent one may stay silent too. A servo
    of this bus that answers in place of another is late with an earlier answer,
    so it does not count as a stranger.

    Args:
        heard: Answers to the sync read.
        servos: Ids that were asked.
        again: Asks one servo alone.

    Returns:
        The answers by id, and the readings with everything but the readings themselves.
    """
    answers = dict(heard.answers)
    found = BusReadings(noise=heard.garbled)
    for servo in servos:
        if servo in answers:
            continue
        alone = again(servo)
        found.noise |= alone.garbled
        if servo in alone.answers:
            answers[servo] = alone.answers[servo]
        elif strangers := alone.strangers.difference(servos):
            found.strangers[servo] = min(strangers)
        elif alone.garbled:
            found.garbled.add(servo)
    return answers, found
