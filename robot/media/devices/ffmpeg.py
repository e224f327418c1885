"""Cameras, microphones and speakers that FFmpeg opens.

Regular files and `lavfi` graphs are played in real time and looped. All other sources are
live: read at their own pace, and lost when they end or fall silent.
"""

import errno
import math
import os
import stat
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

import av
import av.container
import numpy as np
from av.codec.context import Flags as CodecFlags

from robot.media.devices import alsa_cards
from robot.media.devices.card_forms import CHANNELS, FORM, forms, refusal
from robot.media.devices.card_place import CardPlace
from robot.media.devices.exposing import Exposing
from robot.media.devices.pipes import PipeReader, is_pipe
from robot.media.devices.reopening import LostError, Running
from robot.media.echo.limiter import Voice
from robot.media.types.cells import BLOCK_S, BLOCK_SAMPLES, SAMPLE_HZ, SoundFanout
from robot.media.types.frames import FrameFitter
from robot.media.types.framing import Pixels
from robot.media.types.mono import BlockCutter, MonoConverter
from robot.media.types.pace import Pace
from robot.media.types.resampling import Resampler
from robot.media.types.spec import Size, SourceSpec
from robot.media.types.turning import Turner
from robot.media.v4l2.formats import STRICT, JpegEnds
from robot.media.voice.voice import PULL_S, PULL_SAMPLES

OPEN_S = 1.5
WAIT_S = 1.0
"""Timeout of FFmpeg's blocking calls, so that a thread can stop soon."""

BROKEN_S = 3.0
"""Time without decodable data after which a source is lost."""

LATE_S = 0.5
"""Lag above which a file continues from its current position."""

ALSA_CONFIG = Path("/usr/share/alsa/alsa.conf")
"""Location in the system. The library bundled with FFmpeg looks where it was built."""

OTHER_FORM = (errno.EIO, errno.EINVAL, errno.ENOSYS)
"""Errors of a card that does not know the form that was asked of it."""

_PLACES: dict[str, CardPlace] = {}
"""Sound cards that were opened, to find them under another number."""

LIVE_OPTIONS = {"probesize": "500000", "analyzeduration": "300000"}
"""Analyse a live source for 0.3 s, not for 5 s, before showing it."""


def film(running: Running, spec: SourceSpec, size: Size, exposing: Exposing) -> None:
    """Expose frames until told to stop.

    Raises:
        LostError: It cannot be opened, has no picture, or ended.
    """
    fit = FrameFitter(size)
    upright = Turner(spec.tuning.rotate_deg)
    limit = RateLimit(size.fps)
    played = _is_played(spec)
    for frame in _frames(running, spec, "video"):
        assert isinstance(frame, av.VideoFrame)
        # By the time of capture: after a stall, a live source sends a burst, of which the
        # last picture counts, not the first.
        at_s = time.monotonic() if played or frame.time is None else frame.time
        if limit.admits(at_s):
            turned = upright(frame)
            exposing.expose(
                Pixels(turned.width, turned.height),
                lambda region, target, of=turned: fit(of, region, target),  # type: ignore[misc]
            )
            running.working()


def hear(running: Running, spec: SourceSpec, sounds: SoundFanout) -> None:
    """Put sound into `sounds` until told to stop.

    Raises:
        LostError: It cannot be opened, has no sound, or ended.
    """
    to_mono = MonoConverter()
    cutter = BlockCutter(sounds)
    pace = Pace(BLOCK_S, time.monotonic(), slack=10) if _is_played(spec) else None
    for frame in _frames(running, spec, "audio"):
        assert isinstance(frame, av.AudioFrame)
        samples = to_mono(frame)
        step = BLOCK_SAMPLES if pace else max(1, len(samples))
        for start in range(0, len(samples), step):
            piece = samples[start : start + step]
            if pace:
                pace.advance(time.monotonic(), len(piece) / SAMPLE_HZ)
                if running.wait(pace.wait_s(time.monotonic())):
                    return
            cutter.put(piece)
        running.working()


