import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bridge.__main__ import main as bridge
from bridge.process import notify
from hardware.__main__ import main as body
from robot.__main__ import main as robot


@pytest.fixture
def manager(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Stand in for systemd: a datagram socket that listens."""
    path = tmp_path / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.bind(str(path))
        sock.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", str(path))
        yield sock


def test_readiness_and_status_come_as_one_datagram(manager: socket.socket) -> None:
    notify.ready("one robot connected")
    assert manager.recv(200) == b"READY=1\nSTATUS=one robot connected"


def test_life_and_end_are_told(manager: socket.socket) -> None:
    notify.alive()
    notify.alive("12 frames")
    notify.status("in class")
    notify.stopping()
    told = [manager.recv(200) for _ in range(4)]
    assert told == [
        b"WATCHDOG=1",
        b"WATCHDOG=1\nSTATUS=12 frames",
        b"STATUS=in class",
        b"STOPPING=1",
    ]


def test_a_status_is_one_line_and_no_longer_than_anybody_reads(manager: socket.socket) -> None:
    notify.status("camera: gone\nSTOPPING=1 " + "x" * 100_000)
    told = manager.recv(200_000)
    assert told.startswith(b"STATUS=camera: gone STOPPING=1 x")
    assert len(told) == len("STATUS=") + notify.STATUS_CHARACTERS


def test_a_name_in_the_abstract_space_works_too(monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"karlsson-test-{os.getpid()}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sock:
        sock.bind(f"\0{name}")
        sock.settimeout(5)
        monkeypatch.setenv("NOTIFY_SOCKET", f"@{name}")
        notify.stopping()
        assert sock.recv(200) == b"STOPPING=1"


def test_without_a_manager_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    notify.ready("nobody listens")


def test_a_manager_that_is_away_or_deaf_does_not_stop_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, manager: socket.socket
) -> None:
    for _ in range(2000):
        notify.alive()
    manager.close()
    notify.alive()
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "gone"))
    notify.alive()


@pytest.mark.parametrize(
    ("interval_us", "pid", "expected_s"),
    [
        ("20000000", "", 10.0),
        ("2000000", "own", 1.0),
        ("2000000", "1", None),
        ("", "", None),
        ("soon", "", None),
        ("-5", "", None),
    ],
)
def test_the_watchdog_is_fed_twice_as_often_as_it_asks(
    monkeypatch: pytest.MonkeyPatch, interval_us: str, pid: str, expected_s: float | None
) -> None:
    monkeypatch.setenv("WATCHDOG_USEC", interval_us)
    monkeypatch.setenv("WATCHDOG_PID", str(os.getpid()) if pid == "own" else pid)
    assert notify.watchdog_interval_s() == expected_s


def test_a_mistake_is_told_and_not_repeated_at_once(
    manager: socket.socket, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notify, "MISTAKE_S", 0.0)
    notify.mistaken("robot.toml: line 5")
    assert manager.recv(200) == b"STATUS=robot.toml: line 5"
    monkeypatch.delenv("NOTIFY_SOCKET")
    monkeypatch.setattr(notify, "MISTAKE_S", float("nan"))  # nobody waits at a terminal
    notify.mistaken("robot.toml: line 5")


@pytest.mark.parametrize(
    ("main", "arguments"),
    [(robot, ["run"]), (bridge, ["serve"]), (body, []), (body, ["run"])],
    ids=["robot", "bridge", "body", "body run"],
)
def test_each_service_tells_its_mistake_in_its_status(
    manager: socket.socket,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    main: Callable[[list[str]], int],
    arguments: list[str],
) -> None:
    monkeypatch.setattr(notify, "MISTAKE_S", 0.0)
    path = tmp_path / "none.toml"
    assert main([*arguments, "--config", str(path)]) == 2
    assert (
        manager.recv(200)
        == f"STATUS={path}: is not there; name another file with --config".encode()
    )
