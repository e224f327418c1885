"""Sound played by a speaker that writes a file."""

from pathlib import Path

import numpy as np

from robot.media.types.cells import Samples
from robot.media.types.wav import HEADER_BYTES
from robot.media.voice.earcons import Earcon, earcon
from robot.presence.loudness import USUAL, gain


def samples_of(wav: Path) -> Samples:
    return np.frombuffer(wav.read_bytes()[HEADER_BYTES:], "<i2")


def is_in(wav: Path, name: Earcon, volume: int = USUAL) -> bool:
    """Return whether this sound is in the file, exact to the sample, at this loudness."""
    sound = (earcon(name) * gain(volume, whisper=False)).astype(np.int16)
    played = samples_of(wav)
    starts = np.flatnonzero((played[:-1] == 0) & (played[1:] != 0))
    first = int(np.flatnonzero(sound)[0])
    return any(
        np.array_equal(played[start + 1 :][: len(sound) - first], sound[first:]) for start in starts
    )
