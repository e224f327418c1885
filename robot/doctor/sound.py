"""PURE. Judgement of microphone and speaker by a test sound. No I/O.

The test sound is a sweep that speech seldom resembles. A matched filter finds it in what the
microphone recorded, also far below a class's murmur.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from robot.doctor.findings import Both, Finding, absent, bad, good, skipped, weak
from robot.doctor.problems_de import german
from robot.media.types.cells import SAMPLE_HZ, Samples
from robot.media.types.spec import EchoMode

SWEEP_S = 0.4
SWEEP_HZ = (500.0, 4000.0)
SWEEP_DB = -14.0
GAP_S = 0.6
SWEEPS = 4

FULL_SCALE = 32768.0
SILENT_DB, FAINT_DB = -80.0, -66.0
MOST_CLIPPED = 0.02

HEARD_RATIO = 9.0
"""Peak of the matched filter over its mean size; noise stays below 6."""

MOST_DELAY_MS = 500.0
GOOD_ECHO_DB, LEAST_ECHO_DB = 12.0, 4.0


@dataclass(frozen=True)
class HeardSweeps:
    """Result of a matched filter.

    Args:
        ratio: Peak over the mean size.
        strength_db: Peak in dB, comparable between two recordings.
    """

    ratio: float
    strength_db: float

    @property
    def is_heard(self) -> bool:
        """True if the sweep is in it."""
        return self.ratio >= HEARD_RATIO


def sweep() -> Samples:
    """Return one sweep, softly begun and ended."""
    at = np.arange(round(SWEEP_S * SAMPLE_HZ)) / SAMPLE_HZ
    low, high = SWEEP_HZ
    phase = 2 * math.pi * (low * at + (high - low) / (2 * SWEEP_S) * at**2)
    wave = np.sin(phase) * np.hanning(len(at)) * 10 ** (SWEEP_DB / 20) * FULL_SCALE
    return np.asarray(np.rint(wave), np.int16)


def trial_sound() -> Samples:
    """Return all sweeps, each followed by a gap."""
    gap: Samples = np.zeros(round(GAP_S * SAMPLE_HZ), np.int16)
    return np.concatenate([part for _ in range(SWEEPS) for part in (sweep(), gap)])


def level_db(samples: Samples) -> float:
    """Return the level in dB of full scale; minus infinity for digital silence."""
    if not len(samples):
        return -math.inf
    mean = float(np.mean(np.square(samples.astype(np.float64))))
    return 10 * math.log10(mean) - 20 * math.log10(FULL_SCALE) if mean > 0 else -math.inf


def clipped_share(samples: Samples) -> float:
    """Return the share of samples at full scale."""
    return float(np.mean(np.abs(samples.astype(np.int32)) >= 32_700)) if len(samples) else 0.0


def hear_sweeps(samples: Samples) -> HeardSweeps:
    """Return how clearly the sweep is in a recording, wherever it is."""
    pattern = sweep().astype(np.float64)
    if len(samples) < len(pattern):
        return HeardSweeps(0.0, -math.inf)
    found = np.abs(_correlation(samples.astype(np.float64), pattern))
    peak, mean = float(found.max()), float(found.mean())
    if peak <= 0.0:
        return HeardSweeps(0.0, -math.inf)
    return HeardSweeps(peak / max(mean, 1e-9), 20 * math.log10(peak))


def _correlation(samples: NDArray[np.float64], pattern: NDArray[np.float64]) -> NDArray[np.float64]:
    size = 1 << (len(samples) + len(pattern) - 1).bit_length()
    product = np.fft.rfft(samples, size) * np.conj(np.fft.rfft(pattern, size))
    return np.asarray(np.fft.irfft(product, size)[: len(samples) - len(pattern) + 1])


def level(samples: Samples, lost: str, simulated: bool) -> Finding:
    """Judge the loudness of the microphone.

    Args:
        samples: Recording of the room.
        lost: Why the microphone was lost; empty if it was not.
    """
    if not len(samples):
        remedy = Both(
            "`sudo fuser -v /dev/snd/*` zeigt, wer die Karte hält; `arecord -l` die Karten.",
            "`sudo fuser -v /dev/snd/*` shows who holds the card; `arecord -l` the cards.",
        )
        text = Both(german(lost, "Mikrofon") or "kein Ton kam", lost or "no sound came")
        return bad("level", text, remedy)
    db = level_db(samples)
    up = Both(
        "Mikrofon einschalten, mit `alsamixer` (F4) lauter stellen; ist es das richtige?",
        "Unmute it and turn it up with `alsamixer` (F4); is it the right one?",
    )
    if db == -math.inf:
        return bad("level", Both("völlig stumm", "digital silence"), up)
    text = Both(f"{db:.0f} dB", f"{db:.0f} dB")
    if db < SILENT_DB:
        return bad("level", text, up)
    if clipped_share(samples) > MOST_CLIPPED:
        down = Both("Mit `alsamixer` (F4) leiser stellen.", "Turn it down with `alsamixer` (F4).")
        return bad("level", Both(f"übersteuert, {text.de}", f"clips, {text.en}"), down)
    return weak("level", text, up) if db < FAINT_DB else good("level", text.de, text.en, simulated)


def heard(recorded: HeardSweeps, echo: EchoMode) -> Finding:
    """Judge whether the microphone hears the speaker."""
    if recorded.is_heard:
        text = f"{recorded.ratio:.0f}×"
        return good(
            "heard", f"deutlich ({text} über dem Grund)", f"clearly ({text} above the rest)"
        )
    if echo == "hardware":
        why = Both(
            "die Freisprechanlage nimmt den eigenen Ton heraus",
            "the speakerphone takes its own sound out",
        )
        ask = Both("Hinhören: waren vier Töne zu hören?", "Listen: were there four sounds?")
        return skipped("heard", why, ask)
    return bad(
        "heard",
        Both("der Testton kam nicht zurück", "the test sound did not come back"),
        Both(
            "War er zu hören? Nein: Kabel und `alsamixer` (F3). Ja: das Mikrofon ist das falsche.",
            "Was it audible? No: cable and `alsamixer` (F3). Yes: it is the wrong microphone.",
        ),
    )


def echo(mode: EchoMode, raw: HeardSweeps, cancelled: HeardSweeps | None, notices: str) -> Finding:
    """Judge how much of the speaker is taken out of the microphone.

    Args:
        mode: As configured.
        raw: What was heard without any processing.
        cancelled: What was heard with it; None if it was not tried.
        notices: What the devices say about it.
    """
    same = Both(
        "Dieselbe Karte bei microphone.source und speaker.sink nennen, am besten eine "
        "Freisprechanlage; sonst hört das Kind sich selbst.",
        "Name the same card in microphone.source and speaker.sink, best a speakerphone; else the "
        "child hears itself.",
    )
    if mode == "off":
        return weak("echo", Both("ausgeschaltet (sound.echo)", "switched off (sound.echo)"), same)
    if mode == "hardware":
        if raw.is_heard:
            text = Both("die Anlage nimmt ihr Echo nicht heraus", "the device leaves its echo in")
            remedy = Both('sound.echo = "software".', 'sound.echo = "software".')
            return bad("echo", text, remedy)
        return good("echo", "nimmt die Anlage heraus", "taken out by the device")
    if notices:
        return weak("echo", Both(notices, notices), same)
    if mode == "ducking":
        return good(
            "echo", "die Klasse wird leiser (ducking)", "the class is turned down (ducking)"
        )
    if cancelled is None or not raw.is_heard:
        return skipped("echo", Both("ohne hörbaren Testton", "without an audible test sound"))
    less = raw.strength_db - cancelled.strength_db
    if not cancelled.is_heard:
        return good("echo", f"weg (mindestens {less:.0f} dB)", f"gone (at least {less:.0f} dB)")
    text = Both(f"{less:.0f} dB leiser", f"{less:.0f} dB less")
    nearer = Both(
        "Lautsprecher leiser oder weiter weg vom Mikrofon, nichts darf klirren.",
        "Turn the speaker down or move it away from the microphone; nothing may rattle.",
    )
    if less < LEAST_ECHO_DB:
        return bad("echo", text, nearer)
    return weak("echo", text, nearer) if less < GOOD_ECHO_DB else good("echo", text.de, text.en)


def no_sound_to_hear(check: str, simulated: bool) -> Finding:
    """Return the finding where there is no loudspeaker in a room."""
    if simulated:
        return good(check, "kein Raum dazwischen", "no room in between", simulated=True)
    return absent(check, Both("kein Lautsprecher", "no loudspeaker"))
