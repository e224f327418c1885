import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from robot.media.types.spec import (
    CAMERAS,
    MICROPHONES,
    SPEAKERS,
    Size,
    SourceSpec,
    SpecError,
    Tuning,
    parse_camera,
    parse_microphone,
    parse_speaker,
)


@pytest.mark.parametrize(
    ("url", "scheme", "rest"),
    [
        ("classroom:", "classroom", ""),
        ("testcard:", "testcard", ""),
        ("null:", "null", ""),
        ("/dev/video0", "", ""),
        ("clips/lesson.mp4", "", ""),
        ("file:lesson.mp4", "file", "lesson.mp4"),
        ("tcp://127.0.0.1:5000", "", "//127.0.0.1:5000"),
        ("-", "", ""),
    ],
)
def test_cameras_are_named_by_scheme_or_left_to_ffmpeg(url: str, scheme: str, rest: str) -> None:
    spec = parse_camera(url)
    assert (spec.url, spec.scheme, spec.rest) == (url, scheme, rest)


def test_microphones_and_speakers_take_sound_cards() -> None:
    assert parse_microphone("portaudio:USB Audio").rest == "USB Audio"
    assert parse_microphone("alsa:plughw:1").rest == "plughw:1"
    assert parse_speaker("portaudio:").rest == ""
    assert parse_speaker("alsa:default", options={"flush_packets": "1"}).scheme == "alsa"
    assert parse_microphone("testtone:").scheme == "testtone"


def test_format_and_options_go_with_an_ffmpeg_input() -> None:
    spec = parse_camera("/dev/video0", "v4l2", {"input_format": "mjpeg"})
    assert spec == SourceSpec("/dev/video0", "v4l2", {"input_format": "mjpeg"})
    assert parse_camera("testsrc=size=64x64:rate=5", "lavfi").format == "lavfi"


@pytest.mark.parametrize(
    ("parse", "url", "allowed"),
    [
        pytest.param(parse_camera, "clasroom:", CAMERAS, id="slip of the pen"),
        pytest.param(parse_camera, "testtone:", CAMERAS, id="microphone as camera"),
        pytest.param(parse_camera, "portaudio:", CAMERAS, id="sound card as camera"),
        pytest.param(parse_microphone, "testcard:", MICROPHONES, id="camera as microphone"),
        pytest.param(parse_speaker, "testtone:", SPEAKERS, id="microphone as speaker"),
        pytest.param(parse_camera, "classroom:4b", CAMERAS, id="something after the colon"),
        pytest.param(parse_camera, "", CAMERAS, id="nothing"),
        pytest.param(parse_camera, "a\nb", CAMERAS, id="control character"),
        pytest.param(parse_camera, "x" * 2000, CAMERAS, id="too long"),
        pytest.param(parse_speaker, "tcp://127.0.0.1:5", SPEAKERS, id="output without format"),
    ],
)
def test_what_can_never_work_is_refused_and_says_what_can(
    parse: object, url: str, allowed: tuple[str, ...]
) -> None:
    assert callable(parse)
    with pytest.raises(SpecError) as refused:
        parse(url)
    for name in allowed:
        assert name in str(refused.value)


@pytest.mark.parametrize(
    ("url", "format", "options", "text"),
    [
        ("classroom:", "v4l2", {}, "takes none"),
        ("null:", None, {"a": "b"}, "takes none"),
        ("/dev/video0", "no such format!", {}, "not the name of an FFmpeg format"),
        ("/dev/video0", None, {str(n): "" for n in range(99)}, "at most 32"),
    ],
)
def test_format_and_options_are_bounded(
    url: str, format: str | None, options: dict[str, str], text: str
) -> None:
    with pytest.raises(SpecError, match=text):
        parse_camera(url, format, options)


def test_a_file_to_speak_into_must_be_a_wav() -> None:
    assert parse_speaker("file:voice.wav").rest == "voice.wav"
    with pytest.raises(SpecError, match=r"must end in \.wav"):
        parse_speaker("file:voice.mp3")


@pytest.mark.parametrize("size", [(0, 480, 30), (641, 480, 30), (640, 5000, 30), (640, 480, 0)])
def test_sizes_are_bounded(size: tuple[int, int, float]) -> None:
    with pytest.raises(SpecError, match=r"allowed|even"):
        Size(*size)


@settings(deadline=None)
@given(st.text(max_size=60), st.sampled_from([parse_camera, parse_microphone, parse_speaker]))
def test_any_text_is_a_source_or_a_named_error(text: str, parse: object) -> None:
    assert callable(parse)
    try:
        spec = parse(text)
    except SpecError:
        return
    assert spec.url == text


