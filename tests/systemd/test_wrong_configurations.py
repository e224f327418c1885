"""Wrong configurations of the three processes, and what a technician reads of each."""

import copy
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge import config as bridge_config
from bridge.process import config_file
from bridge.process.config_file import ConfigError
from hardware.config import config as body_config
from robot.settings import config as robot_config

FOLDER = Path(__file__).parents[2] / "systemd"
EXAMPLES = ("robot", "bridge", "body", "body-good")
ENVIRONMENT = {"STATE_DIRECTORY": "/var/lib/karlsson-robot"}

JARGON = re.compile(
    # msgspec
    r"Expected `|Expected an|Invalid enum|Object (contains|missing)|got `|`\$|regex|\bstr\b|\bint\b"
    r"|\bfloat\b|\bbool\b|\barray\b|\bNone\b|Literal|Annotated"
    # tomllib, Python and the system
    r"|\bTOML\b|at line \d+, column|codec|Errno|strerror|Traceback|No such file|Permission denied"
    r"|Is a directory|object at 0x|<class|Error\b|Exception"
    # regular expressions
    r"|\(\?|\[\^|\\[dwsSZ]|\{\d+,\d*\}|\^\w|\.\*"
)


def load(name: str, path: Path) -> None:
    """Load a configuration as its process does."""
    if name == "robot":
        robot_config.load(path, ENVIRONMENT)
    elif name == "bridge":
        bridge_config.check(config_file.load(path, bridge_config.BridgeConfig, {}))
    else:
        body_config.load(path, {})


def complaint(name: str, text: str | bytes, folder: Path) -> str:
    """Return what is said of this configuration; empty if it is taken."""
    path = folder / "wrong.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    try:
        load(name, path)
    except ConfigError as error:
        # `__main__` of the bridge puts the file in front of what `check` says.
        return str(error).removeprefix(f"{path}: ")
    return ""


def changed(name: str, old: str, new: str) -> str:
    """Return an example with one of its texts replaced, which must be there."""
    text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    assert old in text, old
    return text.replace(old, new, 1)


URL = "wss://karlsson.example.org/signal"
SQLITE = "sqlite+aiosqlite:////var/lib/karlsson-bridge/bridge.sqlite"

