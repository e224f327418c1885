"""A lesson through the units that the packages installed: `tests/packages.sh` runs it.

    python -m tests.packages.lesson ROOT FOLDER

ROOT is the folder of a Debian with both packages, and with newer ones in /packages/next; FOLDER
is an empty one for logs. A robot with a simulated body enrols with a token, and a child comes to
class in a real Chromium. Then the packages are upgraded and removed while everything runs.
"""

import json
import subprocess
import sys
from pathlib import Path

from tests.systemd.machine import ROOT, Machine, booted

BOOT = Path(__file__).with_name("boot.sh")
FILES = {
    "karlsson/body.toml": '[body]\ndriver = "simulated"\n',
    "karlsson/robot.toml": '[bridge]\nurl = "ws://127.0.0.1:8080/signal"\n',
    "karlsson/bridge.toml": (
        '[server]\npublic_url = "http://localhost:8080"\n[storage]\n'
        'url = "sqlite+aiosqlite:////var/lib/karlsson-bridge/bridge.sqlite"\n'
    ),
}
READY = ("body", "bridge", "robot")
NEXT = "99.0.0"
"""Release of the newer packages, as `tests/packages.sh` builds them."""

CHANGE_TIMEOUT_S = 600.0


def main(root: str, folder: str) -> None:
    """Boot, enrol, and let a child come and go."""
    with booted(Path(folder), FILES, BOOT, ROOT=root) as machine:
        machine.start(*READY)
        for unit in READY:
            process = machine.process(unit)
            tell(f"karlsson-{unit}: {machine.show(unit, 'StatusText')}")
            assert process.cmdline()[0].startswith("/opt/karlsson"), process.cmdline()
        (robot,) = json.loads(machine.bridge("robot", "enrol", "Karlsson 1", "--json"))
        machine.run("karlsson-robot", "enrol", robot["token"])
        machine.run("systemctl", "restart", "karlsson-robot")
        lend = ("--robot", "karlsson-1", "--pupil", "Mia", "--until", "2099-01-01")
        machine.bridge("loan", "add", *lend)
        link = json.loads(machine.bridge("pairing", "add", "--loan", "1", "--json"))["link"]
        visit(machine, str(link), Path(folder) / "lesson.png")
        change(machine, "--install", "--recursive", "/packages/next")
        for unit in READY:
            machine.start(unit)
            assert f"/releases/{NEXT}/" in machine.process(unit).cmdline()[0]
            tell(f"{unit} after an upgrade: {machine.show(unit, 'StatusText')}")
        change(machine, "--remove", "karlsson-robot", "karlsson-bridge")
        for unit in READY:
            assert machine.show(unit, "ActiveState") == "inactive"
            assert machine.show(unit, "LoadState") == "not-found"


def change(machine: Machine, *arguments: str) -> None:
    """Let dpkg change the machine while everything runs."""
    done = subprocess.run(
        ["nsenter", "-t", str(machine.init), "-m", "-p", "-n", "--", "dpkg", *arguments],
        capture_output=True,
        text=True,
        timeout=CHANGE_TIMEOUT_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr + machine.words()


def tell(words: str) -> None:
    """Say what came true."""
    sys.stderr.write(f"   {words}\n")


def visit(machine: Machine, link: str, shot: Path) -> None:
    """Let a child see and hear the class, over the relay and directly."""
    command = ["nsenter", "-t", str(machine.init), "-n", "--", sys.executable]
    with subprocess.Popen(
        [*command, "-m", "tests.systemd.visit", link, str(shot)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        try:
            for road in ("by relay\n", "direct\n"):
                child.stdin.write(road)
                child.stdin.flush()
                assert child.stdout.readline() == "seen and heard\n", machine.words()
                tell(f"{road.strip()}: seen and heard")
            child.stdin.close()
            assert child.wait(30) == 0
        finally:
            child.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])