def test_a_camera_that_encodes_by_itself_is_known_by_its_options() -> None:
    assert parse_camera("/dev/video0", "v4l2", {"input_format": "h264"}).gives_h264
    assert not parse_camera("/dev/video0", "v4l2", {"input_format": "mjpeg"}).gives_h264
    assert not parse_camera("/dev/video0", "v4l2").gives_h264
    assert not parse_camera("tcp://[::1]:5000", "h264").gives_h264


@pytest.mark.parametrize(
    ("url", "format", "words"),
    [("/dev/video0", None, "is for format v4l2"), ("video0", "v4l2", "needs the path of a device")],
)
def test_h264_of_something_that_is_no_camera_is_refused(
    url: str, format: str | None, words: str
) -> None:
    with pytest.raises(SpecError, match=words):
        parse_camera(url, format, {"input_format": "h264"})


@pytest.mark.parametrize(
    ("url", "format", "options", "words"),
    [
        (
            "/dev/video0",
            "v4l2",
            {"video_size": "640*480"},
            'must be width x height, such as "1920x',
        ),
        ("/dev/video0", "v4l2", {"framerate": "fast"}, "must be a number"),
        ("/dev/video0", "v4l2", {"input_format": "jpg"}, "such as mjpeg"),
        (
            "/dev/video0",
            "v4l2",
            {"framerat": "30"},
            "options.framerat = '30': v4l2 has",
        ),
        ("/dev/video0", "video4linux2", {"rotate": "90"}, "allowed are channel, framerate"),
        ("default", "alsa", {"rate": "16000"}, "options.rate = '16000': alsa has no such"),
        ("alsa:hw:1", None, {"rate": "16000"}, "allowed are ch_layout, channels, sample_rate"),
    ],
)
def test_an_option_that_ffmpeg_would_leave_out_in_silence_is_refused(
    url: str, format: str | None, options: dict[str, str], words: str
) -> None:
    parse = parse_camera if "video" in url else parse_microphone
    with pytest.raises(SpecError, match=words):
        parse(url, format, options)


def test_options_of_every_input_are_taken() -> None:
    options = {"video_size": "640x480", "rtbufsize": "100k", "fflags": "nobuffer"}
    assert dict(parse_camera("/dev/video0", "v4l2", options).options) == options


@pytest.mark.parametrize(
    ("url", "options", "text"),
    [
        ("picamera:front", {}, "a number from 0 to 9"),
        ("picamera:", {"framerate": "30"}, "options.framerate = '30': picamera: has no such"),
        ("picamera:", {"input_format": "mjpeg"}, "options.input_format = 'mjpeg': allowed is h264"),
    ],
)
def test_a_camera_on_the_ribbon_cable_is_checked(
    url: str, options: dict[str, str], text: str
) -> None:
    with pytest.raises(SpecError, match=text):
        parse_camera(url, None, options)
    assert parse_camera("picamera:1").rest == "1"
    assert parse_camera("picamera:", None, {"input_format": "h264"}).gives_h264


@pytest.mark.parametrize(
    ("url", "tuning", "text"),
    [
        ("/dev/video0", Tuning(45), "allowed are 0, 90, 180, 270"),
        ("classroom:", Tuning(90), "rotate = 90: is for real cameras"),
        ("clip.mp4", Tuning(0, "auto"), "focus = 'auto': is for /dev/video cameras"),
        ("/dev/video0", Tuning(0, "2"), "allowed are auto and 0 to 1"),
        ("/dev/video0", Tuning(0, "near"), "allowed are auto and 0 to 1"),
        ("/dev/video0", Tuning(0, "", "5000"), "allowed are auto and 0 to 1000"),
        ("/dev/video0", Tuning(0, "", "-1"), "allowed are auto and 0 to 1000"),
    ],
)
def test_settings_that_cannot_work_are_refused(url: str, tuning: Tuning, text: str) -> None:
    with pytest.raises(SpecError, match=text):
        parse_camera(url, tuning=tuning)


def test_cameras_of_linux_are_ours_unless_an_option_is_ffmpeg_s() -> None:
    for url in ("/dev/video0", "/dev/v4l/by-id/usb-Cam-video-index0"):
        assert parse_camera(url).is_v4l2
        assert parse_camera(url, "v4l2", {"video_size": "1280x720"}).is_v4l2
        assert not parse_camera(url, "v4l2", {"channel": "1"}).is_v4l2
    assert not parse_camera("/dev/video0", "mjpeg").is_v4l2
    assert not parse_camera("clip.mp4").is_v4l2
