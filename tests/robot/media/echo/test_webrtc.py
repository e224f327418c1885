import subprocess
import sys

import numpy as np
import pytest

from robot.media.echo import webrtc
from robot.media.echo.canceller import STEP_SAMPLES, EchoError, MicrophoneChain
from tests.robot.media.echo.room import (
    Room,
    Signal,
    child,
    erle_db,
    level_db,
    part,
    teacher,
    through,
)

pytestmark = pytest.mark.long

ROOMS = {
    "straight": Room(bend=0),
    "bent": Room(),
    "near": Room(delay_ms=20),
    "far": Room(delay_ms=300),
    "drifting": Room(drift_ppm=100),
    "drifting far": Room(delay_ms=300, drift_ppm=-100),
    "loud": Room(coupling_db=3),
    "ringing": Room(reverb_s=0.6, seed=4),
}
GOAL_DB = 35.0


def heard(room: Room, played: Signal, said: Signal | float = 0.0) -> Signal:
    return room.echo(played) + room.noise(len(played)) + said


def chain() -> MicrophoneChain:
    return MicrophoneChain("software", webrtc.WebRtc, pytest.fail)


@pytest.mark.parametrize("room", ROOMS.values(), ids=ROOMS.keys())
def test_the_echo_is_gone_within_two_seconds(room: Room) -> None:
    played = child(5)
    echo = heard(room, played)
    clean = through(chain(), echo, played)
    assert erle_db(echo, clean, 2, 5) >= GOAL_DB
    assert erle_db(echo, clean, 1, 3) >= GOAL_DB


@pytest.mark.long
def test_clocks_that_drift_apart_bring_no_echo_back() -> None:
    played = child(20)
    room = Room(drift_ppm=100)
    echo = heard(room, played)
    clean = through(chain(), echo, played)
    for start_s in (2, 8, 14):
        assert erle_db(echo, clean, start_s, start_s + 6) >= 30


@pytest.mark.parametrize("name", ["bent", "drifting", "far"])
def test_who_speaks_meanwhile_is_still_heard(name: str) -> None:
    played, said = child(10), teacher(10)
    said = np.where(np.arange(len(said)) < 4 * 48_000, 0, said)
    clean = through(chain(), heard(ROOMS[name], played, said), played)
    assert level_db(part(clean, 5, 10)) - level_db(part(said, 5, 10)) >= -9


def test_who_speaks_alone_passes_untouched() -> None:
    said = teacher(6)
    played = np.zeros(len(said))
    clean = through(webrtc.WebRtc(), heard(Room(), played, said), played)
    assert level_db(part(clean, 1, 6)) - level_db(part(said, 1, 6)) == pytest.approx(0, abs=1.5)


def test_a_step_that_is_none_is_an_error_by_name() -> None:
    short = np.zeros(7, np.int16)
    with pytest.raises(EchoError, match="pywebrtc-audio: "):
        webrtc.WebRtc().process(np.zeros(STEP_SAMPLES, np.int16), short)


def test_a_missing_library_is_an_error_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pywebrtc_audio", None)
    with pytest.raises(EchoError, match="pywebrtc-audio: "):
        webrtc.WebRtc()


@pytest.mark.long
def test_the_agent_does_not_load_the_library_before_it_is_needed() -> None:
    code = "import sys, robot.agent; sys.exit('pywebrtc_audio' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
