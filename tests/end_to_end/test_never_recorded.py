"""Nothing of a lesson reaches a disk, and nothing personal a log."""

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import BrowserContext, expect

from tests.end_to_end.child import go_to_class, leave, open_teacher_page, toggle, wait_for_more
from tests.end_to_end.running import SMALL_PICTURES, Demo, started_demo
from tests.end_to_end.shared import SharedDemo

PUPIL = "Wilhelmine-Ottilie"

# One file for each thread (-ff): a call that another one interrupts would be split in two lines.
STRACE = ("strace", "-ff", "--seccomp-bpf", "-qq", "-e", "trace=open,openat,openat2,creat", "-o")

WRITING = re.compile(
    r"(?:open|openat|openat2|creat)\((?:AT_FDCWD, |\d+, )?\"(?P<path>[^\"]*)\""
    r"(?P<flags>[^)]*)\).* = (?P<result>-?\d+)"
)

# What a lesson may open for writing, in its own folder (`demo`) and elsewhere.
ALLOWED = re.compile(
    r"""
      demo/ ( demo\.log | (bridge|robot|body)\.toml
            | bridge\.sqlite(-wal|-shm|-journal)?           # robots, loans, pairings
            | robot/\.?(robot\.key|class\.json|enrolment\.json)[\w.-]*  # the robot's key and notes
            | body\.sock\.paused[\w.-]* | body\.sock\.lock # the pause latch of the body
            )
    | [a-z0-9_]{8}                                    # Python's trial whether a folder takes files
    | /dev/null
    | /proc/(self|\d+)/[\w/]+                         # the kernel, not a disk
    | /.*/__pycache__/[^/]*\.pyc[.\d]*                # Python's own
    """,
    re.VERBOSE,
)


@dataclass(frozen=True)
class Watched:
    """Traces of a whole lesson."""

    demo: Demo
    log: str
    key_mode: int
    """File mode that decides who may read the robot's key."""
    written: set[str]
    """Every path that was opened for writing."""
    folder: Path
    """Place where the demo kept its files."""


@pytest.fixture(scope="module")
def watched(
    known_tablet: BrowserContext, school_board: BrowserContext, shared_demo: SharedDemo
) -> Iterator[Watched]:
    """Hold a whole lesson whose every open file is watched."""
    assert shutil.which("strace"), "the tests' packages hold strace"
    with tempfile.TemporaryDirectory(prefix="k-") as name:
        folder = Path(name)
        trace = folder / "trace"
        with started_demo(folder, prefix=[*STRACE, str(trace), "--"]) as start:
            demo = start("--pupil", PUPIL, *SMALL_PICTURES)
            page = go_to_class(known_tablet, demo.pupil)
            toggle(page, "Mikro").click()
            toggle(page, "Hand").click()
            teacher = open_teacher_page(school_board, demo.teacher)
            expect(teacher.get_by_text(f"{PUPIL} meldet sich.")).to_be_visible()
            wait_for_more(page, "video", 20)
            page.reload()
            wait_for_more(page, "video")
            leave(page)
            expect(teacher.get_by_text(f"{PUPIL} ist nicht da.")).to_be_visible()
            shared_demo.close_pages()
            log = demo.log.read_text(encoding="utf-8")
            key_mode = next((demo.folder / "robot").glob("*.key")).stat().st_mode
        yield Watched(demo, log, key_mode, opened_for_writing(trace), folder)


@pytest.mark.timeout(240)
def test_a_whole_lesson_opens_no_file_for_media(watched: Watched) -> None:
    assert any(path.endswith("bridge.sqlite") for path in watched.written)
    assert {path for path in watched.written if not allowed(path, watched.folder)} == set()


def allowed(path: str, folder: Path) -> bool:
    """Return whether a lesson whose temporary files are in this folder may write to this path."""
    own = path.removeprefix(f"{folder}/")
    own = re.sub(r"^karlsson-demo-\w{8}/", "demo/", own) if own != path else path
    return ALLOWED.fullmatch(own) is not None


def opened_for_writing(trace: Path) -> set[str]:
    """Return the paths that any thread of any process opened for writing, and got."""
    found = set()
    for part in trace.parent.glob(f"{trace.name}.*"):
        for match in WRITING.finditer(part.read_text(errors="replace")):
            writes = "creat" in match[0][:6] or re.search(
                r"O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE", match["flags"]
            )
            if int(match["result"]) >= 0 and writes:
                found.add(match["path"])
    return found


def test_the_watch_sees_every_file_that_threads_write_at_once(tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    writing = f"""
import threading
def write(thread):
    for number in range(200):
        open({str(tmp_path)!r} + f"/{{thread}}-{{number}}.wav", "wb").close()
threads = [threading.Thread(target=write, args=(thread,)) for thread in range(4)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""
    command = [*STRACE, str(trace), "--", sys.executable, "-c", writing]
    subprocess.run(command, check=True, timeout=60)
    seen = {path for path in opened_for_writing(trace) if path.endswith(".wav")}
    assert len(seen) == 800
    assert not any(allowed(path, tmp_path) for path in seen)


@pytest.mark.parametrize(
    "path",
    [
        "/var/lib/karlsson/robot/lesson.wav",
        "{folder}/karlsson-demo-abcd1234/robot/picture.h264",
        "{folder}/karlsson-demo-abcd1234/body.sock.raw",
        "{folder}/lesson.mkv",
        "/data/sys/rec.mkv",
        "/tmp/abcdefgh",
    ],
)
def test_no_recording_hides_behind_an_allowed_name(path: str, tmp_path: Path) -> None:
    assert not allowed(path.format(folder=tmp_path), tmp_path)


@pytest.mark.timeout(240)
def test_no_name_key_token_or_address_reaches_the_log(watched: Watched) -> None:
    demo = watched.demo
    secrets = re.findall(r"(?:secret|key)=([\w-]+)", demo.pupil)
    secrets += [*demo.teacher.partition("#")[2].split("."), "Wilhelmine"]
    secrets += ["candidate:", "a=fingerprint", "ice-ufrag", *own_addresses()]
    assert watched.key_mode & 0o077 == 0
    assert watched.log
    assert [secret for secret in secrets if secret in watched.log] == []


def own_addresses() -> list[str]:
    """Return the addresses of this machine that child and robot meet at."""
    every = [address.address for some in psutil.net_if_addrs().values() for address in some]
    return [address for address in every if "." in address and not address.startswith("127.")]
