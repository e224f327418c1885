import asyncio
import os
import subprocess
import wave
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from robot.media.devices import ffmpeg, pipes
from robot.media.devices.cameras import run_camera
from robot.media.devices.microphones import run_microphone
from robot.media.devices.speakers import run_speaker
from robot.media.devices.testcard import read_time_code
from robot.media.types.cells import BLOCK_SAMPLES, Newest, SoundFanout
from robot.media.types.spec import Size, SourceSpec, parse_camera, parse_microphone, parse_speaker
from robot.media.voice.voice import VoiceIn
from tests.robot.media.live import (
    BIKES,
    CARPHONE,
    SMALL,
    Mouth,
    Told,
    cards,
    encoded,
    frames,
    loudest_hz,
    luma,
    poured,
    running,
    samples,
    still,
    tcp_sender,
    threads,
)
from tests.robot.media.v4l2.pictures import GREYS, STRIPE_PX, encode, stripes

pytestmark = pytest.mark.long

QUICK = (0.01,)


def camera(
    spec: SourceSpec, pictures: Newest[av.VideoFrame], told: Told, size: Size = SMALL
) -> Coroutine[Any, Any, None]:
    return run_camera(spec, size, pictures, still, told, 66.0, retry_s=QUICK)


def spoken(path: Path, text: str) -> float:
    """Let a machine speak into a file; return how long it is in seconds."""
    subprocess.run(["espeak-ng", "-v", "de", "-w", path, text], check=True, timeout=20)
    with wave.open(str(path)) as file:
        length_s: float = file.getnframes() / file.getframerate()
    return length_s


@pytest.mark.parametrize("clip", [BIKES, CARPHONE])
async def test_a_filmed_clip_is_shown_whole_in_the_wanted_size(clip: Path) -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    async with running(camera(parse_camera(str(clip)), pictures, told)):
        found = await frames(pictures, 8)
    assert {(f.width, f.height, f.format.name) for f in found} == {(320, 240, "yuv420p")}
    stamps = [f.pts or 0 for f in found]
    assert stamps == sorted(set(stamps))
    assert any((luma(found[0]) != luma(f)).any() for f in found[1:])
    assert luma(found[-1]).std() > 10
    assert told.silent
    assert not threads("camera")


async def test_a_file_begins_again_at_its_end(tmp_path: Path) -> None:
    clip = tmp_path / "short.mkv"
    clip.write_bytes(encoded("matroska", "mpeg4", count=4))
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    async with running(camera(parse_camera(f"file:{clip}"), pictures, told)):
        codes = [read_time_code(luma(f)) for f in await frames(pictures, 12)]
    seen = [code for code in codes if code is not None]
    assert seen != sorted(seen)
    assert set(seen) == {0, 1000, 2000, 3000}
    assert told.silent


@pytest.mark.parametrize(
    ("container", "codec"), [("mjpeg", "mjpeg"), ("matroska", "mpeg4"), ("matroska", "libx264")]
)
async def test_a_live_stream_over_tcp_is_seen(container: str, codec: str) -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    async with tcp_sender(encoded(container, codec, 120), 1) as url:
        spec = parse_camera(url, container if container == "mjpeg" else None)
        async with running(camera(spec, pictures, told)):
            code = read_time_code(luma((await frames(pictures, 1))[0]))
            assert code is not None
            assert code % 1000 == 0


async def test_of_a_burst_the_last_picture_is_shown() -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    async with tcp_sender(encoded("matroska", "mpeg4", 30), 1) as url:
        spec = parse_camera(url)
        once = run_camera(spec, SMALL, pictures, still, told, 66.0, retry_s=(60.0,))
        async with running(once):
            assert (await told.next()).text == "it ended"
            _, newest = await pictures.next(0)
    assert read_time_code(luma(newest)) == 29_000


async def test_a_source_that_gives_too_much_is_thinned_out_by_its_own_clock() -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    async with tcp_sender(encoded("matroska", "mpeg4", 30), 1) as url:
        slow = Size(SMALL.width_px, SMALL.height_px, 10.0)
        spec = parse_camera(url)
        async with running(run_camera(spec, slow, pictures, still, told, 66.0, retry_s=(60.0,))):
            assert (await told.next()).lost
    assert pictures.number in (10, 11)


