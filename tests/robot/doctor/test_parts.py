import pytest

from robot.doctor.parts import TriedDevice, device


@pytest.mark.parametrize(
    ("tried", "outcome", "words"),
    [
        (TriedDevice("real", detail="/dev/video0"), "ok", "/dev/video0"),
        (TriedDevice("simulated", detail="classroom:"), "simulated", "classroom:"),
        (TriedDevice("real", "it is not there"), "failed", "not there"),
        (TriedDevice("none"), "absent", "not on this robot"),
        (TriedDevice("unknown", detail="rtsp://a"), "skipped", "when it runs"),
    ],
)
@pytest.mark.parametrize("check", ["camera", "microphone", "speaker"])
def test_a_device_as_it_was_tried(check: str, tried: TriedDevice, outcome: str, words: str) -> None:
    found = device(check, tried, "/dev/x")
    assert found.outcome == outcome
    assert words in found.text.en
    assert (found.remedy is not None) == (outcome == "failed")
