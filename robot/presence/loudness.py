"""PURE. Conversion from steps of volume to a factor on samples. No I/O.

The limit lies elsewhere: at every step no sample leaves above `[sound] ceiling_db`
(`robot.media.echo.limiter`). The level in the room depends on amplifier and loudspeaker, so it
is set once, with a sound level meter at one metre: at the highest step a loud voice stays under
85 dB(A), the value at which hearing must be protected (Directive 2003/10/EC, upper action
value).
"""

STEPS = 10
USUAL = 6
"""Step at the start, with room in both directions."""

STEP_DB = 2.0
"""Change by one press: clearly audible without being abrupt. The highest step plays the voice as
it came; nothing is amplified, so nothing is clipped."""

WHISPER_DB = -12.0
"""Change by a whisper: only the next table understands it."""


def gain(volume: int, whisper: bool) -> float:
    """Return the factor for the child's voice; step 0 is silence."""
    if volume <= 0:
        return 0.0
    level_db = (min(volume, STEPS) - STEPS) * STEP_DB + (WHISPER_DB if whisper else 0.0)
    return float(10.0 ** (level_db / 20.0))


def step(volume: int, by: int) -> int:
    """Return the volume one press further, within 0 to `STEPS`."""
    return min(max(volume + by, 0), STEPS)
