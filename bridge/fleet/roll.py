"""PURE. Roll of robots since the start of the bridge: who is here, and what it told. No I/O."""

from dataclasses import dataclass, field

from bridge.base.records import Sighting
from bridge.protocol.fleet import RobotHealth


@dataclass
class Present:
    """Knowledge of a robot since the start of this bridge."""

    seen_s: float
    """Unix seconds of its newest sign."""
    connections: set[int] = field(default_factory=set)
    """Its links; there are two for a moment when a newer one replaces the older one."""
    health: RobotHealth | None = None
    told_s: float | None = None
    """Unix seconds of its newest health."""
    in_lesson: bool = False
    """A child is in it."""
    lesson_s: float | None = None
    """Unix seconds of the last moment at which a child was in it."""
    help_since_s: float | None = None
    """Unix seconds since which somebody in the lesson asks for help and nobody answers."""

    @property
    def is_here(self) -> bool:
        """True while the robot is connected."""
        return bool(self.connections)


class Roll:
    """Robots that were connected since the start of this bridge."""

    def __init__(self) -> None:
        self._robots: dict[str, Present] = {}
        self._changed: set[str] = set()

    def came(self, robot_id: str, connection: int, unix_s: float) -> None:
        """Note a link of a robot."""
        self._sign(robot_id, unix_s).connections.add(connection)

    def gone(self, robot_id: str, connection: int, unix_s: float) -> None:
        """Note the end of a link."""
        present = self._sign(robot_id, unix_s)
        present.connections.discard(connection)
        if not present.is_here:
            self._note_lesson(present, False, False, unix_s)

    def told(self, robot_id: str, health: RobotHealth, unix_s: float) -> None:
        """Take what a robot says of its health."""
        present = self._sign(robot_id, unix_s)
        present.health, present.told_s = health, unix_s

    def shown(self, robot_id: str, in_lesson: bool, calls_help: bool, unix_s: float) -> None:
        """Take what a robot shows its class of the lesson.

        Args:
            in_lesson: A child is in it.
            calls_help: The child or its class asks for help, and nobody has answered.
        """
        self._note_lesson(self._sign(robot_id, unix_s), in_lesson, calls_help, unix_s)

    @staticmethod
    def _note_lesson(present: Present, in_lesson: bool, calls_help: bool, unix_s: float) -> None:
        if in_lesson or present.in_lesson:
            present.lesson_s = unix_s
        present.in_lesson = in_lesson
        if not calls_help:
            present.help_since_s = None
        elif present.help_since_s is None:
            present.help_since_s = unix_s

    def _sign(self, robot_id: str, unix_s: float) -> Present:
        present = self._robots.setdefault(robot_id, Present(unix_s))
        present.seen_s = unix_s
        self._changed.add(robot_id)
        return present

    def get(self, robot_id: str) -> Present | None:
        """Return what is known of a robot; None if it was not here since the start."""
        return self._robots.get(robot_id)

    def does_errands(self, robot_id: str) -> bool:
        """Return whether a robot is here and does errands, as every one does that tells health."""
        present = self._robots.get(robot_id)
        return present is not None and present.is_here and present.health is not None

    def batteries(self) -> dict[str, int]:
        """Return the level of each battery that is known now, in percent."""
        return {
            id: round(one.health.battery_percent)
            for id, one in self._robots.items()
            if one.is_here and one.health is not None and one.health.battery_percent is not None
        }

    def take_sightings(self, unix_s: float) -> list[Sighting]:
        """Return what has changed since the last time; who is connected is seen now."""
        due = self._changed | {id for id, one in self._robots.items() if one.is_here}
        self._changed = set()
        return [_sighting(id, self._robots[id], unix_s) for id in sorted(due)]


def _sighting(robot_id: str, present: Present, unix_s: float) -> Sighting:
    seen = int(unix_s if present.is_here else present.seen_s)
    lesson = present.lesson_s
    if present.in_lesson:
        lesson = unix_s
    lesson_at = int(lesson) if lesson is not None else None
    health = present.health
    if health is None:
        return Sighting(robot_id, seen, lesson_at=lesson_at)
    doctor = health.doctor
    if doctor is None:
        return Sighting(robot_id, seen, health.version, lesson_at=lesson_at)
    examined = int(doctor.unix_s)
    return Sighting(robot_id, seen, health.version, examined, doctor.failed, lesson_at)
