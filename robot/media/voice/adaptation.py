"""PURE. Adaptation of the played delay to its target: when to change the sound's length. No I/O."""

from dataclasses import dataclass

import numpy as np

from robot.media.types.cells import SAMPLE_HZ, Samples
from robot.media.voice import stretch

SLACK_SAMPLES = SAMPLE_HZ * 8 // 1000
"""Excess over the target offset that is tolerated while the voice speaks."""

PATIENT_SAMPLES = SAMPLE_HZ * 30 // 1000
PATIENCE_SAMPLES = 2 * SAMPLE_HZ
"""Excess and duration that are tolerated before a speaking voice is shortened: sooner or later
it pauses."""

HURRY_SAMPLES = SAMPLE_HZ * 40 // 1000
"""Excess that a pause alone takes away, cut several times at once. A speaking voice is cut more
rarely than for less: that takes longer than a short change, and words must keep their form."""

REST_SAMPLES = SAMPLE_HZ * 60 // 1000
"""Time between two changes of a speaking voice."""

HURRY_REST_SAMPLES = SAMPLE_HZ * 120 // 1000
"""The same while the excess is large, in a voice without pauses."""

PAUSING_REST_SAMPLES = SAMPLE_HZ * 500 // 1000
"""The same in a voice that pauses: most of a large excess goes there, and words keep their form."""

PAUSING_SAMPLES = SAMPLE_HZ * 2
"""Time since the last pause within which a voice is taken for one that pauses."""

STUBBORN_SAMPLES = HURRY_REST_SAMPLES
"""Time that no place was similar enough, in noise for example, before the demand falls."""

HOLD_SAMPLES = SAMPLE_HZ * 100 // 1000
"""Time without changes after concealment: the offset may soon be needed as it is."""

ALIKE = 0.75
ALIKE_IN_HURRY = 0.85
ALIKE_STUBBORN = 0.45
QUIET_SHARE = 0.05
"""Share of the voice's loudness below which sound may be cut anywhere."""

QUIET_RMS = 60.0
LOUDNESS_FORGET = 0.995


@dataclass(frozen=True)
class Adjustment:
    """Change of the sound's length.

    Args:
        shortens: Whether sound is removed; otherwise it is inserted.
        most: Largest change in samples.
        alike: Similarity required by `stretch`.
        again: Whether the next change may follow within the same pull.
        rest: Samples without a change of a speaking voice afterwards.
    """

    shortens: bool
    most: int
    alike: float
    again: bool = False
    rest: int = REST_SAMPLES


class DelayAdaptation:
    """Decision on changes of the sound's length, preferably in pauses of the voice.

    All times are counts of samples pulled so far.
    """

    def __init__(self) -> None:
        self._rest_until = 0
        self._patient_until = 0
        self._loudness = 0.0
        self._paused_at = -PAUSING_SAMPLES

    def heard(self, samples: Samples) -> None:
        """Learn the loudness of the voice."""
        self._loudness = max(_rms(samples), self._loudness * LOUDNESS_FORGET)

    def concealed(self, pulled: int) -> None:
        """Take in that concealment has ended."""
        self._rest_until = pulled + HOLD_SAMPLES

    def decide(self, excess: int, ready: Samples, pulled: int) -> Adjustment | None:
        """Return the adjustment to make now; None to leave the sound as it is.

        Args:
            excess: Offset over its target; negative below it.
            ready: Sound that is played next.
            pulled: Samples pulled so far.
        """
        quiet = _rms(ready) < max(QUIET_RMS, QUIET_SHARE * self._loudness)
        if quiet:
            self._paused_at = pulled
        if not quiet and pulled < self._rest_until:
            return None
        if excess <= SLACK_SAMPLES:
            self._patient_until = pulled + PATIENCE_SAMPLES
        impatient = excess > PATIENT_SAMPLES or pulled > self._patient_until
        if excess > 0 and (quiet or impatient):
            in_hurry = excess > HURRY_SAMPLES
            if not in_hurry:
                return Adjustment(True, excess, 0.0 if quiet else ALIKE)
            stubborn = pulled > self._rest_until + STUBBORN_SAMPLES
            alike = 0.0 if quiet else ALIKE_STUBBORN if stubborn else ALIKE_IN_HURRY
            is_pausing = pulled - self._paused_at < PAUSING_SAMPLES
            rest = PAUSING_REST_SAMPLES if is_pausing else HURRY_REST_SAMPLES
            return Adjustment(True, excess, alike, quiet, rest)
        if excess < 0:
            most = max(-excess, stretch.SHORTEST_SAMPLES) if quiet else stretch.LONGEST_SAMPLES
            return Adjustment(False, most, 0.0 if quiet else ALIKE)
        return None

    def adjusted(self, adjustment: Adjustment, pulled: int) -> None:
        """Take in that this adjustment was made."""
        self._rest_until = pulled + adjustment.rest


def _rms(samples: Samples) -> float:
    if not len(samples):
        return 0.0
    values = samples.astype(np.float32)
    return float(np.sqrt(np.dot(values, values) / len(values)))
