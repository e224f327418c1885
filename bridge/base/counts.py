"""PURE. Counts of connections and of robots by state, without any name. No I/O."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, get_args

from bridge.protocol.presence import Power
from bridge.protocol.vocabulary import PowerLevel

Role = Literal["robot", "pupil", "teacher", "buddy"]
ROLES: tuple[Role, ...] = get_args(Role)
LEVELS: tuple[PowerLevel, ...] = get_args(PowerLevel)


@dataclass(frozen=True)
class Counts:
    """Counts of one room, or of all rooms of a bridge, at one moment."""

    connections: Counter[Role] = field(default_factory=Counter)
    presences: int = 0
    """Robots with a child in them."""
    batteries: Counter[PowerLevel] = field(default_factory=Counter)
    """Robots with a battery gauge, by power level."""
    weak_supplies: int = 0
    too_warm: int = 0

    @classmethod
    def of_power(cls, power: Power, occupied: bool, connections: Counter[Role]) -> "Counts":
        """Return the counts of one robot that has sent a snapshot."""
        gauged = power.gauge == "known"
        return cls(
            connections,
            int(occupied),
            Counter({power.level: 1} if gauged else {}),
            int(power.weak_supply),
            int(power.picture != "full"),
        )

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.connections + other.connections,
            self.presences + other.presences,
            self.batteries + other.batteries,
            self.weak_supplies + other.weak_supplies,
            self.too_warm + other.too_warm,
        )


def total(counts: Iterable[Counts]) -> Counts:
    """Return the sum over many rooms, or many bridges."""
    return sum(counts, Counts())
