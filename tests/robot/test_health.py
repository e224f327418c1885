import asyncio
import socket
from pathlib import Path
from typing import cast

import pytest

from robot.call.calls import Calls
from robot.call.lines import Lines
from robot.caution.liveness import MOST_ENCODING_S, MOST_PICTURE_AGE_S
from robot.health import NO_BODY, AgentWatch, ServiceStatus, feed_watchdog
from robot.media.types.spec import SourceNotice
from robot.presence.events import SourceChanged
from tests.deadline import WAIT_S
from tests.robot.stages import ENTER, PAUSE, Stage


class Camera:
    """Lines of which only the number of pictures counts."""

    pictures_so_far = 7


class Encoders:
    """Calls of which only the picture in work counts."""

    encoding_since_s: float | None = None


def watch(stage: Stage, films: bool = True) -> tuple[AgentWatch, Camera, Encoders]:
    camera, encoders = Camera(), Encoders()
    lines, calls = cast(Lines, camera), cast(Calls, encoders)
    return AgentWatch(stage.machine, lines, calls, films), camera, encoders


def test_a_camera_hangs_only_while_it_should_film() -> None:
    for stage, films, hangs in (
        (Stage(*ENTER), True, True),
        (Stage(*ENTER), False, False),
        (Stage(), True, False),
        (Stage(*ENTER, PAUSE), True, False),
        (Stage(*ENTER, SourceChanged("camera", lost=True)), True, False),
    ):
        seen, _, _ = watch(stage, films)
        assert seen.hangs(0.0, 100.0) == ""
        assert bool(seen.hangs(0.0, 100.0 + MOST_PICTURE_AGE_S)) == hangs


def test_a_camera_that_gives_pictures_is_alive() -> None:
    seen, camera, _ = watch(Stage(*ENTER))
    for second in range(60):
        camera.pictures_so_far += 1
        assert seen.hangs(0.0, 100.0 + second * 4.0) == ""


def test_an_encoder_that_never_returns_is_noticed_though_the_camera_gives_pictures() -> None:
    seen, camera, encoders = watch(Stage(*ENTER))
    encoders.encoding_since_s = 100.0
    assert seen.hangs(0.0, 100.1) == ""
    camera.pictures_so_far += 1
    assert "encoder" in seen.hangs(0.0, 100.0 + MOST_ENCODING_S)


async def test_the_watchdog_is_fed_only_while_work_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    address = tmp_path / "notify.sock"
    monkeypatch.setenv("NOTIFY_SOCKET", str(address))
    answers = iter(["", "the camera has given nothing for 5 s", ""])
    done = asyncio.Event()

    def hangs(lag_s: float, now: float) -> str:
        answer = next(answers, None)
        if answer is None:
            done.set()
        return "over" if answer is None else answer

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(address))
        systemd.setblocking(False)
        async with asyncio.TaskGroup() as tasks:
            feeding = tasks.create_task(feed_watchdog(0.001, hangs))
            async with asyncio.timeout(WAIT_S):
                await done.wait()
            feeding.cancel()
        assert [systemd.recv(100), systemd.recv(100)] == [b"WATCHDOG=1", b"WATCHDOG=1"]
        with pytest.raises(BlockingIOError):
            systemd.recv(100)
    assert "agent: the camera has given nothing for 5 s" in caplog.text


def test_a_status_says_in_words_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    said: list[str] = []
    monkeypatch.setattr("bridge.process.notify.notify", said.append)
    status = ServiceStatus()
    status.body_awaited()
    for _ in range(2):
        status.note_clock("3 days behind")
    status.bridge_found()
    status.body_met("simulated")
    status.body_met("simulated")
    status.note_clock("")
    status.note_device(SourceNotice("camera", "only 10 pictures a second"))
    status.note_part("microphone", "plug it in")
    status.bridge_lost()
    status.note_part("microphone", "")
    status.bridge_out_of_reach("a portal")
    assert said == [
        f"READY=1\nSTATUS=robot; no body yet: {NO_BODY}",
        f"STATUS=in touch with the bridge; no body yet: {NO_BODY}; its clock is 3 days behind",
        "READY=1\nSTATUS=robot: body is simulated",
        "STATUS=in touch with the bridge; camera: only 10 pictures a second",
        "STATUS=in touch with the bridge; microphone does not work: plug it in; "
        "camera: only 10 pictures a second",
        "STATUS=the bridge is away; microphone does not work: plug it in; "
        "camera: only 10 pictures a second",
        "STATUS=the bridge is away; camera: only 10 pictures a second",
        "STATUS=the bridge is away: a portal; camera: only 10 pictures a second",
    ]
    assert caplog.text.count("clock is 3 days behind") == 1


def test_a_robot_without_a_voice_says_so_in_its_status(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("bridge.process.notify.notify", said.append)
    status = ServiceStatus()
    status.has_body.set()
    status.note_voice("espeak-ng is not installed")
    status.bridge_found()
    status.note_voice("")
    assert said == [
        "STATUS=in touch with the bridge; phrases are only shown: espeak-ng is not installed",
        "STATUS=in touch with the bridge",
    ]


def test_a_robot_in_safe_mode_says_in_its_status_what_it_leaves_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[str] = []
    monkeypatch.setattr("bridge.process.notify.notify", said.append)
    status = ServiceStatus()
    status.note_caution("without picture")
    status.body_met("simulated")
    status.bridge_found()
    assert said == [
        "READY=1\nSTATUS=robot: body is simulated; safe mode: without picture",
        "STATUS=in touch with the bridge; safe mode: without picture",
    ]


def test_a_technician_reads_why_nobody_can_come_in_and_of_a_twin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    address = tmp_path / "notify.sock"
    monkeypatch.setenv("NOTIFY_SOCKET", str(address))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(address))
        systemd.settimeout(10.0)
        status = ServiceStatus()
        status.bridge_out_of_reach("no token", is_away=False)
        status.bridge_out_of_reach("no network")
        body = f"; no body yet: {NO_BODY}"
        assert systemd.recv(2000).decode() == f"STATUS=nobody can come in: no token{body}"
        assert systemd.recv(2000).decode() == f"STATUS=the bridge is away: no network{body}"
        status.enrolled("karlsson-9")
        status.note_twin("another robot has this key")
        status.bridge_found()
        told = [systemd.recv(2000).decode() for _ in range(3)]
    assert told[0].startswith("STATUS=enrolled as karlsson-9")
    assert all("another robot has this key" in one for one in told[1:])
    assert "another robot has this key" in caplog.text