@pytest.mark.parametrize("again_s", [-5.0, 0.0])
def test_a_source_whose_clock_begins_anew_is_seen_at_once(again_s: float) -> None:
    limit = ffmpeg.RateLimit(30.0)
    assert limit.admits(100.0)
    assert not limit.admits(100.001)
    assert limit.admits(again_s)
    assert not limit.admits(again_s + 0.001)


async def test_a_source_that_dies_is_told_and_opened_again() -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    async with (
        tcp_sender(encoded("matroska", "mpeg4"), 1) as url,
        running(camera(parse_camera(url), pictures, told)),
    ):
        await frames(pictures, 1)
        gone = await told.next()
        assert (gone.part, gone.lost) == ("camera", True)
        assert not (await told.next()).lost
        await frames(pictures, 1)


async def test_a_silent_source_is_told_and_does_not_hold_up_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ffmpeg, "OPEN_S", 0.1)
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    async with tcp_sender(None) as url:
        async with running(camera(parse_camera(url, "mjpeg"), pictures, told)):
            assert (await told.next()).text == "nothing came in time"
        assert not threads("camera")


RAW = {"video_size": "320x240", "pixel_format": "yuv420p"}


def poured_once(container: str) -> list[bytes]:
    """Return five test cards as they are written into a pipe."""
    if container == "rawvideo":
        return [frame.to_ndarray().tobytes() for frame in cards(5)]
    return [encoded(container, "mjpeg" if container == "mjpeg" else "mpeg4", 5)]


@pytest.mark.parametrize(
    ("container", "format"), [("rawvideo", "rawvideo"), ("mjpeg", "mjpeg"), ("matroska", None)]
)
async def test_pictures_come_through_a_fifo(
    tmp_path: Path, container: str, format: str | None
) -> None:
    fifo = tmp_path / "camera"
    os.mkfifo(fifo)
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    spec = parse_camera(str(fifo), format, RAW if container == "rawvideo" else {})
    with poured(fifo, poured_once(container)):
        async with running(camera(spec, pictures, told)):
            code = read_time_code(luma((await frames(pictures, 3))[-1]))
    assert code in (0, 1000, 2000, 3000, 4000)
    assert told.silent


async def test_pictures_come_through_a_numbered_pipe(tmp_path: Path) -> None:
    fifo = tmp_path / "inherited"
    os.mkfifo(fifo)
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    with poured(fifo, poured_once("mjpeg")), fifo.open("rb", buffering=0) as pipe:
        spec = parse_camera(f"pipe:{pipe.fileno()}", "mjpeg")
        async with running(camera(spec, pictures, told)):
            code = read_time_code(luma((await frames(pictures, 3))[-1]))
    assert code in (0, 1000, 2000, 3000, 4000)
    assert told.silent


async def test_a_fifo_nobody_writes_to_is_told_and_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipes, "SILENT_S", 0.05)
    fifo = tmp_path / "camera"
    os.mkfifo(fifo)
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    async with running(camera(parse_camera(str(fifo), "rawvideo", RAW), pictures, told)):
        assert (await told.next()).text == "nothing comes through the pipe"
        with poured(fifo, [cards(1)[0].to_ndarray().tobytes()]):
            assert not (await told.next()).lost
            await frames(pictures, 1)
    assert not threads("camera")


async def test_garbage_is_lost_and_never_ends_the_task() -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    async with (
        tcp_sender(b"no picture at all " * 500, 1) as url,
        running(camera(parse_camera(url), pictures, told)),
    ):
        assert (await told.next()).lost


async def test_a_sound_file_has_no_picture() -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    spec = parse_camera("sine=frequency=440", "lavfi")
    async with running(camera(spec, pictures, told)):
        assert (await told.next()).text == "there is no video in it"


async def test_a_graph_of_filters_is_played_in_real_time() -> None:
    pictures: Newest[av.VideoFrame] = Newest()
    told = Told()
    spec = parse_camera("testsrc2=size=640x360:rate=30", "lavfi")
    async with running(camera(spec, pictures, told)):
        found = await frames(pictures, 3)
    assert (luma(found[0])[:20] <= 20).all(), "bars above a wide picture"
    assert luma(found[0])[100:140].std() > 10


@pytest.mark.long
async def test_speech_is_heard_in_a_loop(tmp_path: Path) -> None:
    speech = tmp_path / "speech.wav"
    length_s = spoken(speech, "Guten Morgen")
    sounds = SoundFanout()
    told = Told()
    async with running(run_microphone(parse_microphone(str(speech)), sounds, told)):
        heard = await samples(sounds, int(length_s / 0.02) + 20)
    assert np.abs(heard).max() > 3000
    assert told.silent


