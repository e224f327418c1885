"""PURE. Report of a rehearsal: its steps with their times, its mistakes, its figures. No I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.rehearsal.hands import LEFT_OUT, SECONDS, WORDS, Hands

AFTERNOON = 20
MOST_HANDS_ON_MINUTES = 3.0
"""Of a person for each robot of an afternoon. A few robots share what is done once for all, such as
typing a command, and take longer each."""


@dataclass(frozen=True)
class Step:
    """One step of the path.

    Args:
        seconds: From its beginning to its end, for all robots.
        each_s: How long it took for each robot, where robots take it one by one.
        robots: How many took it; 0 for what no technician would do with his robots.
        what: What came of it, in words.
        failed: Why it failed; empty if it went well.
        rehearsed: False for a step that this version cannot rehearse; `what` says why.
    """

    name: str
    seconds: float = 0.0
    robots: int = 0
    each_s: tuple[float, ...] = ()
    what: str = ""
    failed: str = ""
    rehearsed: bool = True


@dataclass(frozen=True)
class Mistake:
    """A mistake that was made on purpose, and how it was named."""

    name: str
    robot: str
    said: str
    bridge_said: str = ""
    remedy: str = ""
    failed: str = ""


@dataclass
class Report:
    """The whole rehearsal."""

    robots: int
    hands: Hands = field(default_factory=Hands)
    steps: list[Step] = field(default_factory=list)
    mistakes: list[Mistake] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)
    """Steps that first boots left out, each with its number of robots."""
    changes: dict[str, int] = field(default_factory=dict)
    """Changes to the configurations of cards, each with its number of robots."""

    @property
    def failures(self) -> list[str]:
        """Describe in words everything that went wrong."""
        found = [f"{step.name}: {step.failed}" for step in self.steps if step.failed]
        by_hand = self.metrics()["hands_on_minutes_per_robot"]
        if self.robots >= AFTERNOON and by_hand > MOST_HANDS_ON_MINUTES:
            found.append(
                f"{by_hand:.1f} minutes by hand for each robot; at most {MOST_HANDS_ON_MINUTES:g}"
            )
        return found

    @property
    def seconds(self) -> float:
        """From the list to the last wipe, without what is done in none of the robots."""
        return sum(step.seconds for step in self.steps if step.robots)

    def metrics(self) -> Mapping[str, float]:
        """Return the figures: minutes of machine and of hands for each robot."""
        return {
            "minutes_per_robot": round(self.seconds / 60 / self.robots, 3),
            "hands_on_minutes_per_robot": round(self.hands.seconds() / 60 / self.robots, 3),
        }


def rows(report: Report) -> list[tuple[str, ...]]:
    """Return the table: step, robots, seconds in all, per robot, slowest, by hand, what."""
    found = []
    for step in report.steps:
        if not step.rehearsed:
            found.append((step.name, "-", "-", "-", "-", "-", f"not rehearsed: {step.what}"))
            continue
        each = step.each_s or ((step.seconds / step.robots,) if step.robots else ())
        found.append(
            (
                step.name,
                str(step.robots),
                f"{step.seconds:.1f} s",
                f"{sum(each) / len(each):.1f} s" if each else "-",
                f"{max(step.each_s):.1f} s" if step.each_s else "-",
                f"{report.hands.seconds(step.name) / 60:.1f} min",
                f"FAILED: {step.failed}" if step.failed else step.what,
            )
        )
    whole = f"{report.seconds:.1f} s", f"{report.seconds / report.robots:.1f} s"
    by_hand = f"{report.hands.seconds() / 60:.1f} min"
    return [*found, ("in all", str(report.robots), *whole, "", by_hand, "")]


def deeds(report: Report) -> list[tuple[str, str, str, str]]:
    """Return what was done by hand: deed, times, seconds of one, seconds in all."""
    times: dict[str, int] = {}
    for one in report.hands.counted():
        times[one.deed] = times.get(one.deed, 0) + one.times
    return [
        (WORDS[deed], str(times[deed]), f"{seconds:g} s", f"{times[deed] * seconds:.0f} s")
        for deed, seconds in SECONDS.items()
        if deed in times
    ]


def data_of(report: Report) -> dict[str, Any]:
    """Return the report for programs."""
    return {
        "robots": report.robots,
        "ok": not report.failures,
        "metrics": dict(report.metrics()),
        "steps": [
            {
                "step": step.name,
                "rehearsed": step.rehearsed,
                "robots": step.robots,
                "seconds": round(step.seconds, 2),
                "each_s": [round(one, 2) for one in step.each_s],
                "by_hand_s": round(report.hands.seconds(step.name), 1),
                "what": step.what,
                "failed": step.failed,
            }
            for step in report.steps
        ],
        "by_hand": [
            {"step": one.step, "deed": one.deed, "times": one.times, "seconds": one.seconds}
            for one in report.hands.counted()
        ],
        "by_hand_not_counted": list(LEFT_OUT),
        "mistakes": [
            {
                "mistake": one.name,
                "robot": one.robot,
                "said": one.said,
                "bridge_said": one.bridge_said,
                "remedy": one.remedy,
                "failed": one.failed,
            }
            for one in report.mistakes
        ],
        "left_out": report.left_out,
        "changed": report.changes,
    }


def count(into: dict[str, int], told: Sequence[str]) -> None:
    """Count each text once more."""
    for one in told:
        into[one] = into.get(one, 0) + 1
