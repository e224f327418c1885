"""PURE. Specifications of sources and sinks for configuration and command line. No I/O.

A name is a URL-like string, with FFmpeg's format and options beside it where it
is an FFmpeg input or output:

    classroom:                       the drawn class, with its sound
    testcard:                        moving picture with a time code (camera)
    testtone:                        beep every 500 ms (microphone)
    null:                            nothing at all
    file:lesson.wav                  the child's voice as a WAV file (speaker)
    portaudio: or portaudio:USB      a sound card by its name or a part of it
    alsa:plughw:1                    a sound card by its ALSA name
    picamera: or picamera:1          a camera on the ribbon cable of a Raspberry Pi
    /dev/video0, clip.mp4, tcp://…   anything that FFmpeg opens

A camera with format `v4l2`, or `picamera:`, and option `input_format` `h264` encodes by itself.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Literal

Part = Literal["camera", "microphone", "speaker"]

EchoMode = Literal["software", "hardware", "ducking", "off"]
"""software: WebRTC's canceller; hardware: a speakerphone that cancels by itself;
ducking: the microphone is attenuated while the child speaks; off: no processing."""

CAMERAS = ("classroom:", "testcard:", "null:", "picamera:<number>")
MICROPHONES = ("classroom:", "testtone:", "null:", "portaudio:<device>", "alsa:<device>")
SPEAKERS = ("classroom:", "null:", "file:<name>.wav", "portaudio:<device>", "alsa:<device>")

OUR_SCHEMES = frozenset(
    {"classroom", "testcard", "testtone", "null", "portaudio", "alsa", "picamera"}
)
FFMPEG_SCHEMES = frozenset(
    {"async", "cache", "concat", "crypto", "data", "fd", "file", "ftp", "gopher", "http"}
    | {"httpproxy", "https", "hls", "mmsh", "mmst", "pipe", "rtmp", "rtmps", "rtmpt", "rtp"}
    | {"rtsp", "rtsps", "srt", "srtp", "tcp", "tls", "udp", "udplite", "unix"}
)
"""Protocols of FFmpeg; any other `word:` is taken for a typing error."""

V4L2 = ("v4l2", "video4linux2")
LIKE_V4L2 = ("v4l", "v4l1", "video4linux", "uvc", "usb", "webcam", "mjpg")
"""Words that are written for it, and are no format of FFmpeg."""

INPUT_FORMAT = "input_format"
"""FFmpeg's option for the format of a Video4Linux camera: `mjpeg`, `yuyv422`, `h264`."""

OPTIONS: Mapping[str, frozenset[str]] = {
    "v4l2": frozenset(
        {"channel", "framerate", "input_format", "list_formats", "list_standards"}
        | {"pixel_format", "standard", "timestamps", "ts", "use_libv4l2", "video_size"}
    ),
    "alsa": frozenset({"ch_layout", "channels", "sample_rate"}),
}
"""Options of FFmpeg's devices (its manual, "Input Devices"). It says nothing of any other."""

OPTIONS_OF_ALL = frozenset(
    {"analyzeduration", "avioflags", "err_detect", "fflags", "flush_packets", "formatprobesize"}
    | {"fpsprobesize", "max_delay", "max_probe_packets", "max_streams", "packetsize", "probesize"}
    | {"rtbufsize", "skip_initial_bytes", "strict", "use_wallclock_as_timestamps"}
)
"""Options that FFmpeg takes for every input (its manual, "Format Options")."""

SHAPES = (
    (
        "video_size",
        r"[1-9]\d{1,4}x[1-9]\d{1,4}",
        'must be width x height, such as "1920x1080"',
    ),
    (
        INPUT_FORMAT,
        r"(?!(?i:m?jpe?g|yuyv|yuy2)$|MJPEG|H264).*|mjpeg",
        "must be the name of a format, such as mjpeg, yuyv422 or h264",
    ),
    (
        "framerate",
        r"[1-9]\d{0,2}(\.\d{1,3})?|[1-9]\d{0,5}/[1-9]\d{0,5}",
        'must be a number such as "30"',
    ),
)
"""Options whose value people write in another way: name, pattern, and what is right."""

V4L2_PATH = re.compile(r"/dev/(video\d+|v4l/)")
OURS_OF_V4L2 = frozenset({"video_size", "framerate", INPUT_FORMAT, "pixel_format"})
"""Options under which we read a camera ourselves; FFmpeg does with any other."""

ROTATIONS = (0, 90, 180, 270)
AUTO = "auto"
MOST_EXPOSURE_MS = 1000.0

MAX_URL_CHARS = 1024
MAX_OPTIONS = 32


class SpecError(ValueError):
    """Error: this specification can never work.

    Args:
        what: What is allowed.
        part: Such as `camera '/dev/video0'`; empty where nothing of a device is meant.
        key: What is wrong beside the name: `format`, `focus` or `options.video_size`.
        value: Its value.
    """

    def __init__(self, what: str, part: str = "", key: str = "", value: object = None) -> None:
        self.what, self.key, self.value = what, key, value
        named = f"{key} = {value!r}"[:80] if key and value is not None else key
        super().__init__(": ".join(filter(None, (part, named, what))))


