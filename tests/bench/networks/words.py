"""PURE. Finds the child's words in what the robot played: how late, and what is missing. No I/O.

The child says the same words round and round. Each half second of them is looked
for in what was heard by normalised cross-correlation below 4 kHz, where Opus keeps
the form of a voice best. Words that were stretched, or repaired by Opus at 30 %
loss, still reach 0.5; other words of the same voice stay below 0.45 in 19 of 20.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from robot.media.types.cells import SAMPLE_HZ, Samples
from tests.bench.rows import percentile
from tests.bench.voice import Block

Signal = NDArray[np.float64]

STEP = 6
"""48 kHz to 8 kHz."""

MATCH_HZ = SAMPLE_HZ // STEP
WINDOW_MS = 500
HOP_MS = 250
ALIKE = 0.45
"""Least correlation at which a window counts as heard."""

LOUD_SHARE = 0.3
"""Of the mean loudness: a softer window holds a pause, and says nothing."""

EARLY_MS = 20.0
LATE_MS = 2500.0
"""Within a round of the words every window is another one."""

HOLE_MS = 60.0
"""A pause that is longer was a hole in the sound; a shorter one is how a process is woken."""

CLOCK_EVERY_MS = 250.0
CLOCK_OVER_MS = 500.0
PAUSE_MS = 200
PAUSE_SHARE = 0.02
MARGIN_MS = 150
SHORTEST_PIECE_MS = 1000


@dataclass(frozen=True)
class Heard:
    """Sound from the loudspeaker, without a break, and the clock that belongs to it.

    Args:
        samples: At 48 kHz; holes are silence.
        places: Indexes of samples of which the time is known, rising.
        times_ms: Unix time of each, rising.
    """

    samples: Samples
    places: Signal
    times_ms: Signal

    def time_ms(self, place: float) -> float:
        """Return when this sample was played."""
        return _between(place, self.places, self.times_ms, 1000 / SAMPLE_HZ)

    def place(self, unix_ms: float) -> int:
        """Return which sample was played at this time; outside the sound below 0 or too big."""
        return round(_between(unix_ms, self.times_ms, self.places, SAMPLE_HZ / 1000))


@dataclass(frozen=True)
class Found:
    """Half a second of words.

    Args:
        sent_ms: Unix time at which it left.
        delay_ms: How much later it was heard; None where it is missing.
        alike: The best correlation.
    """

    sent_ms: float
    delay_ms: float | None
    alike: float


def heard_of(blocks: Sequence[Block]) -> Heard:
    """Return the sound of blocks that came when they came.

    Sound goes on from block to block, whatever the jitter of their arrival. Times
    are the median over a second around, so a block that is late by itself shifts nothing.
    """
    pieces: list[Samples] = []
    starts: list[int] = []
    count, end_ms = 0, None
    for block in blocks:
        if end_ms is not None and block.at_ms - end_ms > HOLE_MS:
            hole = np.zeros(round((block.at_ms - end_ms) / 1000 * SAMPLE_HZ), np.int16)
            pieces.append(hole)
            count += len(hole)
        starts.append(count)
        pieces.append(block.samples)
        count += len(block.samples)
        end_ms = block.at_ms + len(block.samples) / SAMPLE_HZ * 1000
    if not pieces:
        return Heard(np.zeros(0, np.int16), np.zeros(1), np.zeros(1))
    arrived_ms = np.array([block.at_ms for block in blocks])
    places, times_ms = _clock(np.array(starts, np.float64), arrived_ms)
    return Heard(np.concatenate(pieces), places, times_ms)


def find(
    reference: Samples, loop_started_ms: float, heard: Heard, from_ms: float, to_ms: float
) -> list[Found]:
    """Return every loud half second of words that left between these Unix times."""
    if not len(reference):
        return []
    words, sound = lowered(reference, STEP), lowered(heard.samples, STEP)
    length = WINDOW_MS * MATCH_HZ // 1000
    loud = LOUD_SHARE * _loudness(words)
    found = []
    for sent_ms in _sent(loop_started_ms, from_ms, to_ms - WINDOW_MS):
        start = round((sent_ms - loop_started_ms) / 1000 * MATCH_HZ)
        window = np.take(words, np.arange(start, start + length), mode="wrap")
        if _loudness(window) >= loud:
            found.append(_found(window, sent_ms, sound, heard))
    return found


def voice_figures(
    reference: Samples,
    loop_started_ms: float,
    blocks: Sequence[Block],
    from_ms: float,
    to_ms: float,
) -> dict[str, float]:
    """Return delay and missing share of the voice; no delay where nothing came.

    Args:
        reference: What the child says round and round.
        loop_started_ms: Unix time at which its first sample left.
        blocks: What the robot played, in order.
        from_ms: Words that left earlier, or
        to_ms: that did not leave as a whole by then, do not count.

    Raises:
        ValueError: The child said nothing between these times.
    """
    found = find(reference, loop_started_ms, heard_of(blocks), from_ms, to_ms)
    if not found:
        raise ValueError("the child said nothing")
    delays = [each.delay_ms for each in found if each.delay_ms is not None]
    figures = {"voice_missing_percent": 100 * (len(found) - len(delays)) / len(found)}
    if delays:
        figures["voice_delay_p50_ms"] = percentile(delays, 50)
        figures["voice_delay_p95_ms"] = percentile(delays, 95)
    return figures


def pieces(
    reference: Samples,
    loop_started_ms: float,
    blocks: Sequence[Block],
    from_ms: float,
    to_ms: float,
) -> list[tuple[Samples, Samples]]:
    """Return each whole sentence as it was said and as it was heard, of equal length, at 48 kHz.

    A sentence is stretched between pauses. It is laid on the median delay of its
    windows; one of which nothing was found is compared with what was heard at the
    delay of all, or at none, so that what is missing costs its score.
    """
    heard = heard_of(blocks)
    found = find(reference, loop_started_ms, heard, from_ms, to_ms)
    delays = [each.delay_ms for each in found if each.delay_ms is not None]
    usual_ms = percentile(delays, 50) if delays else 0.0
    margin = MARGIN_MS * SAMPLE_HZ // 1000
    made = []
    for start, end, sent_ms in _spoken(reference, loop_started_ms, from_ms, to_ms):
        until_ms = sent_ms + (end - start) / SAMPLE_HZ * 1000
        own = [
            each.delay_ms
            for each in found
            if each.delay_ms is not None and sent_ms <= each.sent_ms < until_ms
        ]
        delay_ms = percentile(own, 50) if own else usual_ms
        place = heard.place(sent_ms + delay_ms)
        said = _cut(reference, start - margin, end + margin)
        made.append((said, _cut(heard.samples, place - margin, place + end - start + margin)))
    return made


def sentences(reference: Samples) -> list[tuple[int, int]]:
    """Return first and last-but-one sample of each stretch without a pause of 200 ms."""
    length = SAMPLE_HZ // 1000
    count = len(reference) // length
    windows = reference[: count * length].reshape(count, length).astype(np.float64)
    loudness = np.sqrt((windows**2).mean(axis=1))
    loud = np.flatnonzero(loudness > PAUSE_SHARE * loudness.max(initial=0.0))
    if not len(loud):
        return []
    stretches = np.split(loud, np.flatnonzero(np.diff(loud) > PAUSE_MS) + 1)
    return [
        (int(stretch[0]) * length, (int(stretch[-1]) + 1) * length)
        for stretch in stretches
        if stretch[-1] - stretch[0] >= SHORTEST_PIECE_MS
    ]


def lowered(samples: Samples, step: int) -> Signal:
    """Return every n-th sample, with what does not fit below the new half rate filtered out."""
    if not len(samples):
        return np.zeros(0)
    reach = 8 * step
    at = np.arange(-reach, reach + 1)
    taps = np.sinc(at / step * 0.9) * np.hamming(len(at))
    # "same" would be as long as the taps where the sound is shorter.
    filtered = np.convolve(samples.astype(np.float64), taps / taps.sum())[reach:-reach]
    return np.asarray(filtered[::step], np.float64)


def _clock(starts: Signal, arrived_ms: Signal) -> tuple[Signal, Signal]:
    """Return places and times: the arrival of blocks, smoothed."""
    offsets_ms = arrived_ms - starts / SAMPLE_HZ * 1000
    at_ms = np.arange(arrived_ms[0], arrived_ms[-1] + CLOCK_EVERY_MS, CLOCK_EVERY_MS)
    first = np.searchsorted(arrived_ms, at_ms - CLOCK_OVER_MS)
    last = np.searchsorted(arrived_ms, at_ms + CLOCK_OVER_MS, side="right")
    times, places = [], []
    for time_ms, low, high in zip(at_ms, first, last, strict=True):
        if high > low:
            times.append(time_ms)
            places.append((time_ms - float(np.median(offsets_ms[low:high]))) / 1000 * SAMPLE_HZ)
    return np.maximum.accumulate(np.array(places)), np.array(times)


def _between(value: float, known: Signal, wanted: Signal, slope: float) -> float:
    """Interpolate; go on with the slope beyond both ends."""
    if value < known[0]:
        return float(wanted[0]) + (value - float(known[0])) * slope
    if value > known[-1]:
        return float(wanted[-1]) + (value - float(known[-1])) * slope
    return float(np.interp(value, known, wanted))


def _sent(loop_started_ms: float, from_ms: float, to_ms: float) -> Iterator[float]:
    """Yield when windows left, the same ones whatever the first time is."""
    number = max(0, int(np.ceil((from_ms - loop_started_ms) / HOP_MS)))
    while loop_started_ms + number * HOP_MS <= to_ms:
        yield loop_started_ms + number * HOP_MS
        number += 1


def _spoken(
    reference: Samples, loop_started_ms: float, from_ms: float, to_ms: float
) -> Iterator[tuple[int, int, float]]:
    """Yield first and last sample of each sentence, and when it left."""
    round_ms = len(reference) / SAMPLE_HZ * 1000
    inside = sentences(reference)
    number = max(0, int((from_ms - loop_started_ms) // round_ms)) if inside else 0
    while inside and loop_started_ms + number * round_ms < to_ms:
        for start, end in inside:
            sent_ms = loop_started_ms + number * round_ms + start / SAMPLE_HZ * 1000
            if from_ms <= sent_ms and sent_ms + (end - start) / SAMPLE_HZ * 1000 <= to_ms:
                yield start, end, sent_ms
        number += 1


def _found(window: Signal, sent_ms: float, sound: Signal, heard: Heard) -> Found:
    start = max(0, heard.place(sent_ms - EARLY_MS) // STEP)
    end = max(0, heard.place(sent_ms + LATE_MS) // STEP) + len(window)
    part = sound[start:end]
    if len(part) < len(window):
        return Found(sent_ms, None, 0.0)
    alike = _alike(window, part)
    best = int(alike.argmax())
    if alike[best] < ALIKE:
        return Found(sent_ms, None, float(alike[best]))
    delay_ms = heard.time_ms((start + best) * STEP) - sent_ms
    return Found(sent_ms, delay_ms, float(alike[best]))


def _alike(window: Signal, part: Signal) -> Signal:
    """Return the normalised correlation at each place of the part."""
    size = 1 << (len(part) + len(window) - 1).bit_length()
    product = np.fft.rfft(part, size) * np.conj(np.fft.rfft(window, size))
    places = len(part) - len(window) + 1
    correlation = np.fft.irfft(product, size)[:places]
    sums = np.concatenate([[0.0], np.cumsum(part**2)])
    energy = sums[len(window) :] - sums[:places]
    own = float((window**2).sum())
    # Without a floor the rounding of silence would be like anything.
    loudest = float(energy.max(initial=0.0))
    floor = max(1e-3 * loudest, 1.0)
    return np.asarray(correlation / np.sqrt(np.maximum(energy, floor) * max(own, 1.0)), np.float64)


def _loudness(signal: Signal) -> float:
    return float(np.sqrt((signal**2).mean()))


def _cut(samples: Samples, start: int, end: int) -> Samples:
    """Return a part, with silence where it reaches over the ends."""
    part = samples[max(0, start) : max(0, end)]
    before = min(end - start, max(0, -start))
    return np.pad(part, (before, end - start - before - len(part)))
