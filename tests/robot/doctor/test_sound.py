import numpy as np
import pytest

from robot.doctor.sound import (
    HeardSweeps,
    echo,
    hear_sweeps,
    heard,
    level,
    no_sound_to_hear,
    sweep,
    trial_sound,
)
from robot.media.echo.webrtc import WebRtc
from robot.media.synthetic.sound import ClassroomSound
from robot.media.types.cells import Samples

CLEAR, NOTHING = HeardSweeps(100.0, 200.0), HeardSweeps(5.0, 160.0)
SOUND = trial_sound()
DELAY = 2400
STEP = 480


def noise(size: int, count: int = 48_000) -> Samples:
    return np.asarray(np.random.default_rng(1).normal(0, size, count), np.int16)


def room(far: Samples, gain: float, hum: int = 30) -> Samples:
    """Return what a microphone hears of a speaker, later and softer, with one reflection."""
    near = noise(hum, len(far)).astype(np.float64)
    near[DELAY:] += gain * far[:-DELAY]
    near[2 * DELAY :] += 0.3 * gain * far[: -2 * DELAY]
    return np.asarray(np.clip(near, -32768, 32767), np.int16)


def last(samples: Samples) -> HeardSweeps:
    return hear_sweeps(samples[-96_000:])


@pytest.mark.parametrize(
    ("gain", "hum", "expected"),
    [(0.3, 30, True), (0.01, 200, True), (0.0, 30, False), (0.0, 3000, False)],
)
def test_a_sweep_is_found_far_below_a_murmur_and_never_in_noise(
    gain: float, hum: int, expected: bool
) -> None:
    assert last(room(SOUND, gain, hum)).is_heard is expected


def test_a_class_alone_is_not_taken_for_the_trial_sound() -> None:
    sound = ClassroomSound()
    blocks = [sound.block(100 + number * 0.02) for number in range(100)]
    assert not hear_sweeps(np.concatenate(blocks)).is_heard


def test_silence_and_too_little_hold_no_sweep() -> None:
    assert not hear_sweeps(np.zeros(48_000, np.int16)).is_heard
    assert not hear_sweeps(sweep()[:10]).is_heard


@pytest.mark.parametrize(
    ("samples", "outcome", "words"),
    [
        (noise(300), "ok", "dB"),
        (noise(10), "weak", "dB"),
        (noise(1), "failed", "dB"),
        (np.zeros(48_000, np.int16), "failed", "digital silence"),
        (np.full(48_000, 32_767, np.int16), "failed", "clips"),
        (np.zeros(0, np.int16), "failed", "unplugged"),
    ],
)
def test_the_level_of_the_microphone(samples: Samples, outcome: str, words: str) -> None:
    found = level(samples, "unplugged", simulated=False)
    assert found.outcome == outcome
    assert words in found.text.en
    assert (found.remedy is None) == (outcome == "ok")


def test_a_simulated_microphone_is_named_so() -> None:
    assert level(noise(300), "", simulated=True).outcome == "simulated"


def test_a_speaker_that_is_not_heard_fails_except_behind_a_speakerphone() -> None:
    assert heard(CLEAR, "software").outcome == "ok"
    assert heard(NOTHING, "software").outcome == "failed"
    assert heard(NOTHING, "hardware").outcome == "skipped"


def test_the_real_canceller_passes_and_a_bypassed_one_fails() -> None:
    near = room(SOUND, 0.1)
    canceller = WebRtc()
    steps = range(0, len(near) - STEP, STEP)
    clean = [canceller.process(near[at : at + STEP], SOUND[at : at + STEP]) for at in steps]
    raw = last(near)
    assert echo("software", raw, last(np.concatenate(clean)), "").outcome == "ok"
    assert echo("software", raw, raw, "").outcome == "failed"


@pytest.mark.parametrize(
    ("finding", "outcome"),
    [
        (echo("software", CLEAR, HeardSweeps(20.0, 192.0), ""), "weak"),
        (echo("software", CLEAR, NOTHING, ""), "ok"),
        (echo("software", NOTHING, None, ""), "skipped"),
        (echo("software", CLEAR, CLEAR, "libportaudio2 is missing"), "weak"),
        (echo("off", CLEAR, None, ""), "weak"),
        (echo("hardware", CLEAR, None, ""), "failed"),
        (echo("hardware", NOTHING, None, ""), "ok"),
        (echo("ducking", CLEAR, None, ""), "ok"),
        (no_sound_to_hear("echo", True), "simulated"),
        (no_sound_to_hear("heard", False), "absent"),
    ],
)
def test_each_way_to_treat_the_echo(finding: object, outcome: str) -> None:
    assert getattr(finding, "outcome", None) == outcome