WRONG = [
    # the robot
    ("robot", f'"{URL}"', '"https://karlsson.example.org"', "bridge.url = 'https:", "wss://"),
    ("robot", URL, "wss://karlsson.example.org/", "bridge.url = ", "and /signal, such as wss://"),
    ("robot", URL, "wss://karlsson.example.org/singal", "bridge.url = ", "and /signal"),
    ("robot", URL, "wss://karlsson.example.org:99999/signal", "bridge.url = ", "a port only if"),
    ("robot", URL, "wss://:443/signal", "bridge.url = 'wss://:443/signal': ", "host name"),
    (
        "robot",
        '# id = "karlsson-1"',
        'id = "Karlsson 1"',
        "robot.id = 'Karlsson 1': ",
        "a-z, 0-9 and single",
    ),
    (
        "robot",
        '# id = "karlsson-1"',
        "id = karlsson-1",
        "line 9: id = karlsson-1: ",
        'id = "karlsson-1"',
    ),
    ("robot", '# id = "karlsson-1"', "id = „karlsson-1“", "line 9: ", "quotes must be straight"),
    ("robot", "[camera]", "[kamera]", "kamera: unknown key", "body, bridge, camera, head"),
    ("robot", "fps = 30", "fps = 30\nfps = 20", "line 37: fps = 20: ", "stands in line 36"),
    ("robot", "fps = 30", "fps = 300", "camera.fps = 300: ", ">= 1 and <= 60"),
    ("robot", "width_px = 1280", "width_px = 1281", "camera.width_px = 1281: ", "multiple of 2"),
    ("robot", "width_px = 1280", "width = 1280", "camera.width = 1280: ", "rotate, source, width"),
    ("robot", "rotate = 0", "rotate = 45", "camera.rotate = 45: ", "0, 90, 180, 270"),
    ("robot", 'focus = ""', 'focus = "near"', "camera.focus = 'near': ", "auto and 0 to 1"),
    ("robot", '"/dev/video0"', '"webcam:"', "camera.source = 'webcam:': ", "/dev/video0"),
    ("robot", '"/dev/video0"', '"video0"', "camera.source = 'video0': ", "such as /dev/video0"),
    ("robot", 'format = "v4l2"', 'format = "v4l"', "camera.format = 'v4l': ", "v4l2"),
    ("robot", '"1920x1080"', '"1920*1080"', "camera.options.video_size = '1920*1080': ", "width x"),
    ("robot", '"1920x1080"', "1920", "camera.options.video_size = 1920: ", "text in quotes"),
    ("robot", "video_size =", "vidoe_size =", "camera.options.vidoe_size = ", "video_size"),
    ("robot", '"mjpeg"', '"jpg"', "camera.options.input_format = 'jpg': ", "such as mjpeg"),
    ("robot", '"portaudio:USB"', '"hw:1"', "microphone.source = 'hw:1': ", "alsa:<device>"),
    ("robot", "sink =", "source =", "speaker.source = 'portaudio:USB': unknown", "sink"),
    (
        "robot",
        'echo = "software"',
        'echo = "on"',
        "sound.echo = 'on': ",
        "'hardware', 'ducking', 'off'",
    ),
    ("robot", "ceiling_db = -1", "ceiling_db = -1 dB", "line 64: ", "without dB: ceiling_db = -1"),
    ("robot", "earcons = true", "earcons = True", "line 66: earcons = True: ", "earcons = true"),
    ("robot", '"/run/karlsson/body.sock"', '"body.sock"', "body.socket = 'body.sock': ", "/run"),
    ("robot", "[robot]", '[robot]\nstate_dir = "~/x"', "robot.state_dir = '~/x': ", "absolute"),
    (
        *("robot", "[network]", '[network]\nproxy = "socks5://p:1080"'),
        *("network.proxy: ", "http://"),
    ),
    (
        *("robot", "[network]", '[network]\nallow = ["10.20.0.1/16"]'),
        *("network.allow = '10.20.0.1/16': ", "10.20.0.0/16"),
    ),
    # the bridge
    ("bridge", "port = 8080", 'port = "8080"', "server.port = '8080': ", "an integer"),
    ("bridge", "port = 8080", "port = 80800", "server.port = 80800: ", "<= 65535"),
    ("bridge", 'host = "127.0.0.1"', 'host = "*"', "server.host = '*': ", "such as 127.0.0.1"),
    (
        "bridge",
        '"https://karlsson.example.org"',
        '"karlsson.example.org"',
        "server.public_url",
        "h",
    ),
    (
        *("bridge", 'public_url = "https://karlsson.example.org"'),
        *('public_url = "https://karlsson.example.org/x"', "server.public_url = ", "no path"),
    ),
    (
        *("bridge", 'origins = ["https://karlsson.example.org"]'),
        *('origins = ["https://other.example.org"]', "server.origins = ", "must hold"),
    ),
    ("bridge", "origins =", "origin =", "server.origin = ", "origins, port"),
    ("bridge", '["127.0.0.1", "::1"]', '["*"]', "server.trusted_proxies = '*': ", "10.0.0.0/8"),
    ("bridge", '["127.0.0.1", "::1"]', "[127.0.0.1]", "line 12: ", "each text in quotes"),
    ("bridge", SQLITE, "mysql://h/d", "storage.url: ", "postgresql://user:password@host/database"),
    ("bridge", SQLITE, "sqlite+aiosqlite:///b.sqlite", "storage.url: ", "four slashes"),
    ("bridge", "[storage]", '[tls]\ncertificate = "/x"\n[storage]', "tls.key: ", "is missing"),
    ("bridge", "[storage]", "[metrics]\nport = 8080\n[storage]", "metrics.port = 8080: ", "server"),
    ("bridge", "[storage]", "[limits]\nheartbeat_s = 0\n[storage]", "limits.heartbeat_s", ">= 0.1"),
    (
        *("bridge", "[storage]", '[relay]\nurls = ["karlsson.example.org"]\n[storage]'),
        *("relay.urls[0] = ", "turns:host"),
    ),
    # the body
    ("body", 'driver = "gpio"', 'driver = "simulate"', "body.driver = 'simulate': ", "'simulated'"),
    ("body", 'driver = "gpio"', 'driver = "feetech"', "body.driver = ", "needs [feetech]"),
    ("body", 'driver = "gpio"', "", "body.driver: ", "is missing"),
    ("body", '"/run/karlsson/body.sock"', '"body.sock"', "body.socket = 'body.sock': ", "absolute"),
    ("body", "[motion]", '[body]\nstate = "x"\n[motion]', "line 9: [body]: ", "in line 3 already"),
    ("body", "pan_min_deg = -80", "pan_min_deg = 80", "motion.pan_min_deg = 80", "below"),
    ("body", "pan_min_deg = -80", "pan_min_deg = −80", "line 11: ", "the short one: -"),
    ("body", "pin = 12", "pin = 17", "gpio.red_pin = 17: ", "a pin of its own"),
    ("body", "pin = 12", 'pin = "GPIO12"', "gpio.pan.pin = 'GPIO12': ", "an integer"),
    ("body", "direction = -1", "direction = 0", "gpio.tilt.direction = 0: ", "1, -1"),
    ("body-good", '"/dev/ttyACM0"', '"COM3"', "feetech.port = 'COM3': ", "/dev/ttyACM0"),
    ("body-good", "id = 1", "id = 2", "feetech.tilt.id = 2: feetech.pan", "its own"),
    ("body-good", "[feetech.pan]", "[feetech.neck]", "feetech.neck: unknown key", "pan, port"),
    ("body-good", "left = 0x70", 'left = "0x70"', "lights.matrix.left = '0x70': ", "an integer"),
    ("body-good", "capacity_ah = 10", "", "battery.driver = ", "battery.capacity_ah"),
]


