"""The units and the configurations beside them, read without starting anything."""

import configparser
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bridge import config as bridge_config
from bridge.process import config_file
from hardware.config import config as body_config
from robot.caution.liveness import MOST_LAG_S
from robot.handover import asked
from robot.local_page.page_listening import HANDED_OVER, NAME
from robot.settings import config as robot_config

FOLDER = Path(__file__).parents[2] / "systemd"
EXPOSURE = {"body": 0.5, "bridge": 1.0, "robot": 1.5}
"""The most that `systemd-analyze security` may find."""


def unit(name: str) -> str:
    return (FOLDER / f"karlsson-{name}.service").read_text(encoding="utf-8")


def setting(name: str, key: str) -> list[str]:
    return re.findall(rf"^{key}=(.*)$", unit(name), re.MULTILINE)


def analyze(*arguments: str) -> subprocess.CompletedProcess[str]:
    tool = shutil.which("systemd-analyze")
    if tool is None and os.environ.get("CI") != "true":
        pytest.skip("systemd-analyze is not installed")
    assert tool is not None
    return subprocess.run(
        [tool, "--no-pager", *arguments], capture_output=True, text=True, timeout=30, check=False
    )


@pytest.mark.parametrize("name", EXPOSURE)
def test_a_unit_is_hardly_exposed(name: str) -> None:
    most = round(EXPOSURE[name] * 10)
    path = FOLDER / f"karlsson-{name}.service"
    found = analyze("security", "--offline=yes", f"--threshold={most}", str(path))
    assert found.returncode == 0, found.stdout[-400:] + found.stderr
    assert re.search(r"Overall exposure level for .*: \d\.\d", found.stdout)


