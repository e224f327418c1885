from robot.doctor.parts import TriedDevice
from robot.setup.media_list import ListedCamera, ListedCard, MediaList, in_words, lines

FOUND = MediaList(
    (ListedCamera("picamera:", "imx708_wide"), ListedCamera("/dev/v4l/by-id/usb-cam-index0")),
    (ListedCard("Phone", True, True), ListedCard("vc4hdmi0", False, True)),
    {
        "camera": ("/dev/video9", TriedDevice("real", "/dev/video9 is not there: plug it in")),
        "microphone": ("portaudio:", TriedDevice("real")),
        "speaker": ("classroom:", TriedDevice("simulated")),
    },
)


def test_what_is_there_and_what_is_named_stand_side_by_side() -> None:
    german, english = "\n".join(lines(FOUND, "de")), "\n".join(lines(FOUND, "en"))
    assert "  picamera: (imx708_wide)" in english
    assert "  alsa:plughw:CARD=Phone (microphone and speaker)" in english
    assert "  alsa:plughw:CARD=vc4hdmi0 (Lautsprecher)" in german
    assert "missing    camera: /dev/video9 is not there" in english
    assert "fits       microphone: portaudio:" in english
    assert "simuliert  Lautsprecher: classroom:" in german


def test_nothing_is_said_with_its_remedy() -> None:
    text = "\n".join(lines(MediaList(), "de"))
    assert text.count("Stecker prüfen") == 2
    assert "robot.toml" not in text


def test_a_problem_is_said_in_the_readers_language() -> None:
    both = in_words("/dev/video9", "/dev/video9 is not there: plug it in")
    assert both.de != both.en
