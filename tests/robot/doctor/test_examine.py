import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import msgspec
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from bridge.config import check
from bridge.relay.config import IceSection, IceServer, RelaySection
from robot.doctor import (
    body_visit,
    computer,
    examine,
    network,
    own_probe,
    picture,
    picture_probe,
)
from robot.doctor.examine import RUNS, DoctorOptions
from robot.doctor.findings import GROUPS, Finding
from robot.handover import wiping
from robot.nettest import probes
from robot.settings import identity
from robot.settings.config import (
    CameraSection,
    MicrophoneSection,
    RobotConfig,
    SoundSection,
    SpeakerSection,
)
from tests.bridge.people import house_config, open_house
from tests.ports import free_port
from tests.robot.bodies import body_at
from tests.robot.doctor.trees import healthy_tree, put, put_command
from tests.robot.schools import config_for

WAIT_S = 60.0
URL = "ws://127.0.0.1:1/signal"


@pytest.fixture(autouse=True)
def any_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    """Accept any room on the disk of whoever runs the tests."""
    monkeypatch.setattr(computer, "LEAST_FREE_MB", 0)
    monkeypatch.setattr(computer, "LEAST_FREE_SHARE", 0.0)


@pytest.fixture
def any_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither is the speed of their machine; the figures are judged in PURE tests."""
    for module, name, value in (
        (probes, "DATAGRAM_GAP_S", 0.001),
        (probes, "ECHO_GAP_S", 0.001),
        (probes, "ANSWER_S", 0.3),
        (picture_probe, "LOOK_S", 0.3),
        (picture, "FEW", 0.0),
        (picture, "LITTLE", 0.0),
        (network, "SLOW_MS", 1e9),
        (network, "MOST_LOST", 1.0),
        (network, "MUCH_LOST", 1.0),
        (network, "MOST_JITTER_MS", 1e9),
        (network, "MUCH_JITTER_MS", 1e9),
        (network, "MOST_STALLED", 1.0),
        (network, "GOOD_KBIT", 0),
        (network, "LEAST_KBIT", 0),
    ):
        monkeypatch.setattr(module, name, value)


def simulated(folder: Path, url: str = URL) -> RobotConfig:
    return msgspec.structs.replace(
        config_for(folder, url, camera="classroom:", speaker="classroom:"),
        microphone=MicrophoneSection("classroom:"),
    )


async def examined(config: RobotConfig, root: Path, *groups: str, **more: bool) -> dict[str, str]:
    found: dict[str, Finding] = {}
    options = DoctorOptions(gentle=more.get("gentle", False), root=root, groups=groups)
    async with asyncio.timeout(WAIT_S):
        all_of_them = await examine.examine(
            config, options, lambda one: found.__setitem__(one.check, one)
        )
    assert list(found.values()) == all_of_them, "each check is told once, as soon as it is known"
    for finding in all_of_them:
        assert finding.text.de
        assert finding.text.en
        assert finding.remedy or finding.outcome not in ("failed", "weak")
    return {name: finding.outcome for name, finding in found.items()}


# ---- everything, with a real bridge, a real body, and simulated devices


class Answering(asyncio.DatagramProtocol):
    """A STUN server that loses nothing."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        self.transport.sendto(b"\x01\x01\0\0" + data[4:20], addr)