@pytest.mark.parametrize("name", EXPOSURE)
def test_systemd_understands_every_line(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"karlsson-{name}.service"
    text = re.sub(r"^ExecStart=\S+", "ExecStart=/bin/true", unit(name), flags=re.MULTILINE)
    path.write_text(text.replace("karlsson-body.service", ""), encoding="utf-8")
    found = analyze("verify", "--man=no", "--recursive-errors=no", str(path))
    complaints = [line for line in found.stderr.splitlines() if path.name in line]
    assert complaints == []


@pytest.mark.parametrize("name", EXPOSURE)
def test_a_process_that_hangs_or_dies_is_started_again_for_ever(name: str) -> None:
    assert setting(name, "Type") == ["notify"]
    assert setting(name, "WatchdogSec")
    assert setting(name, "Restart") == ["always"]
    assert setting(name, "StartLimitIntervalSec") == ["0"]
    assert unit(name).index("StartLimitIntervalSec") < unit(name).index("[Service]")


def seconds(text: str) -> float:
    number, unit = re.fullmatch(r"(\d+)(ms|s)", text).groups()  # type: ignore[union-attr]
    return int(number) / (1000 if unit == "ms" else 1)


def test_a_hung_agent_has_begun_again_before_four_seconds_are_over() -> None:
    (watchdog,), (restart,) = setting("robot", "WatchdogSec"), setting("robot", "RestartSec")
    assert seconds(watchdog) + seconds(restart) < 4.0
    # A look that is late by as much as a loop may be still comes in time.
    assert 2 * (seconds(watchdog) / 4) + MOST_LAG_S <= seconds(watchdog)


def test_failures_are_counted_in_memory_over_restarts_and_not_longer() -> None:
    assert setting("robot", "RuntimeDirectory") == ["karlsson-robot"]
    assert setting("robot", "RuntimeDirectoryPreserve") == ["restart"]


@pytest.mark.parametrize("name", EXPOSURE)
def test_a_process_that_fails_for_ever_does_not_fill_the_journal(name: str) -> None:
    assert setting(name, "LogRateLimitIntervalSec")
    assert setting(name, "LogRateLimitBurst")


def test_the_journal_of_a_robot_is_in_memory_bounded_and_limited() -> None:
    parser = configparser.ConfigParser(comment_prefixes=("#",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(FOLDER / "karlsson-journal.conf", encoding="utf-8")
    assert parser.sections() == ["Journal"]
    journal = dict(parser["Journal"])
    assert journal["Storage"] == "volatile"
    assert journal["ForwardToSyslog"] == "no"
    assert {"RuntimeMaxUse", "RateLimitIntervalSec", "RateLimitBurst"} <= set(journal)
    program = Path("/lib/systemd/systemd-journald")
    if program.exists():
        # Keys that it does not know are left out with a line in the log alone.
        assert [key for key in journal if key.encode() not in program.read_bytes()] == []


@pytest.mark.parametrize("name", EXPOSURE)
def test_a_unit_runs_the_installation_with_its_own_configuration(name: str) -> None:
    folder = {"bridge": "/opt/karlsson-bridge"}.get(name, "/opt/karlsson")
    (start,) = setting(name, "ExecStart")
    assert start.startswith(f"{folder}/current/bin/karlsson-{name} ")
    assert f" {folder} " in f" {setting(name, 'ExecPaths')[0]} "
    assert start.endswith(f" --config /etc/karlsson/{name}.toml")


def test_the_page_has_a_port_only_on_a_robot_with_a_pin_and_within_the_building() -> None:
    text = (FOLDER / "karlsson-robot.socket").read_text(encoding="utf-8")
    section = robot_config.PageSection()
    assert f"\nConditionPathExists={section.pin_file}\n" in text
    assert section.listen == HANDED_OVER
    assert f"\nFileDescriptorName={NAME}\n" in text
    assert "\nPartOf=karlsson-robot.service\n" in text
    assert "karlsson-robot.socket" in setting("robot", "Wants")
    assert "\nIPAddressDeny=any\n" in text
    # As ever, the agent itself may open no such port.
    assert setting("robot", "CapabilityBoundingSet") == [""]


def test_the_wipe_takes_its_wish_from_where_the_agent_leaves_it() -> None:
    text = (FOLDER / "karlsson-wipe.path").read_text(encoding="utf-8")
    assert f"\nPathExists={asked.FOLDER / asked.WISH_FILE}\n" in text
    assert Path("/run", *setting("robot", "RuntimeDirectory")) == asked.FOLDER
    assert asked.PROTOCOL.parent == Path("/run", *setting("wipe", "RuntimeDirectory"))
    assert setting("wipe", "Group") == setting("robot", "Group")
    assert float(asked.READ_S) < 600
    found = analyze(
        "security", "--offline=yes", "--threshold=20", f"{FOLDER}/karlsson-wipe.service"
    )
    assert found.returncode == 0, found.stdout[-400:] + found.stderr


def test_only_the_agent_may_make_pages_that_run() -> None:
    rules = {name: setting(name, "MemoryDenyWriteExecute") for name in EXPOSURE}
    assert rules == {"body": ["yes"], "bridge": ["yes"], "robot": ["no"]}


def test_the_body_has_no_network_and_no_eyes_or_ears() -> None:
    assert setting("body", "PrivateNetwork") == ["yes"]
    assert setting("body", "RestrictAddressFamilies") == ["AF_UNIX"]
    assert not re.search(r"video|alsa|audio", "".join(setting("body", "DeviceAllow")))


def test_the_agent_has_no_pins_and_no_serial_line() -> None:
    assert not re.search(r"gpio|tty|i2c", "".join(setting("robot", "DeviceAllow")))


def test_the_agent_reaches_the_socket_of_the_body() -> None:
    body = body_config.load(FOLDER / "body.toml", {}).body
    robot = robot_config.load(FOLDER / "robot.toml", {"STATE_DIRECTORY": "/var/lib/x"})
    assert body.socket == robot.body.socket
    assert Path(body.socket).parent == Path("/run", *setting("body", "RuntimeDirectory"))
    assert setting("body", "Group") == setting("robot", "Group") == ["karlsson"]


def test_every_user_and_group_is_made() -> None:
    for name in EXPOSURE:
        package = {"body": "robot"}.get(name, name)
        made = (FOLDER / f"karlsson-{package}.sysusers.conf").read_text(encoding="utf-8")
        names = set(re.findall(r"^[ug] (\S+)", made, re.MULTILINE))
        wanted = setting(name, "User") + setting(name, "Group")
        wanted += " ".join(setting(name, "SupplementaryGroups")).split()
        assert set(wanted) <= names


def test_secrets_come_as_credentials() -> None:
    loaded = [line.split(":")[0] for line in setting("robot", "LoadCredential")]
    assert loaded == [robot_config.CREDENTIAL, robot_config.HOTSPOT_CREDENTIAL]
    loaded = [line.split(":")[0] for line in setting("bridge", "LoadCredential")]
    text = (FOLDER / "bridge.toml").read_text(encoding="utf-8")
    for credential in loaded:
        assert f"/run/credentials/karlsson-bridge.service/{credential}" in text


def test_the_example_of_the_body_names_a_real_driver() -> None:
    config = body_config.load(FOLDER / "body.toml", {})
    assert config.body.driver != "simulated"


def test_the_example_of_the_agent_keeps_its_files_where_the_unit_lets_it() -> None:
    folder = f"/var/lib/{setting('robot', 'StateDirectory')[0]}"
    config = robot_config.load(FOLDER / "robot.toml", {"STATE_DIRECTORY": folder})
    assert config.state_dir == Path(folder)
    assert config.bridge.url.startswith("wss://")


def test_the_example_of_the_bridge_keeps_its_files_where_the_unit_lets_it() -> None:
    path = FOLDER / "bridge.toml"
    config = bridge_config.check(config_file.load(path, bridge_config.BridgeConfig, {}))
    assert f":////var/lib/{setting('bridge', 'StateDirectory')[0]}/" in config.storage.url
    assert config.server.host == "127.0.0.1"
    assert setting("bridge", "IPAddressAllow") == ["localhost"]


def test_what_is_commented_out_is_right_too(tmp_path: Path) -> None:
    text = (FOLDER / "bridge.toml").read_text(encoding="utf-8")
    assert "\n# [tls]\n" in text
    opened = re.sub(
        r"^# (?=\[|certificate|folder|key|urls|user|cred|metrics|secret|port)", "", text, flags=re.M
    )
    path = tmp_path / "bridge.toml"
    path.write_text(opened, encoding="utf-8")
    config = bridge_config.check(config_file.load(path, bridge_config.BridgeConfig, {}))
    assert config.tls
    assert len(config.ice.servers) == 1
    text = (FOLDER / "body.toml").read_text(encoding="utf-8")
    head, _, bus = text.partition("# Bus servos")
    bus = re.sub(r"^# (?=\[|port|lights|buttons|id)", "", bus.partition("\n")[2], flags=re.M)
    path.write_text(head.replace('"gpio"\nsocket', '"feetech"\nsocket') + bus, encoding="utf-8")
    assert body_config.load(path, {}).body.driver == "feetech"


def test_the_readme_names_every_file() -> None:
    readme = (FOLDER / "README.md").read_text(encoding="utf-8")
    for path in set(FOLDER.iterdir()) - {FOLDER / "README.md"}:
        assert path.name in readme
