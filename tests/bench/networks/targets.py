"""PURE. Targets of Karlsson on bad lines, and the margins by which it meets them. No I/O."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.bench.rows import Row, digits, place

OURS, RIVAL = "karlsson", "libwebrtc"
LESSON = "lesson-640x480"
"""The material whose name a line does not carry."""

Values = Mapping[tuple[str, str, str], float]
"""Line with its material, engine, metric -> value."""

VOICE_LINES = ("clean", "loss1", "loss5", "loss10")
CPU_PERCENT = {"640x480": 45.0, "1280x720": 80.0}


@dataclass(frozen=True)
class Verdict:
    """One target on one line.

    Args:
        line: With its material.
        metric: What is compared.
        value: What was measured.
        limit: What it must reach or stay below.
        at_most: Whether less is better.
        against: Words that say where the limit comes from.
    """

    line: str
    metric: str
    value: float
    limit: float
    at_most: bool
    against: str

    @property
    def met(self) -> bool:
        """True if the measured value, rounded as it is shown, keeps the limit."""
        value, limit = self._shown
        return value <= limit if self.at_most else value >= limit

    @property
    def words(self) -> str:
        """Met, or missed by how much."""
        if self.met:
            return "met"
        value, limit = self._shown
        return f"missed by {abs(value - limit):.{digits(self.metric)}f}"

    @property
    def _shown(self) -> tuple[float, float]:
        return round(self.value, digits(self.metric)), round(self.limit, digits(self.metric))


@dataclass(frozen=True)
class _Ratio:
    """A limit that is a multiple of what the rival reached on the same line."""

    metric: str
    times: float
    at_most: bool
    lines: Sequence[str] | None = None


RATIOS = (
    _Ratio("picture_p50_ms", 0.7, True),
    _Ratio("fps", 0.97, False),
    _Ratio("freezes", 1.0, True),
    _Ratio("ssim", 0.97, False),
    _Ratio("voice_delay_p50_ms", 0.9, True, VOICE_LINES),
    _Ratio("pesq", 1.0, False, VOICE_LINES),
)
FIXED = (
    ("rate300", "fps", 20.0, False),
    ("rate300", "picture_p95_ms", 150.0, True),
    ("drop", "frozen_s", 1.0, True),
)


def values_of(rows: Iterable[Row]) -> Values:
    """Return the rows' values by line, engine and metric."""
    return {(row.line, row.engine, row.metric): row.value for row in rows}


def name_and_material(line: str) -> tuple[str, str]:
    """Return what stands in a row's `line`: `loss5 film-1280x720`, or `loss5` for the lesson."""
    name, _, material = line.partition(" ")
    return name, material or LESSON


def row_line(name: str, material: str) -> str:
    """Return what stands in a row's `line`, the opposite of `name_and_material`."""
    return name if material == LESSON else f"{name} {material}"


def ratio(values: Values, line: str, metric: str) -> float | None:
    """Return ours over the rival's; None where one is missing, or nought."""
    ours, rival = values.get((line, OURS, metric)), values.get((line, RIVAL, metric))
    return ours / rival if ours is not None and rival else None


def verdicts(rows: Sequence[Row]) -> list[Verdict]:
    """Return every target of which the rows hold both sides, by metric and in the rows' order."""
    values = values_of(rows)
    lines = list(dict.fromkeys(row.line for row in rows))
    judges: tuple[Callable[[Values, str], Iterable[Verdict]], ...] = (_ratios, _fixed, _cpu)
    found = [verdict for line in lines for judge in judges for verdict in judge(values, line)]
    return sorted(found, key=lambda verdict: place(verdict.metric))


def _ratios(values: Values, line: str) -> Iterable[Verdict]:
    name, _ = name_and_material(line)
    for target in RATIOS:
        ours = values.get((line, OURS, target.metric))
        rival = values.get((line, RIVAL, target.metric))
        if ours is None or rival is None or (target.lines and name not in target.lines):
            continue
        against = f"{target.times:g} x {RIVAL}" if target.times != 1 else RIVAL
        yield Verdict(line, target.metric, ours, target.times * rival, target.at_most, against)


def _fixed(values: Values, line: str) -> Iterable[Verdict]:
    name, _ = name_and_material(line)
    for where, metric, limit, at_most in FIXED:
        ours = values.get((line, OURS, metric))
        if name == where and ours is not None:
            yield Verdict(line, metric, ours, limit, at_most, "fixed")


def _cpu(values: Values, line: str) -> Iterable[Verdict]:
    _, material = name_and_material(line)
    limit = CPU_PERCENT.get(material.rpartition("-")[2])
    ours = values.get((line, OURS, "agent_cpu_percent"))
    if limit is not None and ours is not None:
        yield Verdict(line, "agent_cpu_percent", ours, limit, True, "fixed")