def play(running: Running, spec: SourceSpec, voice: Voice) -> None:
    """Play the voice into an FFmpeg output in real time, in the first form that it knows.

    Raises:
        LostError: It cannot be opened, or gave up.
    """
    with _errors_named(spec), ExitStack() as stack:
        container, stream = _output(stack, spec)
        rate_hz = stream.rate
        resample = Resampler(SAMPLE_HZ, rate_hz)
        time_base = Fraction(1, rate_hz)
        # Paced by our own clock: the card's buffer would add up to half a second of delay.
        pace = Pace(PULL_S, time.monotonic(), slack=2)
        pts = 0
        while not running.wait(pace.wait_s(time.monotonic())):
            samples = resample(voice.take(PULL_SAMPLES))
            pace.advance(time.monotonic())
            if not len(samples):
                continue
            channels = stream.layout.nb_channels
            frame = av.AudioFrame.from_ndarray(
                np.repeat(samples, channels).reshape(1, -1), "s16", stream.layout.name
            )
            frame.sample_rate = rate_hz
            frame.pts, frame.time_base = pts, time_base
            pts += len(samples)
            container.mux(stream.encode(frame))
            running.working()


def _output(
    stack: ExitStack, spec: SourceSpec
) -> tuple[av.container.OutputContainer, av.AudioStream]:
    """Open an output; a sound card in the first form that it takes."""
    _look_for_card(spec, "p")
    url, format_name = _address(spec)
    tries = [*forms("OutputStream")] if format_name == "alsa" and not spec.options else [FORM]
    for number, form in enumerate(tries, 1):
        container = av.open(
            url, "w", format=format_name, options=dict(spec.options), timeout=(OPEN_S, WAIT_S)
        )
        try:
            stream = container.add_stream("pcm_s16le", rate=form.rate_hz)
            stream.layout = "mono" if form.channels == 1 else "stereo"
            container.start_encoding()
        except av.error.FFmpegError as error:
            container.close()
            if number == len(tries) or error.errno not in OTHER_FORM:
                raise
            continue
        stack.enter_context(container)
        return container, stream
    raise AssertionError("the last form raises")


def _frames(
    running: Running, spec: SourceSpec, kind: Literal["video", "audio"]
) -> Iterator[av.VideoFrame | av.AudioFrame]:
    """Yield decoded frames; pictures of a file at their time."""
    played = _is_played(spec)
    while not running.stopping():
        count = 0
        clock = _FileClock() if played and kind == "video" else None
        with opened(running, spec, played) as container:
            for frame in _decoded(running, container, kind):
                count += 1
                if clock and running.wait(clock.wait_s(frame.time, time.monotonic())):
                    return
                yield frame
        if running.stopping():
            return
        if not played:
            raise LostError("it ended")
        if not count:
            raise LostError(f"there is no {kind} in it that could be decoded")


def _decoded(
    running: Running, container: av.container.InputContainer, kind: Literal["video", "audio"]
) -> Iterator[av.VideoFrame | av.AudioFrame]:
    stream = _stream(container, kind)
    whole = JpegEnds().whole if stream.codec_context.name == "mjpeg" else None
    good_at = time.monotonic()
    for packet in container.demux(stream):
        if running.stopping():
            return
        damaged = packet.is_corrupt or (whole and packet.size and not whole(bytes(packet)))
        for frame in () if damaged else _whole_frames(packet):
            good_at = time.monotonic()
            yield frame
        if time.monotonic() > good_at + BROKEN_S:
            raise LostError(f"it sent nothing that could be decoded for {BROKEN_S} s")


def _whole_frames(packet: "av.Packet[Any]") -> list[av.VideoFrame | av.AudioFrame]:
    """Return the frames of a packet; damaged ones are left out."""
    try:
        frames = packet.decode()
    except av.error.InvalidDataError:
        return []
    media = [frame for frame in frames if isinstance(frame, av.VideoFrame | av.AudioFrame)]
    return [frame for frame in media if not frame.is_corrupt]


def _stream(
    container: av.container.InputContainer, kind: Literal["video", "audio"]
) -> av.VideoStream | av.AudioStream:
    if kind == "audio" and container.streams.audio:
        return container.streams.audio[0]
    if kind == "video":
        picture = picture_stream(container)
        picture.thread_type = "SLICE"  # frame threads would each delay a picture
        picture.codec_context.flags |= CodecFlags.low_delay
        if picture.codec_context.name == "mjpeg":
            picture.codec_context.options = {**STRICT}
        return picture
    raise LostError(f"there is no {kind} in it")


def picture_stream(container: av.container.InputContainer) -> av.VideoStream:
    """Return the first stream of pictures.

    Raises:
        LostError: There is none.
    """
    if not container.streams.video:
        raise LostError("there is no video in it")
    return container.streams.video[0]