async def test_a_tone_is_heard_at_its_pitch() -> None:
    sounds = SoundFanout()
    spec = parse_microphone("sine=frequency=880", "lavfi")
    async with running(run_microphone(spec, sounds, Told())):
        heard = await samples(sounds, 12)
    assert loudest_hz(heard) == pytest.approx(880, abs=8)


async def test_a_silent_film_is_no_microphone() -> None:
    told = Told()
    sounds = SoundFanout()
    async with running(run_microphone(parse_microphone(str(BIKES)), sounds, told, retry_s=QUICK)):
        lost = await told.next()
    assert lost.part == "microphone"
    assert lost.text == "there is no audio in it"


@pytest.mark.long
async def test_the_voice_goes_out_through_an_ffmpeg_output(tmp_path: Path) -> None:
    out = tmp_path / "voice.pcm"
    voice = VoiceIn()
    mouth = Mouth(voice)
    told = Told()
    spec = parse_speaker(str(out), "s16le", {"flush_packets": "1"})
    tone = (8000 * np.sin(2 * np.pi * 700 * np.arange(4800) / 48000)).astype(np.int16)

    async def speak() -> None:
        while True:
            if voice.waiting_s < 0.05:
                mouth.say(tone)
            await asyncio.sleep(0)

    async with running(run_speaker(spec, voice, told), speak()):
        while not out.exists() or out.stat().st_size < 60_000:  # noqa: ASYNC110 - FFmpeg tells nobody
            await asyncio.sleep(0)
    heard = np.frombuffer(out.read_bytes(), "<i2")
    assert loudest_hz(heard) == pytest.approx(700, abs=8)
    assert told.silent


async def test_an_output_that_cannot_be_opened_is_told() -> None:
    told = Told()
    spec = parse_speaker("tcp://127.0.0.1:9", "s16le")
    async with running(run_speaker(spec, VoiceIn(), told, retry_s=QUICK)):
        lost = await told.next()
    assert lost.part == "speaker"
    assert lost.lost


@pytest.fixture
def alsa_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A system whose only sound card swallows everything, and nothing said of it yet."""
    path = tmp_path / "alsa.conf"
    path.write_text("pcm.!default { type null }\n")
    monkeypatch.setattr(ffmpeg, "ALSA_CONFIG", path)
    monkeypatch.setenv("ALSA_CONFIG_PATH", "to be put back")
    monkeypatch.delenv("ALSA_CONFIG_PATH")
    return path


@pytest.mark.usefixtures("alsa_config")
async def test_an_alsa_card_opens_with_the_systems_configuration() -> None:
    sounds = SoundFanout()
    voice = VoiceIn()
    told = Told()
    async with running(
        run_microphone(parse_microphone("alsa:"), sounds, told),
        run_speaker(parse_speaker("alsa:default"), voice, told),
    ):
        assert len(await samples(sounds, 3)) == 3 * BLOCK_SAMPLES
    assert told.silent


async def test_an_alsa_configuration_that_was_chosen_stays(
    alsa_config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALSA_CONFIG_PATH", str(alsa_config.with_name("none.conf")))
    told = Told()
    spec = parse_microphone("alsa:")
    async with running(run_microphone(spec, SoundFanout(), told, retry_s=QUICK)):
        assert (await told.next()).lost


async def test_of_a_stream_of_jpegs_the_cut_ones_are_left_out_and_greys_stay() -> None:
    picture = encode(stripes(640, 480, full=True), "mjpeg", "yuvj422p", qmin="2", qmax="2")
    half = picture[: len(picture) // 2]
    pictures: Newest[av.VideoFrame] = Newest()
    size = Size(640, 480, 120.0)
    async with tcp_sender(b"".join((picture, half, picture, half) * 10) + picture, 1) as url:
        spec = parse_camera(url, "mjpeg")
        async with running(run_camera(spec, size, pictures, still, Told(), 66.0)):
            for frame in await frames(pictures, 8):
                rows = luma(frame)[:, STRIPE_PX // 2 :: STRIPE_PX].astype(float)
                assert np.abs((rows - 16) * 255 / 219 - GREYS).max() <= 3
