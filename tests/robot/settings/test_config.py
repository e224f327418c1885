import re
from pathlib import Path

import pytest

from bridge.process.config_file import ConfigError
from robot.media.types import outward
from robot.settings import config

SMALLEST = """
[robot]
id = "karlsson-1"
state_dir = "/var/lib/karlsson"
[bridge]
url = "wss://bridge.example.org/signal"
"""


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "robot.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_smallest_file_is_enough(tmp_path: Path) -> None:
    loaded = config.load(written(tmp_path, SMALLEST), {})
    assert loaded.state_dir == Path("/var/lib/karlsson")
    assert loaded.camera_spec().url == "classroom:"
    assert loaded.body.socket == "/run/karlsson/body.sock"


def test_systemd_names_the_folder_for_state(tmp_path: Path) -> None:
    text = SMALLEST.replace('state_dir = "/var/lib/karlsson"', "")
    environment = {"STATE_DIRECTORY": "/var/lib/karlsson-robot:/other"}
    loaded = config.load(written(tmp_path, text), environment)
    assert loaded.state_dir == Path("/var/lib/karlsson-robot")


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('id = "karlsson-1"', 'id = "Karlsson 1"', "robot.id"),
        ('state_dir = "/var/lib/karlsson"', "", "robot.state_dir: missing"),
        ("/var/lib/karlsson", "state", "robot.state_dir = 'state': must be an absolute path"),
        ("wss://bridge.example.org/signal", "https://bridge.example.org", "bridge.url"),
        ("[bridge]", "[head]\nlens_deg = 200\n[bridge]", "head.lens_deg = 200"),
        ("[bridge]", "[camera]\nwidth_px = 641\n[bridge]", "camera.width_px = 641"),
        ("[bridge]", '[camera]\nsource = "tesdcard:"\n[bridge]', "camera.source = 'tesdcard:': "),
        ("[bridge]", '[microphone]\nsource = "testcard:"\n[bridge]', "microphone.source = "),
        ("[bridge]", '[speaker]\nsink = "file:voice.mp3"\n[bridge]', "speaker.sink = "),
        ("[bridge]", '[sound]\necho = "magic"\n[bridge]', "sound.echo"),
        ("[bridge]", "[sound]\nceiling_db = 3\n[bridge]", "sound.ceiling_db = 3"),
        ("[bridge]", '[sound]\necho = "ducking"\n[bridge]', 'sound.echo = "ducking": needs'),
        (
            "wss://bridge.example.org/signal",
            'ws://bridge.example.org/signal"\nca = "/etc/ca.pem',
            "bridge.ca = '/etc/ca.pem': needs a bridge.url that begins with wss://",
        ),
        ("[bridge]", "[camera]\nzoom = 2\n[bridge]", "unknown key; allowed here"),
    ],
)
def test_what_cannot_work_is_named(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        config.load(written(tmp_path, SMALLEST.replace(old, new)), {})
    assert complaint in str(caught.value)
    assert "robot.toml" in str(caught.value)


def test_a_source_keeps_its_format_and_options(tmp_path: Path) -> None:
    text = SMALLEST + (
        '[camera]\nsource = "/dev/video0"\nformat = "v4l2"\noptions = { framerate = "30" }\n'
    )
    spec = config.load(written(tmp_path, text), {}).camera_spec()
    assert (spec.format, dict(spec.options)) == ("v4l2", {"framerate": "30"})


def test_a_key_handed_over_by_systemd_is_found(tmp_path: Path) -> None:
    environment = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert config.credential(environment) is None
    (tmp_path / config.CREDENTIAL).write_bytes(b"key")
    assert config.credential(environment) == tmp_path / config.CREDENTIAL
    assert config.credential({}) is None


def test_a_proxy_comes_from_the_configuration_or_the_environment(tmp_path: Path) -> None:
    around = {"HTTPS_PROXY": "http://proxy.example:8080", "NO_PROXY": "example.org"}
    empty = config.outward_of(config.NetworkSection(), around)
    assert empty.proxy_for("turn.example.net") == outward.Proxy("proxy.example", 8080)
    assert empty.proxy_for("bridge.example.org") is None
    assert config.outward_of(config.NetworkSection(proxy="none"), around).proxy is None
    assert config.outward_of(config.NetworkSection(), {}).proxy is None
    secret = tmp_path / "password"
    secret.write_text("canary\n")
    text = SMALLEST + (
        '[network]\nproxy = "http://u@own.example:1"\n'
        f'proxy_password_file = "{secret}"\nno_proxy = ["10.0.0.0/8"]\n'
    )
    loaded = config.load(written(tmp_path, text), around)
    own = config.outward_of(loaded.network, around)
    assert own.proxy_for("bridge.example.org") == outward.Proxy("own.example", 1, "u", "canary")
    assert own.proxy_for("10.0.0.1") is None
    assert "canary" not in repr(loaded)
    assert "own.example" not in repr(loaded)


@pytest.mark.parametrize(
    ("network", "around", "complaint"),
    [
        ('proxy = "socks5://u:canary@p"', {}, "network.proxy: only an HTTP proxy"),
        ('proxy = "http://canary/x.pac"', {}, "network.proxy: a PAC file"),
        ("", {"ALL_PROXY": "socks5://u:canary@p"}, "ALL_PROXY: only an HTTP proxy"),
        ('no_proxy = ["x"]', {}, "network.no_proxy: needs network.proxy"),
        ('proxy_password_file = "/x"', {}, "network.proxy_password_file: needs network.proxy"),
        (
            'proxy = "http://u@p"\nproxy_password_file = "/nowhere/x"',
            {},
            "network.proxy_password_file = '/nowhere/x': is not there, nor is the folder",
        ),
    ],
)
def test_a_proxy_that_cannot_work_is_named_and_not_quoted(
    tmp_path: Path, network: str, around: dict[str, str], complaint: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        config.load(written(tmp_path, f"{SMALLEST}[network]\n{network}\n"), around)
    assert complaint in str(caught.value)
    assert "canary" not in str(caught.value)


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ('allow = ["10.0.0.1/8"]', "network.allow = '10.0.0.1/8'"),
        ('allow = ["school"]', "network.allow = 'school'"),
        ('relays = ["turn:turn.example.org"]', "network.relays = 'turn:turn.example.org'"),
        ('relays = ["turn.example.org/x"]', "network.relays"),
        ('relays = [""]', "network.relays"),
    ],
)
def test_networks_and_relays_that_do_not_exist_are_refused(
    line: str, what: str, tmp_path: Path
) -> None:
    with pytest.raises(ConfigError, match=re.escape(what)):
        config.load(written(tmp_path, f"{SMALLEST}[network]\n{line}\n"), {})


