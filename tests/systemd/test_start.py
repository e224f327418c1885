"""The three units under a real systemd, with everything that they forbid themselves."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bridge.protocol.keys import public_text
from tests.robot.local_page.schools_page import KEPT, PIN
from tests.systemd.machine import PYTHON, ROOT, Machine, booted

pytestmark = [pytest.mark.root, pytest.mark.timeout(240)]

KEY = Ed25519PrivateKey.generate()
UNITS = ("body", "bridge", "robot")
FILES = {
    "credstore/karlsson-robot.key": KEY.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()
    ).decode(),
    "karlsson/page-pin": KEPT,
    "karlsson/body.toml": '[body]\ndriver = "simulated"\n',
    "karlsson/robot.toml": (
        '[robot]\nid = "karlsson-1"\n[bridge]\nurl = "ws://127.0.0.1:8080/signal"\n'
    ),
    "karlsson/bridge.toml": (
        '[server]\npublic_url = "http://localhost:8080"\n[storage]\n'
        'url = "sqlite+aiosqlite:////var/lib/karlsson-bridge/bridge.sqlite"\n'
    ),
}


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    with booted(tmp_path_factory.mktemp("machine"), FILES) as machine:
        machine.start(*UNITS)
        yield machine


@pytest.fixture(scope="module")
def link(machine: Machine) -> str:
    """Make the robot known and lend it; return the child's link."""
    machine.bridge(*("robot", "add", "karlsson-1", "--name", "Karlsson", "--key", public_text(KEY)))
    machine.bridge(
        "loan", "add", "--robot", "karlsson-1", "--pupil", "Mia", "--until", "2099-01-01"
    )
    return str(json.loads(machine.bridge("pairing", "add", "--loan", "1", "--json"))["link"])


@pytest.mark.parametrize("unit", UNITS)
def test_a_unit_says_that_it_is_ready(machine: Machine, unit: str) -> None:
    assert machine.show(unit, "ActiveState") == "active"
    assert machine.show(unit, "StatusText")


@pytest.mark.parametrize("unit", UNITS)
def test_a_process_has_no_rights_beyond_its_own(machine: Machine, unit: str) -> None:
    status = Path(f"/proc/{machine.process(unit).pid}/status").read_text()
    fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert fields["NoNewPrivs"] == "1"
    assert fields["Seccomp"] == "2"
    assert int(fields["CapBnd"], 16) == int(fields["CapEff"], 16) == 0
    assert "0" not in fields["Uid"].split()


def test_the_body_sees_no_network_but_its_own(machine: Machine) -> None:
    networks = [Path(f"/proc/{machine.process(u).pid}/ns/net").readlink() for u in UNITS]
    assert networks[0] != networks[1] == networks[2]


@pytest.mark.parametrize("unit", UNITS)
def test_no_process_sees_homes_or_can_write_where_it_should_not(
    machine: Machine, unit: str
) -> None:
    mounts = Path(f"/proc/{machine.process(unit).pid}/mounts").read_text().splitlines()
    options = {line.split(" ")[1]: line.split(" ")[3].split(",") for line in mounts}
    assert "ro" in options["/"]
    assert "noexec" in options["/"]
    assert not list(Path(f"/proc/{machine.process(unit).pid}/root/root").iterdir())


LOWERED = """
import os
os.setpriority(os.PRIO_PROCESS, 0, 10)
print(os.getpriority(os.PRIO_PROCESS, 0))
try:
    os.setpriority(os.PRIO_PROCESS, 0, 0)
except PermissionError:
    print("and no way back")
"""


def test_the_robot_may_lower_a_priority_and_never_raise_one(machine: Machine) -> None:
    robot = (ROOT / "systemd" / "karlsson-robot.service").read_text().splitlines()
    kept = ("SystemCall", "User=", "CapabilityBoundingSet=", "NoNewPrivileges=", "LimitNICE=")
    lines = ["[Service]", "Type=oneshot", *(line for line in robot if line.startswith(kept))]
    lines.append("StandardOutput=file:/run/lowered.txt")
    lines.append("StandardInput=file:/run/lowered.py")
    lines.append(f"ExecStart={PYTHON} -")
    for name, text in (
        ("/run/lowered.py", LOWERED),
        ("/run/host/units/karlsson-lowered.service", "\n".join(lines)),
    ):
        machine.run("sh", "-c", 'printf "%s" "$1" >"$2"', "sh", text, name)
    machine.run("systemctl", "daemon-reload")
    machine.start("lowered")
    assert machine.run("cat", "/run/lowered.txt") == "10\nand no way back\n"


ON_THE_PAGE = """
import http.client, json, sys
line = http.client.HTTPConnection("127.0.0.1", timeout=20)
def asked(method, path, document=None, **headers):
    headers |= {"Origin": "http://127.0.0.1", "Content-Type": "application/json"}
    line.request(method, path, document and json.dumps(document), headers)
    answer = line.getresponse()
    return answer.status, answer.read().decode(), (answer.headers["Set-Cookie"] or "").split(";")[0]
status, body, cookie = asked("POST", "/api/sign-in", {"pin": sys.argv[1]})
assert status == 200, body
for method, path, *document in json.loads(sys.argv[2]):
    status, body, _ = asked(method, path, *document, Cookie=cookie)
    print(status, body)
"""
"""Signs in on the robot's page and asks for what the argument lists."""


