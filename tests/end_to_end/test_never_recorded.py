"""Nothing of a lesson reaches a disk, and nothing personal a log."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.end_to_end.child import go_to_class, open_teacher_page, toggle, wait_for_more
from tests.end_to_end.conftest import StartDemo
from tests.end_to_end.running import started_demo

STRACE = ("strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=open,openat,creat", "-o")

WRITING = re.compile(
    r"(?:open|openat|creat)\((?:AT_FDCWD, )?\"(?P<path>[^\"]*)\"(?:, (?P<flags>[A-Z_|]+))?"
    r".* = (?P<result>-?\d+)"
)

# What a lesson may open for writing, by the end of its path.
ALLOWED = re.compile(
    r"""
      /dev/null
    | /demo\.log | /\w+\.toml                      # the demo's own log and configurations
    | /bridge\.sqlite(-wal|-shm|-journal)?         # robots, loans, pairings
    | /robot/[\w.-]+                               # the robot's key and notes
    | /body\.sock[\w.-]*                           # the pause latch of the body
    | /proc/self/[\w/]+ | /sys/[\w/.-]+            # the kernel, not a disk
    | /__pycache__/.*\.pyc[.\d]*                   # Python's own
    | /test_a_whole_lesson[^/]*/[a-z0-9_]{8}$      # Python's trial whether a folder takes files
    """,
    re.VERBOSE,
)


@pytest.mark.timeout(240)
def test_a_whole_lesson_opens_no_file_for_media(
    tablet: BrowserContext, class_board: BrowserContext, tmp_path: Path
) -> None:
    assert shutil.which("strace"), "the tests' packages hold strace"
    trace = tmp_path / "trace"
    watched = [*STRACE, str(trace), "--"]
    with started_demo(tmp_path, prefix=watched) as start:
        demo = start()
        page = go_to_class(tablet, demo.pupil)
        toggle(page, "Mikro").click()
        toggle(page, "Hand").click()
        teacher = open_teacher_page(class_board, demo.teacher)
        expect(teacher.get_by_text("Mia meldet sich.")).to_be_visible()
        wait_for_more(page, "video", 60)
        page.get_by_role("button", name="Gehen", exact=True).click()
        page.get_by_role("button", name="Ja, gehen").click()
        expect(teacher.get_by_text("Mia ist nicht da.")).to_be_visible()
    written = opened_for_writing(trace.read_text())
    assert any(path.endswith("bridge.sqlite") for path in written)
    assert {path for path in written if not ALLOWED.search(path)} == set()


def opened_for_writing(trace: str) -> set[str]:
    """Return the paths that any process opened for writing, and got."""
    found = set()
    for match in WRITING.finditer(trace):
        flags = match["flags"] or "O_WRONLY"
        if int(match["result"]) >= 0 and re.search(r"O_WRONLY|O_RDWR|O_CREAT", flags):
            found.add(match["path"])
    return found


def test_the_watch_sees_a_file_that_is_written(tmp_path: Path) -> None:
    trace, target = tmp_path / "trace", tmp_path / "recording.wav"
    writing = [sys.executable, "-c", f"open({str(target)!r}, 'wb').close()"]
    subprocess.run(
        [*STRACE, str(trace), "--", *writing],
        check=True,
        timeout=60,
    )
    assert str(target) in opened_for_writing(trace.read_text())
    assert not ALLOWED.search(str(target))


def test_no_name_key_token_or_address_reaches_the_log(
    start_demo: StartDemo, tablet: BrowserContext, class_board: BrowserContext
) -> None:
    demo = start_demo("--pupil", "Wilhelmine-Ottilie")
    page = go_to_class(tablet, demo.pupil)
    teacher = open_teacher_page(class_board, demo.teacher)
    toggle(page, "Hand").click()
    expect(teacher.get_by_text("Wilhelmine-Ottilie meldet sich.")).to_be_visible()
    page.reload()
    wait_for_more(page, "video")
    secrets = re.findall(r"(?:secret|key)=([\w-]+)", demo.pupil)
    secrets += [demo.teacher.partition("#")[2], "Wilhelmine"]
    secrets += ["candidate:", "a=fingerprint", "ice-ufrag", "192.168.", "10."]
    key_file = next((demo.folder / "robot").glob("*.key"))
    assert key_file.stat().st_mode & 0o077 == 0
    log = re.sub(r"^\S+ \S+ ", "", demo.log.read_text(), flags=re.MULTILINE)
    assert log
    assert [secret for secret in secrets if secret in log] == []