@dataclass(frozen=True)
class Tuning:
    """Settings of a real camera.

    Args:
        rotate_deg: Turn of the picture clockwise: 0, 90, 180 or 270.
        focus: `auto` follows, a number holds it: 0 far to 1 near; empty leaves it as it is.
        exposure_ms: `auto` follows the light, a number holds it; empty leaves it as it is.
    """

    rotate_deg: int = 0
    focus: str = ""
    exposure_ms: str = ""


@dataclass(frozen=True)
class SourceSpec:
    """Source or sink by name; created by `parse_camera`, `parse_microphone`, `parse_speaker`."""

    url: str
    format: str | None = None
    options: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    tuning: Tuning = Tuning()

    @property
    def scheme(self) -> str:
        """Our own scheme, `file`, or `""` for everything that FFmpeg opens."""
        word = _scheme(self.url)
        return word if word in OUR_SCHEMES or word == "file" else ""

    @property
    def gives_h264(self) -> bool:
        """True for a camera that is to encode its pictures itself."""
        linux = self.format in V4L2 or self.scheme == "picamera"
        return linux and self.options.get(INPUT_FORMAT) == "h264"

    @property
    def is_v4l2(self) -> bool:
        """True for a camera of Linux that we read ourselves."""
        if self.format not in (None, *V4L2) or not V4L2_PATH.match(self.url):
            return False
        return not set(self.options) - OURS_OF_V4L2

    @property
    def rest(self) -> str:
        """The part after `scheme:`."""
        return self.url.partition(":")[2]


@dataclass(frozen=True)
class Size:
    """Size and frame rate requested from a camera."""

    width_px: int = 640
    height_px: int = 480
    fps: float = 30.0

    def __post_init__(self) -> None:
        if not (32 <= self.width_px <= 4096 and 32 <= self.height_px <= 4096):
            raise SpecError(
                f"picture of {self.width_px} x {self.height_px} px: allowed are 32 to 4096"
            )
        if self.width_px % 2 or self.height_px % 2:
            raise SpecError(
                f"picture of {self.width_px} x {self.height_px} px: both must be even numbers"
            )
        if not 1 <= self.fps <= 120:
            raise SpecError(f"{self.fps} pictures a second: allowed are 1 to 120")


@dataclass(frozen=True)
class HeadPose:
    """Measured direction of the head; positive is the robot's left and up."""

    pan_deg: float = 0.0
    tilt_deg: float = 0.0


@dataclass(frozen=True)
class SourceEvent:
    """Loss (`lost`) or return of a source or sink; `text` is for the log."""

    part: Part
    lost: bool
    text: str


@dataclass(frozen=True)
class SourceNotice:
    """Limitation of a source or sink that goes on working; `text` is for people."""

    part: Part
    text: str


def parse_camera(
    url: str,
    format: str | None = None,
    options: Mapping[str, str] | None = None,
    tuning: Tuning = Tuning(),
) -> SourceSpec:
    """Return the camera of this name.

    Raises:
        SpecError: It can never work.
    """
    spec = replace(_parse("camera", CAMERAS, url, format, options), tuning=tuning)
    _check_tuning(f"camera {url[:80]!r}", spec)
    shown, encodes = f"camera {url[:80]!r}", spec.options.get(INPUT_FORMAT)
    option = f"options.{INPUT_FORMAT}"
    if spec.scheme == "picamera":
        if not re.fullmatch(r"[0-9]?", spec.rest):
            raise SpecError("a number from 0 to 9 may follow picamera:", shown)
        if encodes not in (None, "h264"):
            raise SpecError("allowed is h264", shown, option, encodes)
    elif encodes == "h264" and spec.format not in V4L2:
        raise SpecError("h264 is for format v4l2, the cameras of Linux", shown, option, encodes)
    elif spec.format in V4L2 and not url.startswith("/"):
        raise SpecError("format v4l2 needs the path of a device, such as /dev/video0", shown)
    return spec


def parse_microphone(
    url: str, format: str | None = None, options: Mapping[str, str] | None = None
) -> SourceSpec:
    """Return the microphone of this name.

    Raises:
        SpecError: It can never work.
    """
    return _parse("microphone", MICROPHONES, url, format, options)


def parse_speaker(
    url: str, format: str | None = None, options: Mapping[str, str] | None = None
) -> SourceSpec:
    """Return the speaker of this name.

    Raises:
        SpecError: It can never work.
    """
    spec = _parse("speaker", SPEAKERS, url, format, options)
    if spec.scheme == "file" and not spec.format:
        if not spec.rest.removeprefix("//").lower().endswith(".wav"):
            raise SpecError("a file must end in .wav, as in file:voice.wav", f"speaker {url!r}")
    elif spec.scheme == "" and not spec.format:
        raise SpecError(
            "an FFmpeg output needs a format beside it, such as alsa; "
            f"without one, {_allowed(SPEAKERS)}",
            f"speaker {url!r}",
        )
    return spec


