"""PURE. A recorded line: the moments at which it took a packet. No I/O.

Mahimahi's format: each line of the file is a whole number of milliseconds since the beginning,
at which up to 1500 bytes may leave. A moment that finds nothing to send is lost. After the last
one the recording begins again.

Source: R. Netravali and others, "Mahimahi: Accurate Record-and-Replay for HTTP", USENIX ATC
(2015), and the manual page of mm-link.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise

OPPORTUNITY_BITS = 1500 * 8.0
LONGEST_MS = 24 * 3600 * 1000
MOST_OPPORTUNITIES = 5_000_000


class Recording:
    """Moments in ms since the beginning, which may repeat; the last one ends the recording.

    Raises:
        ValueError: No moment is given, they go back, or nothing would ever end.
    """

    def __init__(self, moments_ms: Iterable[int]) -> None:
        self._moments_ms = array("I", moments_ms)
        if not self._moments_ms:
            raise ValueError("there is not one packet opportunity in it")
        for number, (before, after) in enumerate(pairwise(self._moments_ms), 2):
            if after < before:
                raise ValueError(f"line {number}: {after} ms comes after {before} ms")
        self._length_ms = self._moments_ms[-1]
        if not self._length_ms:
            raise ValueError("it lasts 0 ms; the last line says how long it lasts")

    def __len__(self) -> int:
        return len(self._moments_ms)

    @property
    def length_s(self) -> float:
        """After so long it begins again."""
        return self._length_ms / 1000

    @property
    def mean_kbps(self) -> float:
        """Mean rate, if there is always something to send."""
        return len(self) * OPPORTUNITY_BITS / self._length_ms

    @property
    def longest_gap_s(self) -> float:
        """Longest time in which nothing leaves."""
        gaps = (after - before for before, after in pairwise(self._moments_ms))
        return max(self._moments_ms[0], *gaps, 0) / 1000

    def at_s(self, number: int) -> float:
        """Return when an opportunity comes, counted from 0 and through all repetitions."""
        times, index = divmod(number, len(self))
        return (times * self._length_ms + self._moments_ms[index]) / 1000

    def first_from(self, since_s: float) -> int:
        """Return the number of the first opportunity that is not before this time."""
        times, rest_ms = divmod(since_s * 1000, self._length_ms)
        return int(times) * len(self) + bisect_left(self._moments_ms, rest_ms)


class Playback:
    """A recording that began to play at this time; each opportunity is used once."""

    def __init__(self, recording: Recording, since: float) -> None:
        self._recording = recording
        self._since = since
        self._number = 0

    @property
    def next_at(self) -> float:
        """Time of the next opportunity."""
        return self._since + self._recording.at_s(self._number)

    @property
    def mean_kbps(self) -> float:
        """Mean rate of the recording."""
        return self._recording.mean_kbps

    def skip_to(self, now: float) -> None:
        """Lose the opportunities that had nothing to send."""
        self._number = max(self._number, self._recording.first_from(now - self._since))

    def use(self) -> None:
        """Take the next opportunity."""
        self._number += 1


def parse(text: str) -> Recording:
    """Return the recording in Mahimahi's format; empty lines at the end are let pass.

    Raises:
        ValueError: It has another format; the text says in which line.
    """
    lines = text.rstrip().splitlines()
    if len(lines) > MOST_OPPORTUNITIES:
        raise ValueError(f"{len(lines)} lines; at most {MOST_OPPORTUNITIES} are played")
    return Recording(_moment_ms(number, line) for number, line in enumerate(lines, 1))


def _moment_ms(number: int, line: str) -> int:
    word = line.strip()
    if not (word.isascii() and word.isdecimal() and len(word) <= 12):
        raise ValueError(f"line {number}: {word[:20]!r} is no whole number of milliseconds")
    if int(word) > LONGEST_MS:
        raise ValueError(f"line {number}: {word} ms is more than a day")
    return int(word)
