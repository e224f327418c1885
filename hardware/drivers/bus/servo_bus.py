"""What the worker asks of a bus, whoever made its servos, and the answers together."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from hardware.contract.errors import BusError, HardwareError
from hardware.drivers.bus.exchange import Answer, BusAnswers, Exchange
from hardware.drivers.bus.probe import MOST_TRIES, Probe
from hardware.drivers.bus.reading import Reading

PositionRange = tuple[int, int]
"""The least and the greatest position that a servo is sent to."""

NO_RANGES: Mapping[int, PositionRange] = {}

ATTEMPTS = 3

SECOND_S = 0.004
"""A second servo with the same id answers within this time: its delay is 0.5 ms as shipped."""


@dataclass(slots=True)
class BusReadings:
    """What one reading of all servos brought.

    Args:
        garbled: Who did not answer, while something else than an answer came.
        strangers: Who did not answer, and which id did instead.
        noise: Something garbled came, whether or not everybody answered in the end.
    """

    readings: dict[int, Reading] = field(default_factory=dict)
    garbled: set[int] = field(default_factory=set)
    strangers: dict[int, int] = field(default_factory=dict)
    noise: bool = False


class ServoBus(Protocol):
    """One bus. Every method blocks for a bounded time.

    Raises:
        NotConnected: From every method but `close`: the port is gone.
    """

    @property
    def part(self) -> str:
        """Name of its port."""
        ...

    def find(self, servo: int) -> Probe:
        """Return how this servo answers."""
        ...

    def prepare(self, servos: Sequence[int]) -> None:
        """Take the torque away, clear what is left over, and make them go to positions.

        Raises:
            HardwareError: A servo cannot be used.
        """
        ...

    def attach(self, targets: Mapping[int, int], positions_per_s: float) -> None:
        """Give them torque at these positions, and let them be slow."""
        ...

    def send(self, targets: Mapping[int, int]) -> None:
        """Send them there."""
        ...

    def limit_speed(self, servos: Sequence[int], positions_per_s: float) -> None:
        """Let them be this slow."""
        ...

    def lift_speed_limit(self, servos: Sequence[int]) -> None:
        """Let them be as fast as they can."""
        ...

    def limit_torque(self, shares: Mapping[int, float]) -> None:
        """Limit their torque to these shares of it."""
        ...

    def detach(self, servos: Sequence[int]) -> None:
        """Take the torque away; nobody answers."""
        ...

    def read(self, servos: Sequence[int]) -> BusReadings:
        """Return what they say of themselves."""
        ...

    def close(self) -> None:
        """Give the port back."""
        ...


def listen(
    exchange: Exchange[Answer], request: bytes, servo: int, fits: Callable[[Answer], bool]
) -> Probe:
    """Ask one servo again and again; return how it answered."""
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


def insist(
    exchange: Exchange[Answer],
    question: bytes,
    servo: int,
    fits: Callable[[Answer], bool],
    part: str,
) -> Answer:
    """Return the answer to a question that may be repeated, since one may get lost.

    Raises:
        BusError: The servo stays silent.
    """
    for _ in range(ATTEMPTS):
        heard = exchange.ask(question, [servo], fits)
        if servo in heard.answers:
            return heard.answers[servo]
    raise BusError(part, "stopped to answer while it was set up", "servo_silent")


def check_range(part: str, sent: PositionRange | None, low: int, high: int) -> None:
    """See that a servo may go wherever it will be sent.

    Args:
        part: What the builder calls it.
        sent: Where it will be sent; None for a servo of which that is unknown.
        low: The least position that its own settings allow.
        high: The greatest one.

    Raises:
        HardwareError: It would ignore targets.
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
    """Return everybody's answer, and what was odd.

    Whoever is missing is asked alone: of a reading together, the servos behind
    a silent one may stay silent too. One of `servos` that answers in another's
    place is late with an earlier answer, and no stranger.
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