def _parse(
    part: Part,
    own: tuple[str, ...],
    url: str,
    format: str | None,
    options: Mapping[str, str] | None,
) -> SourceSpec:
    shown = f"{part} {url[:80]!r}"
    if not url.strip() or len(url) > MAX_URL_CHARS or not url.isprintable():
        what = f"the name must be 1 to {MAX_URL_CHARS} printable characters; {_allowed(own)}"
        raise SpecError(what, shown)
    if format is not None and not re.fullmatch(r"[A-Za-z0-9_,+-]{1,64}", format):
        raise SpecError("is not the name of an FFmpeg format", shown, "format", format[:80])
    if format in LIKE_V4L2:
        raise SpecError("a camera of Linux has the format v4l2", shown, "format", format)
    given = dict(options or {})
    if len(given) > MAX_OPTIONS:
        what = f"{len(given)} entries; at most {MAX_OPTIONS} are allowed"
        raise SpecError(what, shown, "options")
    scheme = _scheme(url)
    own_schemes = {name.partition(":")[0] for name in own}
    if scheme in OUR_SCHEMES:
        _check_own(shown, scheme, own, own_schemes, url, format, given)
    elif scheme and scheme not in FFMPEG_SCHEMES and format is None:
        raise SpecError(f"{scheme}: is not known; {_allowed(own)}", shown)
    _check_options(shown, format, scheme, given)
    return SourceSpec(url, format or None, MappingProxyType(given))


def _check_tuning(shown: str, spec: SourceSpec) -> None:
    tuning = spec.tuning
    if tuning.rotate_deg not in ROTATIONS:
        raise SpecError("allowed are 0, 90, 180, 270", shown, "rotate", tuning.rotate_deg)
    if tuning.rotate_deg and spec.scheme in ("classroom", "testcard", "null"):
        raise SpecError("is for real cameras and files", shown, "rotate", tuning.rotate_deg)
    for key, value, most in (
        ("focus", tuning.focus, 1.0),
        ("exposure_ms", tuning.exposure_ms, MOST_EXPOSURE_MS),
    ):
        if not value:
            continue
        if not (spec.format in V4L2 or spec.is_v4l2 or spec.scheme == "picamera"):
            raise SpecError("is for /dev/video cameras and picamera:", shown, key, value)
        if value != AUTO and not _within(value, most):
            raise SpecError(f"allowed are auto and 0 to {most:g}", shown, key, value[:40])


def _within(value: str, most: float) -> bool:
    return bool(re.fullmatch(r"\d{1,4}(\.\d{1,3})?", value)) and float(value) <= most


def _check_options(shown: str, format: str | None, scheme: str, given: Mapping[str, str]) -> None:
    """Refuse what FFmpeg would leave out without a word."""
    if scheme == "picamera":
        odd = sorted(set(given) - {"video_size", INPUT_FORMAT})
        if odd:
            what = f"picamera: has no such option; allowed are {INPUT_FORMAT}, video_size"
            raise SpecError(what, shown, f"options.{odd[0][:40]}", given[odd[0]])
        return
    for name, pattern, what in SHAPES:
        if name in given and not re.fullmatch(pattern, given[name]):
            raise SpecError(what, shown, f"options.{name}", given[name][:40])
    device = "v4l2" if format in V4L2 else "alsa" if "alsa" in (format, scheme) else ""
    if not device:
        return
    unknown = sorted(set(given) - OPTIONS[device] - OPTIONS_OF_ALL)
    if unknown:
        raise SpecError(
            f"{device} has no such option; "
            f"allowed are {', '.join(sorted(OPTIONS[device]))}, and FFmpeg's for every input",
            shown,
            f"options.{unknown[0][:40]}",
            given[unknown[0]],
        )


def _check_own(
    shown: str,
    scheme: str,
    own: tuple[str, ...],
    own_schemes: set[str],
    url: str,
    format: str | None,
    options: dict[str, str],
) -> None:
    if scheme not in own_schemes:
        raise SpecError(f"{scheme}: is not for this; {_allowed(own)}", shown)
    if scheme not in ("portaudio", "alsa", "picamera") and url != f"{scheme}:":
        raise SpecError(f"nothing may follow {scheme}:; {_allowed(own)}", shown)
    if format is not None or (options and scheme not in ("alsa", "picamera")):
        raise SpecError(f"format and options are for FFmpeg, {scheme}: takes none", shown)


def _scheme(url: str) -> str:
    match = re.match(r"([A-Za-z][A-Za-z0-9+.-]+):", url)
    return match.group(1).lower() if match else ""


def _allowed(own: tuple[str, ...]) -> str:
    return (
        f"allowed are {', '.join(own)}, "
        "or what FFmpeg opens (with format and options where it needs them)"
    )
