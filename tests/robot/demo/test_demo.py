"""The demo as a whole: real processes, real signals, no browser."""

import json
import os
import re
import select
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from tests.end_to_end.running import ROOT, started_demo

pytestmark = [pytest.mark.timeout(120), pytest.mark.long]


@pytest.mark.thorough
@pytest.mark.long
@pytest.mark.parametrize(
    "ending", [signal.SIGTERM, pytest.param(signal.SIGINT, marks=pytest.mark.thorough)]
)
def test_a_signal_ends_every_process_and_leaves_nothing(
    short_path: Path, ending: signal.Signals
) -> None:
    with started_demo(short_path) as start:
        demo = start("--lang", "en")
        children = psutil.Process(demo.process.pid).children(recursive=True)
        # Bridge with its relay, body and agent; the agent may be trying its voice.
        assert len(children) >= 4
        assert "?lang=en#robot=" in demo.pupil
        assert demo.teacher.partition("#")[0].endswith("/teacher?lang=en")
        assert demo.buddy.partition("#")[0].endswith("/teacher?lang=en")
        assert demo.buddy != demo.teacher
        demo.process.send_signal(ending)
        # The promise is three seconds; this machine may be busy, so that the bound is looser.
        assert demo.process.wait(10) == 0
        assert not any(child.is_running() for child in children)
        assert demo.process.stdout is not None
        assert demo.process.stdout.read() == ""
    assert list(short_path.glob("karlsson-demo-*")) == []


@pytest.mark.thorough
@pytest.mark.long
def test_a_killed_demo_leaves_no_orphan(short_path: Path) -> None:
    with started_demo(short_path) as start:
        demo = start()
        children = psutil.Process(demo.process.pid).children(recursive=True)
        ends = [os.pidfd_open(child.pid) for child in children]
        demo.process.kill()
        demo.process.wait(10)
        # Of a pid it could not be told: an orphan keeps it until init has collected it.
        ended = [select.select([end], [], [], 10)[0] == [end] for end in ends]
    for end in ends:
        os.close(end)
    assert len(ended) >= 4
    assert all(ended)


def test_a_signal_before_it_is_ready_ends_it_too(short_path: Path) -> None:
    command = [sys.executable, "-m", "robot.demo", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "Karlsson wakes up ...\n"
        process.terminate()
        assert process.wait(10) == 0


@pytest.mark.long
@pytest.mark.thorough
def test_a_dead_process_is_started_again(short_path: Path) -> None:
    with started_demo(short_path) as start:
        demo = start()
        before = psutil.Process(demo.pid_of("bridge"))
        before.kill()
        psutil.wait_procs([before], timeout=10)
        url = demo.teacher.partition("#")[0]
        assert answers(url)
        assert demo.pid_of("bridge") != before.pid


def answers(url: str, timeout_s: float = 20.0) -> bool:
    """Ask until a page is served."""
    deadline_s = time.monotonic() + timeout_s
    while time.monotonic() < deadline_s:
        try:
            with urllib.request.urlopen(url, timeout=5) as page:
                return bool(page.status == 200)
        except OSError:
            threading.Event().wait(0.05)  # a port that opens tells nobody
    return False


@pytest.mark.thorough
@pytest.mark.long
def test_tls_is_served_with_a_certificate_made_on_the_spot(short_path: Path) -> None:
    with started_demo(short_path) as start:
        demo = start("--tls", "--host", "127.0.0.1")
        address = urlsplit(demo.pupil)
        assert address.scheme == "https"
        trusting = ssl.create_default_context(cafile=demo.folder / "tls.crt")
        with urllib.request.urlopen(
            f"https://{address.netloc}/", timeout=10, context=trusting
        ) as page:
            assert page.status == 200
            assert "max-age" in page.headers["Strict-Transport-Security"]


@pytest.mark.thorough
@pytest.mark.long
def test_another_address_is_served_and_the_robot_finds_it(short_path: Path) -> None:
    """Ready means that robot and bridge have met."""
    with started_demo(short_path) as start:
        demo = start("--host", "127.0.0.2")
        assert demo.pupil.startswith("http://127.0.0.2:")
        assert re.search("link: (up|back)", demo.log.read_text())


def ran(*options: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a demo that ends by itself, since it cannot start."""
    return subprocess.run(
        [sys.executable, "-m", "robot.demo", *options],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
        check=False,
    )


def test_an_address_of_somebody_else_is_said_in_words(tmp_path: Path) -> None:
    done = ran("--json", "--host", "203.0.113.9")
    assert done.returncode == 1
    assert "cannot serve 203.0.113.9:8080" in done.stderr
    assert "--port 0" not in done.stderr


def test_a_taken_port_is_said_in_words(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = ran("--json", "--port", str(port))
    assert done.returncode == 1
    assert f"cannot serve 127.0.0.1:{port}" in done.stderr
    assert "--port 0" in done.stderr
    assert done.stdout == ""


def test_a_source_that_can_never_work_is_said_in_words(tmp_path: Path) -> None:
    done = ran("--json", "--port", "0", "--camera", "lessons:")
    assert done.returncode == 1
    assert "lessons:" in done.stderr
    assert done.stdout == ""
    with pytest.raises(json.JSONDecodeError):
        json.loads(done.stdout)


def test_a_folder_whose_name_leaves_no_room_for_sockets_is_said_in_words(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 25)
    folder.mkdir()
    ended = ran("--port", "0", TMPDIR=str(folder))
    assert ended.returncode == 1
    assert ended.stderr.startswith("Karlsson: the folder for temporary files has too long a name")
    assert "TMPDIR=/tmp" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(folder.iterdir()) == []
