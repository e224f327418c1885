from pathlib import Path

import pytest

from robot.setup import media_scan
from robot.setup.media_list import ListedCamera, ListedCard
from tests.robot.doctor.trees import put
from tests.robot.media.devices.picamera2_fake import plugged
from tests.robot.media.v4l2.camera import VGA, FakeCamera
from tests.robot.schools import config_for


def test_sound_cards_are_listed_by_their_ids(tmp_path: Path) -> None:
    put(tmp_path, "sys/class/sound/card0/id", "vc4hdmi0\n")
    put(tmp_path, "sys/class/sound/card1/id", "Phone\n")
    for name in ("pcmC0D0p", "pcmC1D0p", "pcmC1D0c"):
        put(tmp_path, f"dev/snd/{name}", "")
    config = config_for(tmp_path, "ws://127.0.0.1:1/signal", camera="classroom:", speaker="null:")
    found = media_scan.scan(config, tmp_path)
    assert found.cards == (
        ListedCard("vc4hdmi0", False, True),
        ListedCard("Phone", True, True),
    )
    assert found.configured is not None
    assert set(found.configured) == {"camera", "microphone", "speaker"}
    assert media_scan.scan(None, tmp_path).configured is None


def test_cameras_on_ribbon_cables_are_counted_and_not_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with plugged(monkeypatch) as pi:
        found = media_scan.pi_cameras()
    assert [camera.source for camera in found] == ["picamera:"]
    assert found[0].detail
    assert pi.opened == []


def no_picture(camera: FakeCamera) -> bytes:
    raise AssertionError("a search takes no picture")


def test_nodes_that_give_no_pictures_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    there = "/dev/video0"
    monkeypatch.setattr(media_scan, "present", lambda *_: [there])
    fake = FakeCamera({"YUYV": VGA, "MJPG": ((1920, 1080, (30,)),)}, no_picture)
    assert media_scan.usb_cameras(fake) == [ListedCamera(there, "up to 1920x1080")]
    fake.sizes = {}
    assert media_scan.usb_cameras(fake) == []
    assert fake.opened == 0
