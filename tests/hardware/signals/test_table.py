"""Promises of the shipped table, measured without the code that checks it."""

from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest
from hatchling.builders.wheel import WheelBuilder
from numpy.typing import NDArray

from bridge.protocol.vocabulary import SIGNALS, SignalName
from hardware.signals.drawings import SIDE
from hardware.signals.rhythm import lit
from hardware.signals.table import SIGNAL_TABLE
from robot.presence.signals import LIT
from tests.hardware.signals.flashes import (
    luminance,
    most_flashes_in_a_second,
    saturated_red,
)

ROOT = Path(__file__).parents[3]
STEP_S = 0.02
TIMES = [i * STEP_S for i in range(round(20 / STEP_S))]

# How people see linear red, green and blue whose cones of one kind are missing.
# Source: G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A Physiologically-based Model
# for Simulation of Color Vision Deficiency", 2009, doi 10.1109/TVCG.2009.113, severity 1.0.
VISIONS = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
    "grey": ((0.2126, 0.7152, 0.0722),) * 3,
}


def voice(t_s: float) -> float:
    """Somebody speaks: two syllables a second."""
    return float(0.5 - 0.5 * np.cos(2 * np.pi * 2 * t_s))


def test_every_signal_of_the_wire_has_a_look() -> None:
    assert tuple(SIGNAL_TABLE) == SIGNALS


def test_the_table_and_the_agent_mean_the_same_by_somebody_is_inside() -> None:
    assert {name for name, signal in SIGNAL_TABLE.items() if signal.watched} == LIT


def test_the_table_travels_with_the_package() -> None:
    shipped = {file.path for file in WheelBuilder(str(ROOT)).recurse_included_files()}
    assert any(path.endswith("hardware/signals/table.toml") for path in shipped)


@pytest.mark.parametrize("name", SIGNALS)
@pytest.mark.parametrize("has_hand", [True, False])
def test_no_pattern_flashes_more_than_three_times_a_second(
    name: SignalName, has_hand: bool
) -> None:
    signal = SIGNAL_TABLE[name]
    weight = luminance(*signal.colour)
    ring = [(t, signal.brightness_at(t, voice(t)) * weight) for t in TIMES]
    faces = [(t, signal.drawing_at(t, has_hand).looking()) for t in TIMES]
    drawn = [(t, lit(face) / (2 * SIDE * SIDE)) for t, face in faces]
    lamps = [(t, signal.eyes_at(t)) for t in TIMES]
    together = [(t, (a + b) / 2) for (t, a), (_, b) in zip(ring, drawn, strict=True)]
    assert all(0 <= value <= 1 for _, value in ring)
    assert max(most_flashes_in_a_second(s) for s in (ring, drawn, lamps, together)) <= 3
    for led in range(SIDE * SIDE):
        for side in ("left", "right"):
            alone = [(t, float(getattr(face, side) >> led & 1)) for t, face in faces]
            assert most_flashes_in_a_second(alone) <= 3


@pytest.mark.parametrize("name", SIGNALS)
def test_nothing_is_saturated_red(name: SignalName) -> None:
    assert not saturated_red(*SIGNAL_TABLE[name].colour)


@pytest.mark.parametrize("name", sorted(LIT))
def test_that_somebody_is_inside_shows_at_every_moment(name: SignalName) -> None:
    signal = SIGNAL_TABLE[name]
    assert min(signal.brightness_at(t) for t in TIMES) >= 0.05
    for has_hand in (True, False):
        assert min(lit(signal.drawing_at(t, has_hand).looking()) for t in TIMES) >= 16
    closed = [t for t in TIMES if signal.eyes_at(t) == 0]
    longest = max((sum(t <= c < t + 0.3 for c in closed) for t in closed), default=0)
    assert longest * STEP_S <= 0.25


@pytest.mark.parametrize("vision", VISIONS)
def test_every_colour_is_bright_for_everybody(vision: str) -> None:
    matrix = np.array(VISIONS[vision])
    for signal in SIGNAL_TABLE.values():
        seen = np.clip(matrix @ np.array(signal.colour), 0, 1)
        assert luminance(*seen) >= 0.3


def rhythm(name: SignalName, vision: str) -> NDArray[np.float64]:
    """The ring over 20 s as this vision sees it, its colour and brightness taken away."""
    signal, matrix = SIGNAL_TABLE[name], np.array(VISIONS[vision])
    brightness = np.array([signal.brightness_at(t, voice(t)) for t in TIMES[::5]])
    seen = np.clip(np.outer(brightness, matrix @ np.array(signal.colour)), 0, 1)
    series: NDArray[np.float64] = seen @ np.array([0.2126, 0.7152, 0.0722])
    if series.any():
        series /= series.max()
    return series


def rhythms_differ(
    one: NDArray[np.float64], other: NDArray[np.float64], from_the_start: bool
) -> bool:
    """Return whether two rhythms are apart by a quarter somewhere, whenever one begins to watch."""
    half = len(one) // 2
    shifts = range(1) if from_the_start else range(half)
    return all(np.abs(one[:half] - other[at : at + half]).max() >= 0.25 for at in shifts)


def differ(one: SignalName, other: SignalName, vision: str, drawn: bool) -> bool:
    a, b = SIGNAL_TABLE[one], SIGNAL_TABLE[other]
    if a.posture != b.posture:
        return True
    for t in (0.5, 2.0):
        faces = [(s.drawing_at(t).looking(), s.eyes_at(t)) for s in (a, b)]
        (face_a, open_a), (face_b, open_b) = faces
        apart = (face_a.left ^ face_b.left).bit_count()
        if apart >= 8 if drawn else open_a != open_b:
            return True
    begins = not (a.pattern.repeats and b.pattern.repeats)
    return rhythms_differ(rhythm(one, vision), rhythm(other, vision), begins)


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("drawn", [True, False], ids=["drawn eyes", "eyes of one lamp"])
def test_any_two_signals_differ_without_their_colour(vision: str, drawn: bool) -> None:
    alike = {
        (one, other)
        for one, other in combinations(SIGNALS, 2)
        if not differ(one, other, vision, drawn)
    }
    # Eyes that cannot draw are simply off in both: there is nobody, and nothing to tell.
    assert alike == (set() if drawn else {("asleep", "not_allowed")})


def test_times_of_the_table_rise() -> None:
    for signal in SIGNAL_TABLE.values():
        assert all(a[0] <= b[0] for a, b in pairwise(signal.pattern.points))
