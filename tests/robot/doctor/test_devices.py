import errno
from pathlib import Path

import pytest

from robot.doctor.devices import try_camera, try_microphone, try_speaker
from robot.media.types.spec import parse_camera, parse_microphone, parse_speaker
from tests.robot.media.devices.card_tree import card_tree
from tests.robot.media.devices.picamera2_fake import plugged
from tests.robot.media.devices.sound_cards import Machine, installed
from tests.robot.media.v4l2.camera import VGA, FakeCamera

CAMERA = parse_camera("/dev/video0", "v4l2", {"input_format": "mjpeg"})


def no_picture(camera: FakeCamera) -> bytes:
    raise AssertionError("a trial takes no picture")


def camera() -> FakeCamera:
    return FakeCamera({"YUYV": VGA, "MJPG": ((1920, 1080, (30,)),)}, no_picture)


def test_a_camera_is_asked_for_its_modes_and_takes_no_picture() -> None:
    fake = camera()
    tried = try_camera(CAMERA, 640, 480, fake)
    assert (tried.kind, tried.problem) == ("real", "")
    assert "1920x1080" in tried.detail
    assert not fake.streaming
    assert fake.opened == 0  # and it is closed again


@pytest.mark.parametrize(
    ("number", "words"),
    [(errno.ENOENT, "plug the camera in"), (errno.EACCES, "group video"), (errno.EBUSY, "fuser")],
)
def test_a_camera_that_cannot_be_opened_is_named_with_its_remedy(number: int, words: str) -> None:
    fake = camera()
    fake.error = number
    tried = try_camera(CAMERA, 640, 480, fake)
    assert "/dev/video0" in tried.problem
    assert words in tried.problem


def test_a_node_of_a_camera_that_gives_no_pictures_is_named() -> None:
    fake = camera()
    fake.sizes = {}
    assert "tells of no kind of picture" in try_camera(CAMERA, 640, 480, fake).problem


def test_a_camera_on_the_ribbon_cable_is_looked_for_in_the_list(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with plugged(monkeypatch) as pi:
        assert try_camera(parse_camera("picamera:"), 640, 480).problem == ""
        assert "ribbon cable" in try_camera(parse_camera("picamera:1"), 640, 480).problem
    assert pi.opened == []


def test_a_sound_card_is_looked_for_in_the_list_and_not_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    machine = Machine()
    machine.plug("USB Audio", outputs=())
    installed(monkeypatch, machine)
    assert "USB Audio" in try_microphone(parse_microphone("portaudio:USB")).detail
    assert "loudspeaker is named 'USB'" in try_speaker(parse_speaker("portaudio:USB")).problem
    assert "plug it in" in try_microphone(parse_microphone("portaudio:Jabra")).problem
    assert machine.opened == []


def test_a_card_of_alsa_is_looked_for_on_its_side(tmp_path: Path) -> None:
    root = card_tree(tmp_path)
    assert try_microphone(parse_microphone("alsa:hw:1"), root).problem == ""
    assert "no loudspeaker" in try_speaker(parse_speaker("alsa:hw:1"), root).problem
    named = parse_microphone("hw:7", "alsa")
    assert "hw:7 is not there" in try_microphone(named, root).problem


@pytest.mark.parametrize("url", ["classroom:", "testcard:"])
def test_a_simulated_part_is_called_simulated(url: str) -> None:
    assert try_camera(parse_camera(url), 640, 480).kind == "simulated"


def test_a_part_that_is_left_out_and_one_that_cannot_be_tried_are_told_apart() -> None:
    assert try_camera(parse_camera("null:"), 640, 480).kind == "none"
    assert try_camera(parse_camera("rtsp://camera.example/1"), 640, 480).kind == "unknown"
    assert try_microphone(parse_microphone("alsa:default")).kind == "unknown"


def test_a_file_is_there_and_may_be_read_or_is_named(tmp_path: Path) -> None:
    clip = tmp_path / "clip.mp4"
    assert "clip.mp4 is not there" in try_camera(parse_camera(str(clip)), 640, 480).problem
    clip.touch()
    assert try_camera(parse_camera(str(clip)), 640, 480).kind == "simulated"
    folder = tmp_path / "none" / "voice.wav"
    assert "none is not there" in try_speaker(parse_speaker(f"file:{folder}")).problem
    assert try_speaker(parse_speaker(f"file:{tmp_path}/voice.wav")).kind == "simulated"