def test_networks_and_relays_are_read(tmp_path: Path) -> None:
    lines = 'allow = ["10.0.0.0/8", "fd00::/8"]\nrelays = ["turn.example.org", "2001:db8::1"]'
    network = config.load(written(tmp_path, f"{SMALLEST}[network]\n{lines}\n"), {}).network
    assert network.allow == ("10.0.0.0/8", "fd00::/8")
    assert network.relays == ("turn.example.org", "2001:db8::1")


def test_a_robot_that_will_enrol_needs_its_bridge_alone(tmp_path: Path) -> None:
    text = '[bridge]\nurl = "wss://bridge.example.org/signal"\n'
    loaded = config.load(written(tmp_path, text), {"STATE_DIRECTORY": "/var/lib/karlsson-robot"})
    assert loaded.robot.id == loaded.robot.token == ""


def test_a_token_shows_in_no_text(tmp_path: Path) -> None:
    path = written(tmp_path, SMALLEST.replace("[bridge]", 'token = "K7QF-2MXR"\n[bridge]'))
    loaded = config.load(path, {})
    assert loaded.robot.token == "K7QF-2MXR"
    assert "K7QF" not in repr(loaded)
    with pytest.raises(ConfigError) as caught:
        config.load(written(tmp_path, SMALLEST.replace("[bridge]", "token = 31337\n[bridge]")), {})
    assert "robot.token" in str(caught.value)
    assert "31337" not in str(caught.value)