@asynccontextmanager
async def bridge_with_roads(folder: Path) -> AsyncIterator[str]:
    """A bridge with a STUN server and its own relay, which knows the key in `folder`."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(Answering, ("127.0.0.1", 0))
    stun = f"stun:127.0.0.1:{transport.get_extra_info('sockname')[1]}"
    port = free_port()
    (folder / "house").mkdir()
    config = house_config(folder / "house")
    config = msgspec.structs.replace(
        config,
        server=msgspec.structs.replace(
            config.server, port=port, public_url=f"http://127.0.0.1:{port}", origins=()
        ),
        relay=RelaySection(enabled=True, processes=1),
        ice=IceSection((IceServer(stun),)),
    )
    async with open_house(check(config)) as house:
        path = folder / "state" / "robot.key"
        path.parent.mkdir()
        pem = house.robot_key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        path.write_bytes(pem)
        path.chmod(0o600)
        yield f"ws://localhost:{port}/signal"
    transport.close()


@pytest.mark.long
async def test_a_healthy_simulated_robot_passes_everything_and_says_what_is_simulated(
    tmp_path: Path, any_speed: None
) -> None:
    root = healthy_tree(tmp_path / "root")
    async with bridge_with_roads(tmp_path) as url, body_at(tmp_path / "body.sock"):
        found = await examined(simulated(tmp_path, url), root, *RUNS)
    every = {one for checks in GROUPS.values() for one in checks} - {"config"}
    assert set(found) == every
    absent = {"relay_udp", "relay_tls", "battery"}
    assert {name for name, outcome in found.items() if outcome == "absent"} == absent
    drawn = {"camera", "frames", "colours", "microphone", "level", "speaker", "heard", "echo"}
    body = {"body", "pan", "tilt", "hand", "lights", "pause_button", "volume_buttons"}
    assert {name for name, outcome in found.items() if outcome == "simulated"} == (
        drawn | body | {"calibration"}
    )
    assert {found[name] for name in every - absent - drawn - body - {"calibration"}} == {"ok"}


# ---- breaking one thing

Break = Callable[[Path, Path], object]


def throttled(bits: str) -> Break:
    path = "sys/devices/platform/soc/soc:firmware/get_throttled"
    return lambda root, folder: put(root, path, bits)


def _system(name: str, text: str) -> Break:
    return lambda root, folder: put(root, name, text)


def _command(name: str, script: str) -> Break:
    return lambda root, folder: put_command(root, name, script)


def _no_clock(root: Path, folder: Path) -> None:
    put_command(root, "timedatectl", "echo NTP=yes; echo NTPSynchronized=no")
    put_command(root, "chronyc", "exit 1")


BREAKS: list[tuple[Break, str, str]] = [
    (lambda root, folder: (folder / "state/robot.key").chmod(0o644), "key", "failed"),
    (lambda root, folder: (folder / "state/robot.key").write_text("x"), "key", "failed"),
    (lambda root, folder: (folder / "state/robot.key").unlink(), "key", "failed"),
    (_command("systemctl", "echo ActiveState=failed; echo StatusText="), "service", "failed"),
    (_no_clock, "clock", "weak"),
    (_system("proc/mounts", "/dev/root / ext4 ro 0 0\n"), "disk", "failed"),
    (_system("sys/block/mmcblk0/device/life_time", "0x01 0x0b\n"), "wear", "failed"),
    (_system("sys/block/mmcblk0/device/pre_eol_info", "0x03\n"), "wear", "failed"),
    (_system("sys/fs/ext4/mmcblk0p2/errors_count", "4\n"), "wear", "failed"),
    (_system("sys/class/thermal/thermal_zone0/temp", "82500\n"), "temperature", "failed"),
    (_system("sys/class/thermal/thermal_zone0/temp", "73000\n"), "temperature", "weak"),
    (throttled("1"), "supply", "failed"),
    (throttled("4"), "supply", "failed"),
    (throttled("10000"), "supply", "weak"),
    (_system("sys/class/hwmon/hwmon2/in0_lcrit_alarm", "1\n"), "supply", "failed"),
    (_system("proc/meminfo", "MemAvailable:   90000 kB\n"), "memory", "failed"),
    (lambda root, folder: (root / "dev/snd/pcmC1D0c").unlink(), "microphone", "failed"),
    (lambda root, folder: (root / "dev/snd/pcmC1D0p").unlink(), "speaker", "failed"),
    (lambda root, folder: (folder / "clip.mp4").unlink(), "camera", "failed"),
]
QUIET = ("robot", "computer", "devices")
WELL = {one: "ok" for group in QUIET for one in RUNS[group]} | {"camera": "simulated"}


def wired(folder: Path) -> RobotConfig:
    """A robot with a sound card of ALSA, whose camera is a file."""
    (folder / "clip.mp4").touch()
    identity.load_or_make(folder / "state" / "robot.key")
    return msgspec.structs.replace(
        config_for(folder, URL),
        camera=CameraSection(source=str(folder / "clip.mp4")),
        microphone=MicrophoneSection("alsa:plughw:CARD=Headset"),
        speaker=SpeakerSection("alsa:plughw:CARD=Headset"),
    )


async def test_a_robot_that_is_well_has_nothing_to_mend(tmp_path: Path) -> None:
    assert await examined(wired(tmp_path), healthy_tree(tmp_path / "root"), *QUIET) == WELL


@pytest.mark.parametrize(("breaks", "broken", "outcome"), BREAKS)
async def test_what_is_broken_alone_is_named_alone(
    tmp_path: Path, breaks: Break, broken: str, outcome: str
) -> None:
    config, root = wired(tmp_path), healthy_tree(tmp_path / "root")
    breaks(root, tmp_path)
    assert await examined(config, root, *QUIET) == WELL | {broken: outcome}


async def test_a_missing_voice_and_one_that_is_switched_off(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_probe, "find_voice", lambda wanted: "espeak-ng is not installed")
    config, root = wired(tmp_path), healthy_tree(tmp_path / "root")
    assert (await examined(config, root, "devices"))["voice"] == "weak"
    silent = msgspec.structs.replace(config, sound=SoundSection(phrases=False))
    assert (await examined(silent, root, "devices"))["voice"] == "absent"


async def test_a_state_folder_that_is_missing_is_named(tmp_path: Path) -> None:
    config, root = wired(tmp_path), healthy_tree(tmp_path / "root")
    shutil.rmtree(tmp_path / "state")
    found = await examined(config, root, "robot")
    assert (found["state"], found["key"]) == ("failed", "failed")


async def test_a_network_without_a_bridge_fails_once_and_leaves_the_rest_open(
    tmp_path: Path,
) -> None:
    found = await examined(wired(tmp_path), healthy_tree(tmp_path / "root"), "robot", "network")
    assert [name for name, outcome in found.items() if outcome == "failed"] == ["bridge"]
    assert (found["wifi"], found["enrolment"]) == ("ok", "skipped")


# ---- never unannounced


@pytest.mark.parametrize("gentle", [True, False])
async def test_beside_an_agent_or_gently_nothing_is_lit_moved_or_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, gentle: bool
) -> None:
    monkeypatch.setattr(examine, "look", None)
    monkeypatch.setattr(examine, "listen", None)
    config = simulated(tmp_path)
    root = healthy_tree(tmp_path / "root")
    async with body_at(tmp_path / "body.sock") as room:
        before = room.seen[0].signal if room.seen else "asleep"
        if gentle:
            found = await examined(config, root, "robot", "devices", "body", gentle=True)
        else:
            config.state_dir.mkdir(exist_ok=True)
            with wiping.at_work(config.state_dir):
                found = await examined(config, root, "robot", "devices", "body")
        assert {state.signal for state in room.seen} == {before}
        assert not any(state.attached or state.moving for state in room.seen)
    opened = ("frames", "colours", "level", "heard", "echo", "pan", "tilt", "hand", "lights")
    assert {found[check] for check in (*opened, *RUNS["body"][5:7])} == {"skipped"}
    assert found["body"] == "simulated"


async def test_during_a_pause_nothing_is_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(examine, "look", None)
    monkeypatch.setattr(examine, "listen", None)
    async with body_at(tmp_path / "body.sock") as room:
        room.press("pause")
        await room.until(lambda: room.seen[-1].paused)
        found = await examined(simulated(tmp_path), tmp_path, "devices", "body")
        assert room.seen[-1].paused  # and only the class opens it again
    assert {found[check] for check in ("frames", "level", "lights")} == {"skipped"}


async def test_without_a_body_there_is_no_light_and_so_no_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body_visit, "MEET_S", 0.05)
    monkeypatch.setattr(examine, "look", None)
    monkeypatch.setattr(examine, "listen", None)
    found = await examined(simulated(tmp_path), tmp_path, "devices", "body")
    assert found.pop("body") == "failed"
    assert {found[check] for check in RUNS["body"][1:]} == {"skipped"}


async def test_of_a_body_that_is_not_chosen_nothing_is_judged(tmp_path: Path) -> None:
    config = simulated(tmp_path)
    async with body_at(Path(config.body.socket), driver="find"):
        found = await examined(config, healthy_tree(tmp_path), "body")
    assert [name for name, outcome in found.items() if outcome == "failed"] == ["body"]
    assert {found[name] for name in ("pan", "lights", "frames", "level")} == {"skipped"}


async def test_a_group_that_does_not_end_is_given_up(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def for_ever(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(examine, "GROUP_S", 0.05)
    monkeypatch.setattr(examine, "read_clock", for_ever)
    found = await examined(wired(tmp_path), healthy_tree(tmp_path / "root"), "computer")
    assert found == dict.fromkeys(RUNS["computer"], "skipped")
