import dataclasses

import pytest

from hardware.drivers.simulated.config import Simulated
from hardware.drivers.simulated.watch import ServoSample, Watch

WELL = ServoSample(answers=True, temperature_c=30.0, load=0.1, speed_deg_s=0.0, off_deg=0.1)
STUCK = dataclasses.replace(WELL, load=-0.9, off_deg=-20.0)


def watch() -> Watch:
    return Watch("pan servo", Simulated())


def test_a_sound_servo_is_left_in_peace() -> None:
    assert watch().look(WELL, 0.0) is None


@pytest.mark.parametrize(
    ("seen", "code"),
    [
        pytest.param(dataclasses.replace(WELL, answers=False), "servo_unplugged", id="unplugged"),
        pytest.param(dataclasses.replace(WELL, temperature_c=70.0), "servo_hot", id="hot"),
    ],
)
def test_a_failure_is_said_once_and_again_after_a_release(seen: ServoSample, code: str) -> None:
    looker = watch()
    first = looker.look(seen, 0.0)
    assert first is not None
    assert (first.code, first.part) == (code, "pan servo")
    assert looker.look(seen, 1.0) is None
    looker.forget()
    assert looker.look(seen, 2.0) == first


def test_standing_still_under_load_is_a_stall_after_half_a_second() -> None:
    looker = watch()
    assert looker.look(STUCK, 0.0) is None
    assert looker.look(STUCK, 0.4) is None
    failure = looker.look(STUCK, 0.5)
    assert failure is not None
    assert failure.code == "servo_stalled"


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param(dataclasses.replace(STUCK, speed_deg_s=60.0), id="it-moves"),
        pytest.param(dataclasses.replace(STUCK, off_deg=1.0), id="it-holds-on"),
        pytest.param(dataclasses.replace(STUCK, off_deg=None), id="let-go"),
        pytest.param(dataclasses.replace(STUCK, load=0.5), id="it-hardly-pulls"),
    ],
)
def test_what_is_no_stall_starts_the_count_anew(seen: ServoSample) -> None:
    looker = watch()
    looker.look(STUCK, 0.0)
    assert looker.look(seen, 0.4) is None
    assert looker.look(STUCK, 0.6) is None
    assert looker.look(STUCK, 1.2) is not None
