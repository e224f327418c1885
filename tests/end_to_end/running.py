"""Run the demo as a person does, and reach into it only as a person or the kernel can."""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

from robot.demo.children import die_with_parent

ROOT = Path(__file__).parent.parent.parent
START_TIMEOUT_S = 60.0
END_TIMEOUT_S = 10.0

SMALL_PICTURES = ("--camera-size", "320x240", "--camera-fps", "10")
"""Arguments of a demo that leaves the processor to others: robot and browser need half of it."""


@dataclass
class Demo:
    """A running demo."""

    process: subprocess.Popen[str]
    pupil: str
    teacher: str
    buddy: str
    log: Path
    office: str = ""
    """Link that lets the first person in to the office; empty for a demo without `--office`."""

    def pid_of(self, module: str) -> int:
        """Return the process of `bridge`, `robot` or `hardware` that runs right now."""
        for child in psutil.Process(self.process.pid).children():
            with contextlib.suppress(psutil.NoSuchProcess):
                if child.cmdline()[1:3] == ["-m", module]:
                    return int(child.pid)
        raise LookupError(module)

    def kill(self, module: str) -> None:
        """End one process as a power cut would."""
        os.kill(self.pid_of(module), signal.SIGKILL)

    @contextlib.contextmanager
    def without(self, module: str) -> Iterator[None]:
        """Kill one process and keep it dead inside the `with`; it comes back behind it."""
        # A stopped supervisor restarts nothing.
        self.process.send_signal(signal.SIGSTOP)
        try:
            self.kill(module)
            yield
        finally:
            self.process.send_signal(signal.SIGCONT)

    @contextlib.contextmanager
    def stalled(self, module: str) -> Iterator[None]:
        """Let one process stand still inside the `with`, as a line that is gone for a while."""
        pid = self.pid_of(module)
        os.kill(pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(pid, signal.SIGCONT)

    @property
    def folder(self) -> Path:
        """Return the folder of this run's configuration, state and log."""
        return self.log.parent

    def pair_another(self, *arguments: str) -> dict[str, str]:
        """Let the bridge's command line make one more pairing for the loan."""
        return self.bridge("pairing", "add", "--loan", "1", *arguments)

    def bridge(self, *arguments: str) -> dict[str, str]:
        """Say something at the bridge's command line, as a technician does."""
        config = str(self.folder / "bridge.toml")
        done = subprocess.run(
            [sys.executable, "-m", "bridge", *arguments, "--json", "--config", config],
            cwd=ROOT,
            check=True,
            timeout=START_TIMEOUT_S,
            capture_output=True,
        )
        return dict(json.loads(done.stdout))

    def press(self, button: str) -> None:
        """Press a button on the simulated body."""
        self._body("press", button)

    def poke(self, what: str, part: str = "pan", value: float | None = None) -> None:
        """Let something happen to the simulated body."""
        self._body("poke", what, "--part", part, *([] if value is None else [f"--value={value}"]))

    def _body(self, *arguments: str) -> None:
        socket_path = self.folder / "body.sock"
        subprocess.run(
            [sys.executable, "-m", "hardware", *arguments, "--socket", str(socket_path)],
            cwd=ROOT,
            check=True,
            timeout=START_TIMEOUT_S,
        )


@contextlib.contextmanager
def started_demo(
    folder: Path, prefix: Sequence[str] = (), place: Sequence[str] = ()
) -> Iterator[Callable[..., Demo]]:
    """Yield a function that starts a demo with command line arguments.

    Args:
        folder: Takes the demo's files.
        prefix: Command that runs the demo as its child, such as a tracer.
        place: Command that becomes the demo, such as one that enters a namespace.
    """
    processes: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> Demo:
        words = folder / f"demo-{len(processes)}.stderr"
        with words.open("wb") as stderr:
            process = subprocess.Popen(
                [
                    *(*place, *prefix, sys.executable, "-m", "robot.demo"),
                    *("--json", "--port", "0", *arguments),
                ],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=stderr,
                text=True,
                env=os.environ | {"TMPDIR": str(folder)},
                # A worker that is killed takes its robots with it.
                preexec_fn=die_with_parent,
            )
        processes.append(process)
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line, words.read_text()
        urls = json.loads(line)
        links = (urls["pupil"], urls["teacher"], urls["buddy"])
        return Demo(process, *links, Path(urls["log"]), urls.get("office", ""))

    try:
        yield start
    finally:
        for process in processes:
            if process.poll() is None:
                # A tracer keeps signals to itself: it is its child that is asked to end.
                own = psutil.Process(process.pid)
                (own.children()[0] if prefix else own).terminate()
            with process:
                try:
                    process.wait(END_TIMEOUT_S)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise
