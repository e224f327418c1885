"""An update under a real systemd: from the bridge's wave to the release that was tried and kept."""

import json
import shutil
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bridge.process.release_info import ReleaseInfo, platform_of
from bridge.protocol.keys import public_text
from technician.releases import archive
from tests.systemd.machine import Machine, booted
from tests.systemd.test_start import FILES, KEY
from tests.technician.releases.makers import House, a_house

pytestmark = [pytest.mark.root, pytest.mark.thorough, pytest.mark.timeout(240)]

NAME = f"python{sys.version_info.major}.{sys.version_info.minor}"
COMMAND = "/opt/karlsson/good/bin/karlsson-robot update --by-itself --now"
"""Also in school hours: a test has no other hours."""


def a_shell(place: Path, home: str) -> Path:
    """Make a release that takes its code from the one that is installed, as boot.sh lays it out."""
    folder = place / "1.5.0"
    (folder / "bin").mkdir(parents=True)
    launch = (Path(__file__).parents[2] / "systemd" / "launch.sh").read_text(encoding="utf-8")
    # The bridge, too: on this machine both lie in one folder.
    for command in ("body", "robot", "bridge"):
        path = folder / "bin" / f"karlsson-{command}"
        path.write_text(launch, encoding="utf-8")
        path.chmod(0o755)
    (folder / "bin" / "python").symlink_to(f"{home}/bin/{NAME}")
    (folder / "pyvenv.cfg").write_text(
        f"home = {home}/bin\ninclude-system-site-packages = false\n", encoding="utf-8"
    )
    site = folder / "lib" / NAME / "site-packages"
    site.mkdir(parents=True)
    old = "/opt/karlsson/releases/test"
    (site / "karlsson.pth").write_text(f"{old}\n{old}/packages\n", encoding="utf-8")
    return folder


def signed(place: Path) -> House:
    """Make the folder of releases, and the bridge's key beside it."""
    house = a_house(place / "releases")
    now = datetime.now(UTC)
    made = place / "archive"
    packed = archive.pack(a_shell(place, "/usr"), made)
    here = platform_of("x86_64", (sys.version_info.major, sys.version_info.minor))
    info = ReleaseInfo("1.5.0", here, packed.unpacked_bytes, packed.files)
    house.repository.add(made, info, now)
    for person in house.people[:2]:
        house.repository.sign(person, now)
    return house


def test_a_release_comes_in_a_wave_is_tried_and_kept(tmp_path: Path) -> None:
    if not Path("/usr/bin", NAME).exists():
        pytest.skip(f"a release links to the system's Python, and there is no /usr/bin/{NAME}")
    place = tmp_path / "machine"
    place.mkdir()
    house = signed(tmp_path)
    private = house.bridge._private_key
    assert isinstance(private, Ed25519PrivateKey)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    files = FILES | {
        "karlsson/release-root.json": house.repository.root_bytes().decode(),
        "karlsson/bridge.pem": pem,
        "karlsson/bridge.toml": FILES["karlsson/bridge.toml"]
        + '[releases]\nfolder = "/var/lib/karlsson-bridge/releases"\n'
        'key_file = "/var/lib/karlsson-bridge/bridge.pem"\n',
    }
    with booted(place, files) as machine:
        shutil.copytree(tmp_path / "releases", machine.logs / "releases")
        prepare(machine)
        machine.bridge(
            *("robot", "add", "karlsson-1", "--name", "Karlsson", "--key", public_text(KEY))
        )
        machine.bridge("release", "import", "/run/host/logs/releases")
        machine.bridge("wave", "start", "1.5.0", "--first", "karlsson-1")
        machine.run("systemctl", "restart", "karlsson-bridge")  # it looks for waves each minute
        machine.start("body", "robot")
        machine.start("update")
        state = json.loads(machine.run("cat", "/var/lib/karlsson-update/state.json"))
        assert state["code"] == "installed", (state, machine.words())
        assert machine.run("readlink", "/opt/karlsson/current").strip() == "releases/1.5.0"
        assert machine.run("readlink", "/opt/karlsson/good").strip() == "releases/1.5.0"
        agent = Path(f"/proc/{machine.process('robot').pid}/cmdline").read_bytes()
        assert agent.startswith(b"/opt/karlsson/releases/1.5.0/bin/python")
        machine.start("update-settle")
        assert "1 of 1 have it" in machine.bridge("wave", "show")


def prepare(machine: Machine) -> None:
    """Lay in what a package and a technician would."""
    machine.run("ln", "-s", "current", "/opt/karlsson/good")
    for unit in ("update", "update-settle", "testcall"):
        folder = f"/run/host/units/karlsson-{unit}.service.d"
        log = f"append:/run/host/logs/{unit}"
        lines = [
            "[Service]",
            f"Environment=LD_LIBRARY_PATH={machine.library}",
            f"StandardOutput={log}",
            f"StandardError={log}",
        ]
        if unit == "update":
            lines += ["ExecStart=", f"ExecStart={COMMAND} --config /etc/karlsson/robot.toml"]
        text = "\n".join(lines)
        machine.run("sh", "-c", f"mkdir {folder} && echo '{text}' >{folder}/test.conf")
    machine.run("systemctl", "daemon-reload")
    own = ("-o", "karlsson-bridge", "-g", "karlsson-bridge")
    machine.run("install", "-d", "-m", "700", *own, "/var/lib/karlsson-bridge")
    machine.run(
        *("install", "-m", "600", *own, "/etc/karlsson/bridge.pem"),
        "/var/lib/karlsson-bridge/bridge.pem",
    )
    machine.run("chmod", "644", "/etc/karlsson/release-root.json")
