"""The lines that are measured, by short and stable names.

Loss and delay work in both directions, each by its own dice; a limited rate
works on the picture's direction alone, from the robot to the child. A recording
has a direction of its own each way.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tests.netlab import Line
from tests.netlab.line import parse as read_line
from tests.netlab.recordings import absolute
from tests.netlab.synthetic import KINDS


@dataclass(frozen=True)
class Step:
    """At so many seconds of the measurement the picture's direction becomes this line."""

    at_s: float
    down: Line
    up: Line | None = None


@dataclass(frozen=True)
class NetworkLine:
    """A line with a name.

    Args:
        name: Stable: it stands in the rows.
        words: For people.
        down: From robot to child: the picture and the class's sound.
        up: From child to robot: the child's voice.
        steps: What changes while it is measured.
        at_least_s: A shorter measurement would not see the steps.
        event_s: From when recovery is counted; None where there is nothing to recover from.
    """

    name: str
    words: str
    down: Line
    up: Line
    steps: Sequence[Step] = ()
    at_least_s: float = 0.0
    event_s: float | None = None


OUTAGE_FROM_S, OUTAGE_TO_S, OUTAGE_SECONDS = 4.0, 14.0, 24.0
DROP_S, RESTORED_S, DROP_SECONDS = 4.0, 14.0, 24.0
TRACE = "trace:"
TRACE_WORDS = ("delay=30", "queue=2000")
"""A recording says nothing of the time on the way; lines on the air hold back seconds."""

TRACE_SECONDS, WIFI_SECONDS = 30.0, 20.0
"""Stalls are rare: a shorter measurement would see none."""


def _line(name: str, words: str, down: Line) -> NetworkLine:
    return NetworkLine(name, words, down, replace(down, rate_kbps=None))


def _drop() -> NetworkLine:
    wide = Line(delay_ms=30, rate_kbps=1500, queue_ms=500)
    steps = (Step(DROP_S, replace(wide, rate_kbps=400)), Step(RESTORED_S, wide))
    words = f"1.5 Mbit/s, 0.4 from {DROP_S:.0f} s to {RESTORED_S:.0f} s, 0.5 s queue, 30 ms"
    return NetworkLine("drop", words, wide, Line(delay_ms=30), steps, DROP_SECONDS, DROP_S)


def _outage() -> NetworkLine:
    good, dead = Line(delay_ms=30), Line(delay_ms=30, outage=True)
    steps = (Step(OUTAGE_FROM_S, dead, dead), Step(OUTAGE_TO_S, good, good))
    words = f"30 ms, nothing at all from {OUTAGE_FROM_S:.0f} s to {OUTAGE_TO_S:.0f} s"
    return NetworkLine("outage", words, good, good, steps, OUTAGE_SECONDS, OUTAGE_TO_S)


def _wifi() -> NetworkLine:
    down = Line(trace="wifi-down", delay_ms=10, queue_ms=300, loss=0.02, burst=4)
    words = "10 ms, Wi-Fi with repetitions of 0-80 ms, gaps of 150-400 ms, 2 % loss in bursts of 4"
    return NetworkLine("wifi", words, down, replace(down, trace="wifi-up"), at_least_s=WIFI_SECONDS)


LINES: Mapping[str, NetworkLine] = {
    line.name: line
    for line in (
        _line("clean", "20 ms", Line(delay_ms=20)),
        _line("loss1", "30 ms, 1 % loss", Line(delay_ms=30, loss=0.01)),
        _line("loss5", "30 ms, 5 % loss", Line(delay_ms=30, loss=0.05)),
        _line("loss10", "30 ms, 10 % loss", Line(delay_ms=30, loss=0.10)),
        _line("burst5", "30 ms, 5 % loss in bursts of 4", Line(delay_ms=30, loss=0.05, burst=4)),
        _line(
            "rate300",
            "30 ms, 300 kbit/s, 1 s queue",
            Line(delay_ms=30, rate_kbps=300, queue_ms=1000),
        ),
        _line(
            "jitter",
            "30 ms, 1 Mbit/s, 20 ms jitter, 2 % loss",
            Line(delay_ms=30, rate_kbps=1000, queue_ms=500, jitter_ms=20, loss=0.02),
        ),
        _drop(),
        _line("far5", "120 ms, 5 % loss", Line(delay_ms=120, loss=0.05)),
        _outage(),
        _wifi(),
    )
}


def parse(text: str) -> NetworkLine:
    """Return a line by name, or one in words such as `delay=40,loss=0.03,rate=700,queue=300`.

    A recorded line is `trace:BOTH` or `trace:UP,DOWN`, and words may follow; each is a file in
    Mahimahi's format, or a kind of our own such as `evdo`.

    Raises:
        ValueError: Neither; the text says what is wrong.
    """
    if text in LINES:
        return LINES[text]
    if text.startswith(TRACE):
        return _recorded(text)
    try:
        return _line(text, text, _checked(read_line(text.split(","))))
    except ValueError as error:
        raise ValueError(
            f"{text!r} is none of {', '.join(LINES)}, and no line in words: {error}"
        ) from error


def _recorded(text: str) -> NetworkLine:
    parts = text.removeprefix(TRACE).split(",")
    names = [part for part in parts if "=" not in part]
    words = [part for part in parts if "=" in part]
    if len(names) not in (1, 2) or not all(names):
        raise ValueError(f"{text!r}: one recording for both ways, or two: up, then down")
    try:
        up, down = (
            _checked(read_line([*TRACE_WORDS, *words, f"trace={_own(name, direction)}"]))
            for name, direction in ((names[0], "up"), (names[-1], "down"))
        )
    except ValueError as error:
        raise ValueError(f"{text!r}: {error}") from error
    # A row's line ends at a blank: what follows is its material.
    name = "_".join(text.split())
    return NetworkLine(name, text, down, up, at_least_s=TRACE_SECONDS)


def _own(name: str, direction: str) -> str:
    return f"{name}-{direction}" if name in KINDS else name


def _checked(line: Line) -> Line:
    """Return the line with its recording named for any folder."""
    return line if line.trace is None else replace(line, trace=absolute(line.trace))