def on_the_page(machine: Machine, *wishes: tuple[object, ...]) -> str:
    return machine.run(PYTHON, "-c", ON_THE_PAGE, PIN, json.dumps(wishes))


def test_a_robot_with_a_pin_has_a_page_that_can_wipe_it(machine: Machine) -> None:
    machine.run("sh", "-c", "echo '{}' >/var/lib/karlsson-robot/views.json")
    assert on_the_page(machine, ("GET", "/api/wipe")) == "200 \n"
    wish = {"name": "karlsson-1", "keep_network": True, "keep_key": True}
    with machine.end_of("robot"):
        assert on_the_page(machine, ("POST", "/api/wipe", wish)) == "200 {}\n"
        machine.run("systemctl", "start", "karlsson-wipe.service")
    machine.start("robot")
    said = on_the_page(machine, ("GET", "/api/wipe"))
    assert "/var/lib/karlsson-robot/views.json  (saved places)" in said, machine.words()
    assert said.endswith("CLEAN\n\n")
    assert machine.run("find", "/var/lib/karlsson-robot", "-name", "views.json") == ""


@pytest.mark.thorough
def test_a_lesson_goes_through_the_units_over_the_relay_and_even_without_the_bridge(
    machine: Machine, link: str, tmp_path: Path
) -> None:
    shot = tmp_path / "lesson.png"
    visit = subprocess.Popen(
        [
            "nsenter",
            "-t",
            str(machine.init),
            "-n",
            "--",
            sys.executable,
            "-m",
            "tests.systemd.visit",
            link,
            str(shot),
        ],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with visit:
        assert visit.stdin is not None
        assert visit.stdout is not None
        try:
            for road in ("by relay\n", "direct\n"):
                visit.stdin.write(road)
                visit.stdin.flush()
                assert visit.stdout.readline() == "seen and heard\n", machine.words()
            assert shot.stat().st_size > 10_000
            machine.kill("bridge", "KILL")
            visit.stdin.write("with the bridge gone\n")
            visit.stdin.flush()
            assert visit.stdout.readline() == "seen and heard\n", machine.words()
            visit.stdin.close()
            assert visit.wait(20) == 0
        finally:
            visit.kill()
    machine.start("bridge")
    assert machine.show("bridge", "NRestarts") != "0"


def test_a_body_that_hangs_is_killed_by_the_watchdog_and_comes_back(machine: Machine) -> None:
    before = int(machine.show("body", "NRestarts"))
    with machine.end_of("body"):
        machine.run("systemctl", "kill", "--kill-whom=main", "-s", "STOP", "karlsson-body")
    machine.start("body")
    assert int(machine.show("body", "NRestarts")) == before + 1
    assert machine.show("body", "Result") == "success"


def test_a_body_that_dies_again_and_again_is_started_again_and_again(machine: Machine) -> None:
    before = int(machine.show("body", "NRestarts"))
    for _ in range(7):
        machine.kill("body", "KILL")
        machine.start("body")
    assert int(machine.show("body", "NRestarts")) == before + 7
    assert machine.show("body", "ActiveState") == "active"


@pytest.mark.thorough
def test_an_agent_that_hangs_is_started_again_and_after_three_failures_in_safe_mode(
    machine: Machine, link: str
) -> None:
    with machine.end_of("robot"):
        machine.run("systemctl", "kill", "--kill-whom=main", "-s", "STOP", "karlsson-robot")
    machine.start("robot")
    assert machine.show("robot", "Result") == "success"
    assert "safe mode" not in machine.show("robot", "StatusText")
    for _ in range(2):
        machine.kill("robot", "KILL")
        machine.start("robot")
    assert "safe mode: without phrases" in machine.show("robot", "StatusText")
    assert "safe mode: it failed 3 times within 5 minutes" in (machine.logs / "robot").read_text()
    # A technician who starts it anew starts it as usual.
    machine.run("systemctl", "stop", "karlsson-robot")
    machine.start("robot")
    assert "safe mode" not in machine.show("robot", "StatusText")


def test_the_robots_key_came_as_a_credential_and_lies_nowhere_else(machine: Machine) -> None:
    found = machine.run("find", "/var/lib/karlsson-robot", "-name", "*.key")
    assert found == ""


@pytest.mark.parametrize("unit", UNITS[::-1])
def test_a_unit_ends_by_itself_when_it_is_asked_to(machine: Machine, unit: str) -> None:
    with machine.end_of(unit):
        machine.run("systemctl", "stop", f"karlsson-{unit}")
    assert machine.show(unit, "Result") == "success"
    assert machine.show(unit, "ExecMainStatus") == "0"