@contextmanager
def opened(
    running: Running, spec: SourceSpec, played: bool
) -> Iterator[av.container.InputContainer]:
    """Open a source for reading until the block ends; `played` is for files and graphs.

    Raises:
        LostError: It cannot be opened or breaks, also within the block; not while stopping.
    """
    with ExitStack() as stack:
        try:
            with _errors_named(spec):
                yield stack.enter_context(_input(running, spec, played, stack))
        except LostError:
            if not running.stopping():
                raise


def _input(
    running: Running, spec: SourceSpec, played: bool, stack: ExitStack
) -> av.container.InputContainer:
    """Open an input; a sound card with the first number of channels that it gives.

    ALSA takes the nearest rate by itself, but no other number of channels.
    """
    _look_for_card(spec, "c")
    url, format_name = _address(spec)
    options = dict(spec.options) if played else {**LIVE_OPTIONS, **spec.options}
    if is_pipe(spec):
        reader = stack.enter_context(PipeReader(spec, running))
        return av.open(reader, "r", format=format_name, options=options)
    tries: list[dict[str, str]] = [{}]
    if format_name == "alsa" and not set(spec.options) & {"channels", "ch_layout"}:
        tries = [{"channels": str(channels)} for channels in CHANNELS]
    for number, more in enumerate(tries, 1):
        try:
            return av.open(
                url,
                "r",
                format=format_name,
                options={**options, **more},
                timeout=(OPEN_S, WAIT_S),
            )
        except av.error.FFmpegError as error:
            if number == len(tries) or error.errno not in OTHER_FORM:
                raise
    raise AssertionError("the last number raises")


@contextmanager
def _errors_named(spec: SourceSpec) -> Iterator[None]:
    try:
        yield
    except av.error.ExitError as error:
        raise LostError("nothing came in time") from error
    except av.error.FFmpegError as error:
        text = error.strerror or type(error).__name__
        is_card = "alsa" in (spec.scheme, spec.format)
        raise LostError(refusal(spec.rest or spec.url, text) if is_card else text) from error
    except (OSError, ValueError) as error:
        raise LostError(str(error)) from error


def _address(spec: SourceSpec) -> tuple[str, str | None]:
    """Return the URL and the format for FFmpeg."""
    if spec.scheme == "alsa" or spec.format == "alsa":
        _show_alsa_its_config()
    if spec.scheme == "alsa":
        place = _PLACES.setdefault(spec.rest, CardPlace(spec.rest or "default"))
        return place.now(), "alsa"
    return spec.url, spec.format


def _look_for_card(spec: SourceSpec, side: str) -> None:
    """Refuse a card that is not there in better words than ALSA's.

    Raises:
        LostError: It is not there.
    """
    url, format_name = _address(spec)
    lacks = alsa_cards.lacks(url, side) if format_name == "alsa" else ""
    if lacks:
        raise LostError(lacks)


def _show_alsa_its_config() -> None:
    if "ALSA_CONFIG_PATH" not in os.environ and ALSA_CONFIG.is_file():
        os.environ["ALSA_CONFIG_PATH"] = str(ALSA_CONFIG)


def _is_played(spec: SourceSpec) -> bool:
    if spec.format == "lavfi":
        return True
    path = Path(spec.rest.removeprefix("//") if spec.scheme == "file" else spec.url)
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


class _FileClock:
    """Clock of the pictures of a file."""

    def __init__(self) -> None:
        self._offset_s: float | None = None

    def wait_s(self, time_s: float | None, now: float) -> float:
        at = time_s or 0.0
        if self._offset_s is None or now - self._offset_s - at > LATE_S:
            self._offset_s = now - at
        return self._offset_s + at - now


class RateLimit:
    """Limiter of a source's frame rate."""

    def __init__(self, fps: float) -> None:
        self._period_s = 1 / fps
        self._next_at = -math.inf
        self._last_at = -math.inf

    def admits(self, at_s: float) -> bool:
        """Return whether the picture of this time is due."""
        if at_s < self._last_at:
            self._next_at = at_s  # the source's clock restarted
        self._last_at = at_s
        if at_s + self._period_s / 4 < self._next_at:
            return False
        self._next_at = max(self._next_at, at_s - self._period_s / 2) + self._period_s
        return True