@pytest.mark.parametrize(("name", "old", "new", "begins", "allows"), WRONG)
def test_a_wrong_configuration_names_place_value_and_what_is_allowed(
    name: str, old: str, new: str, begins: str, allows: str, tmp_path: Path
) -> None:
    said = complaint(name, changed(name, old, new), tmp_path)
    assert said.startswith(begins)
    assert allows in said[len(begins) :] or allows in said
    assert not JARGON.search(said)


def test_a_variable_may_be_meant_for_each_of_the_three_processes() -> None:
    shapes = (robot_config.RobotConfig, bridge_config.BridgeConfig, body_config.BodyConfig)
    known = {name for shape in shapes for name in shape.__struct_fields__}
    assert known == config_file.SECTIONS


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_taken_as_it_comes(name: str, tmp_path: Path) -> None:
    assert complaint(name, (FOLDER / f"{name}.toml").read_bytes(), tmp_path) == ""


def places(table: dict[str, Any], steps: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield every key of a document, with those of its tables."""
    for key, value in table.items():
        yield (*steps, key)
        if isinstance(value, dict):
            yield from places(value, (*steps, key))


DOCUMENTS = {
    name: tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")) for name in EXAMPLES
}
PLACES = [(name, steps) for name, document in DOCUMENTS.items() for steps in places(document)]
VALUES = st.one_of(
    st.sampled_from([0, -1, 3.5, 10**9, float("nan"), True, "", "x", "*", "//", "[", "a b", "\t"]),
    st.sampled_from([[], [1], ["x"], [["x"]], {}, {"x": 1}, {"source": {}}, "canary@host", "1/0"]),
    st.text(max_size=8),
)


@settings(max_examples=400, deadline=None)
@given(
    place=st.sampled_from(PLACES), how=st.sampled_from(["value", "name", "remove"]), value=VALUES
)
def test_no_changed_configuration_yields_a_librarys_words(
    place: tuple[str, tuple[str, ...]],
    how: str,
    value: Any,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    name, steps = place
    document = copy.deepcopy(DOCUMENTS[name])
    table = document
    for step in steps[:-1]:
        table = table[step]
    if how == "value":
        table[steps[-1]] = value
    elif how == "name":
        table[f"{steps[-1]}_x"] = table.pop(steps[-1])
    else:
        del table[steps[-1]]
    said = complaint(name, tomli_w.dumps(document), tmp_path_factory.getbasetemp())
    # What people wrote themselves is quoted as it is.
    told = re.sub(r"'[^']*'|\"[^\"]*\"", "", said)
    assert not JARGON.search(told)
    if how == "name":
        assert "_x" in said


@settings(max_examples=300, deadline=None)
@given(
    name=st.sampled_from(EXAMPLES),
    where=st.floats(0, 1),
    much=st.integers(0, 40),
    put=st.sampled_from(["", "=", '"', "[", "]", "\n", "x", "„", "#", "'", ",", "\x00", "\\"]),
)
def test_no_broken_file_yields_a_librarys_words(
    name: str, where: float, much: int, put: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    text = (FOLDER / f"{name}.toml").read_text(encoding="utf-8")
    at = round(where * len(text))
    broken = text[:at] + put + text[at + much :]
    said = complaint(name, broken, tmp_path_factory.getbasetemp())
    shown = re.match(r"line \d+: (.*?): ", said)
    told = said.replace(shown[1], "") if shown else said
    assert not JARGON.search(re.sub(r"'[^']*'|\"[^\"]*\"", "", told))
