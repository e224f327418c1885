import asyncio
import socket
from pathlib import Path

import pytest

from robot.health import MOST_PICTURE_AGE_S, CameraWatch, ServiceStatus, feed_watchdog
from robot.media.types.spec import SourceNotice
from robot.presence.events import MediaPart

ON = frozenset({MediaPart.PICTURE})
OFF: frozenset[MediaPart] = frozenset()


def test_a_camera_that_gives_pictures_is_alive() -> None:
    pictures = iter(range(100))
    watch = CameraWatch(lambda: next(pictures), gives=True)
    assert all(watch.alive(ON, lost=False, now=i * 4.0) for i in range(10))


def test_a_camera_that_stands_still_is_not() -> None:
    watch = CameraWatch(lambda: 7, gives=True)
    assert watch.alive(ON, lost=False, now=100.0)
    assert not watch.alive(ON, lost=False, now=100.0 + MOST_PICTURE_AGE_S)


@pytest.mark.parametrize(
    ("gives", "running", "lost"),
    [(True, OFF, False), (True, ON, True), (False, ON, False)],
    ids=["it is off", "it is known to be lost", "it never gives any"],
)
def test_a_camera_of_which_nothing_is_expected_is_alive(
    gives: bool, running: frozenset[MediaPart], lost: bool
) -> None:
    watch = CameraWatch(lambda: 7, gives)
    assert watch.alive(running, lost, now=100.0)
    assert watch.alive(running, lost, now=200.0)


async def test_the_watchdog_is_fed_only_while_work_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    address = tmp_path / "notify.sock"
    monkeypatch.setenv("NOTIFY_SOCKET", str(address))
    answers = iter([True, False, True])
    done = asyncio.Event()

    def alive(now: float) -> bool:
        answer = next(answers, None)
        if answer is None:
            done.set()
        return bool(answer)

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(address))
        systemd.setblocking(False)
        async with asyncio.TaskGroup() as tasks:
            feeding = tasks.create_task(feed_watchdog(0.001, alive))
            async with asyncio.timeout(10.0):
                await done.wait()
            feeding.cancel()
        assert [systemd.recv(100), systemd.recv(100)] == [b"WATCHDOG=1", b"WATCHDOG=1"]
        with pytest.raises(BlockingIOError):
            systemd.recv(100)
    assert "the camera gives nothing" in caplog.text


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
    status.bridge_lost()
    status.bridge_out_of_reach("a portal")
    assert said == [
        "READY=1\nSTATUS=robot: no body yet",
        "STATUS=in touch with the bridge; no body yet; its clock is 3 days behind",
        "READY=1\nSTATUS=robot: body is simulated",
        "STATUS=robot; camera: only 10 pictures a second",
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
        assert systemd.recv(2000) == b"STATUS=nobody can come in: no token; no body yet"
        assert systemd.recv(2000) == b"STATUS=the bridge is away: no network; no body yet"
        status.enrolled("karlsson-9")
        status.note_twin("another robot has this key")
        status.bridge_found()
        told = [systemd.recv(2000).decode() for _ in range(3)]
    assert told[0].startswith("STATUS=enrolled as karlsson-9")
    assert all("another robot has this key" in one for one in told[1:])
    assert "another robot has this key" in caplog.text
