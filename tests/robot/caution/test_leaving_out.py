from pathlib import Path

import pytest
from msgspec import structs

from robot.caution.judgement import Caution
from robot.caution.leaving_out import CODES, WORDS, left_out, reduced, told
from robot.media.types.spec import Size
from robot.presence.events import MediaPart
from robot.settings import config
from robot.settings.config import RobotConfig

EXAMPLE = Path(__file__).parents[3] / "systemd" / "robot.toml"


@pytest.fixture
def usual() -> RobotConfig:
    loaded = config.load(EXAMPLE, {"STATE_DIRECTORY": "/var/lib/karlsson-robot"})
    options = {**loaded.camera.options, "input_format": "h264", "framerate": "30"}
    sound = structs.replace(loaded.sound, echo="ducking")
    return structs.replace(
        loaded, camera=structs.replace(loaded.camera, options=options), sound=sound
    )


def test_a_robot_that_holds_leaves_out_nothing(usual: RobotConfig) -> None:
    assert reduced(usual, Caution.USUAL) is usual
    assert left_out(Caution.USUAL) == frozenset()


def test_first_what_no_lesson_needs_is_left_out(usual: RobotConfig) -> None:
    less = reduced(usual, Caution.NO_EXTRAS)
    assert {less.sound.phrases, less.sound.earcons} == {False}
    assert less.camera_spec().url == usual.camera_spec().url
    assert dict(less.camera_spec().options) == {"framerate": "30"}
    assert not less.camera_spec().gives_h264
    assert less.microphone == usual.microphone
    assert left_out(Caution.NO_EXTRAS) == frozenset()


def test_then_the_picture_and_then_the_sound(usual: RobotConfig) -> None:
    less = reduced(usual, Caution.NO_PICTURE)
    assert less.camera_spec().scheme == "null"
    assert less.microphone == usual.microphone
    assert left_out(Caution.NO_PICTURE) == {MediaPart.PICTURE}
    mute = reduced(usual, Caution.MUTE)
    assert {mute.camera_spec().scheme, mute.microphone_spec().scheme} == {"null"}
    assert mute.speaker_spec().scheme == "null"
    assert mute.sound.echo == "off"
    assert left_out(Caution.MUTE) == {MediaPart.PICTURE, MediaPart.SOUND}


@pytest.mark.parametrize("caution", Caution)
def test_every_step_keeps_who_the_robot_is_and_can_be_opened(
    usual: RobotConfig, caution: Caution
) -> None:
    less = reduced(usual, caution)
    assert (less.robot, less.bridge, less.network) == (usual.robot, usual.bridge, usual.network)
    assert less.body == usual.body
    assert Size(less.camera.width_px, less.camera.height_px, less.camera.fps)
    for spec in (less.camera_spec(), less.microphone_spec(), less.speaker_spec()):
        assert spec.url


@pytest.mark.parametrize("caution", list(Caution)[1:])
def test_every_step_has_its_words(caution: Caution) -> None:
    sentence = told(caution, 1200.0)
    assert WORDS[caution] in sentence
    assert "failed 3 times within 5 minutes" in sentence
    assert "after 20 minutes without a failure, when nobody is in" in sentence
    assert CODES[caution] == caution.name.lower()
