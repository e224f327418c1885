"""A machine of its own on which Karlsson is installed: systemd as PID 1 of new namespaces."""

import contextlib
import itertools
import os
import select
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

ROOT = Path(__file__).parents[2]
BOOT = Path(__file__).with_name("boot.sh")
SYSTEMD = Path("/lib/systemd/systemd")
START_TIMEOUT_S = 90.0
COMMAND_TIMEOUT_S = 60.0
END_TIMEOUT_S = 20.0
PYTHON = "/opt/karlsson/current/bin/python"
BRIDGE = "/opt/karlsson-bridge/current/bin/karlsson-bridge"

_numbers = itertools.count()


@dataclass(frozen=True)
class Machine:
    """A booted machine."""

    init: int
    """Its PID 1, as this side counts."""
    logs: Path
    library: str

    def run(self, *command: str, namespaces: str = "-m -p -n", check: bool = True) -> str:
        """Run a command inside as root; return what it prints."""
        done = subprocess.run(
            ["nsenter", "-t", str(self.init), *namespaces.split(), "--", *command],
            capture_output=True,
            text=True,
            timeout=COMMAND_TIMEOUT_S,
            check=False,
        )
        assert done.returncode == 0 or not check, done.stdout + done.stderr + self.words()
        return done.stdout

    def show(self, unit: str, key: str) -> str:
        """Return a property of a unit."""
        return self.run("systemctl", "show", "--value", "-p", key, f"karlsson-{unit}").strip()

    def start(self, *units: str) -> None:
        """Return when these units are ready; also waits for one that is being started again."""
        self.run("systemctl", "start", *(f"karlsson-{unit}" for unit in units))

    def kill(self, unit: str, signal: str) -> None:
        """Send the unit's main process a signal, and wait until that process is gone."""
        with self.end_of(unit):
            self.run("systemctl", "kill", "--kill-whom=main", "-s", signal, f"karlsson-{unit}")

    @contextlib.contextmanager
    def end_of(self, unit: str) -> Iterator[None]:
        """Wait at the end of the `with` until the process that the unit had before is gone."""
        handle = os.pidfd_open(self.process(unit).pid)
        try:
            yield
            ended, _, _ = select.select([handle], [], [], END_TIMEOUT_S)
            assert ended, f"karlsson-{unit} still runs\n{self.words()}"
        finally:
            os.close(handle)

    def process(self, unit: str) -> psutil.Process:
        """Return the unit's main process, as this side counts."""
        module = {"body": "hardware"}.get(unit, unit)
        for process in psutil.Process(self.init).children(recursive=True):
            if process.cmdline()[1:4] == ["-I", "-m", module]:
                return process
        raise LookupError(f"no karlsson-{unit}\n{self.words()}")

    def bridge(self, *arguments: str) -> str:
        """Run the bridge's command line as its user."""
        return self.run(
            *("setpriv", "--reuid=karlsson-bridge", "--regid=karlsson-bridge", "--clear-groups"),
            *("env", "-i", f"LD_LIBRARY_PATH={self.library}", BRIDGE),
            *(*arguments, "--config", "/etc/karlsson/bridge.toml", "--log-level", "WARNING"),
        )

    def words(self) -> str:
        """Return the ends of all logs, for a test that failed."""
        found = [path for path in sorted(self.logs.iterdir()) if path.is_file()]
        return "".join(f"\n== {path.name}\n{path.read_text()[-3000:]}" for path in found)


def why_not() -> str:
    """Return why no machine can be made here, or an empty text."""
    if os.geteuid() != 0:
        return "needs root to make namespaces"
    missing = [tool for tool in ("unshare", "nsenter", "ip", "setpriv") if not shutil.which(tool)]
    if missing or not SYSTEMD.exists():
        return f"not installed: {', '.join(missing) or 'systemd'}"
    if cgroups() is None:
        return "no cgroup2 is mounted"
    probe = ["unshare", "-fpmuinC", "--mount-proc", "mount", "--make-rprivate", "/"]
    if subprocess.run(probe, capture_output=True, timeout=END_TIMEOUT_S, check=False).returncode:
        return "no right to make namespaces"
    return ""


def cgroups() -> Path | None:
    """Return where cgroup2 is mounted and may be written."""
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, where, kind, options, *_ = line.split(" ")
        if kind == "cgroup2" and options.split(",")[0] == "rw":
            return Path(where)
    return None


@contextlib.contextmanager
def booted(
    folder: Path, files: Mapping[str, str], boot: Path = BOOT, **more: str
) -> Iterator[Machine]:
    """Boot a machine with these files in its /etc; it is gone afterwards.

    `boot` is what becomes its PID 1, and `more` what that hears beside where everything lies.
    """
    reason = why_not()
    if reason:
        # In CI a machine that cannot be booted is a failure, not an excuse.
        assert os.environ.get("CI") != "true", reason
        pytest.skip(reason)
    logs, etc = folder / "logs", folder / "etc"
    logs.mkdir()
    for name, text in files.items():
        path = etc / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    groups = cgroups()
    assert groups is not None
    group = groups / f"karlsson-test-{os.getpid()}-{next(_numbers)}"
    group.mkdir()
    try:
        with _running(logs, etc, group, boot, more) as machine:
            yield machine
    finally:
        for path in sorted(group.rglob("*/"), reverse=True):
            path.rmdir()
        group.rmdir()


@contextlib.contextmanager
def _running(
    logs: Path, etc: Path, group: Path, boot: Path, more: Mapping[str, str]
) -> Iterator[Machine]:
    prefix = Path(sys.base_prefix)
    packages = Path(psutil.__file__).parents[1]
    environment = {
        "PATH": "/usr/sbin:/usr/bin:/sbin:/bin",
        "CHECKOUT": str(ROOT),
        "PACKAGES": str(packages),
        "PYTHON": str(prefix),
        "PYTHON_NAME": f"python{sys.version_info.major}.{sys.version_info.minor}",
        "ETC": str(etc),
        "LOGS": str(logs),
        "NOTIFY_SOCKET": "/run/host/logs/notify",
        **more,
    }
    enter = f'echo $$ >"{group}/cgroup.procs" && exec unshare -fpmuinC --kill-child --mount-proc'
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready:
        ready.bind(str(logs / "notify"))
        ready.settimeout(START_TIMEOUT_S)
        with (logs / "console").open("wb") as console:
            process = subprocess.Popen(
                ["sh", "-c", f'{enter} sh "{boot}"'],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                env=environment,
            )
        library = f"{'/usr' if prefix == Path('/usr') else '/opt/karlsson/python'}/lib"
        handle = None
        try:
            while b"READY=1" not in _told(ready, process, logs):
                pass
            # Else PID 1 would wait here once so many of its words lie unread.
            ready.close()
            (init,) = psutil.Process(process.pid).children()
            handle = os.pidfd_open(init.pid)
            yield Machine(init.pid, logs, library)
        finally:
            process.kill()
            process.wait(END_TIMEOUT_S)
            if handle is not None:
                # PID 1 goes last: when it is gone, so is everything in there.
                select.select([handle], [], [], END_TIMEOUT_S)
                os.close(handle)


def _told(ready: socket.socket, process: subprocess.Popen[bytes], logs: Path) -> bytes:
    try:
        return ready.recv(4096)
    except TimeoutError as error:
        words = "".join(p.read_text()[-3000:] for p in sorted(logs.iterdir()) if p.is_file())
        raise AssertionError(f"no boot; exit {process.poll()}\n{words}") from error
