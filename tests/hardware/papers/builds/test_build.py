from pathlib import Path
from typing import Any

import msgspec
import pytest

from hardware.papers.builds import __main__ as builds
from hardware.papers.builds.build import Build, BuildError, contradiction, read
from hardware.papers.builds.header import bcm

ROOT = Path(__file__).parents[4]


def wrong(name: str, **fields: Any) -> str:
    build = msgspec.to_builtins(builds.load(name))
    return contradiction(msgspec.convert(build | fields, Build)) or "nothing"


@pytest.mark.parametrize("name", builds.NAMES)
def test_the_configuration_of_a_build_has_the_pins_that_are_wired(name: str) -> None:
    build = builds.load(name)
    config = msgspec.toml.decode((ROOT / build.config).read_bytes())
    for key, connection in build.keys.items():
        value: Any = config
        for part in key.split("."):
            value = value[part]
        assert value == bcm(build.pin_of(connection)), key


@pytest.mark.parametrize("name", builds.NAMES)
def test_every_pin_of_the_configuration_is_wired(name: str) -> None:
    build = builds.load(name)
    config = msgspec.toml.decode((ROOT / build.config).read_bytes())
    gpio = config["gpio"]
    named = {f"gpio.{key}" for key in gpio if key.endswith("_pin")}
    named |= {f"gpio.{key}.pin" for key, value in gpio.items() if isinstance(value, dict)}
    assert named == set(build.keys)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({"wires": [{"pin": 11, "to": "light.pink"}]}, "nothing has", id="unknown"),
        pytest.param(
            {"wires": [{"pin": 11, "to": "light.ground"}]}, "GPIO 17, but goes", id="no ground"
        ),
        pytest.param(
            {"wires": [{"pin": 2, "to": "light.red"}]}, "5 V, but goes", id="voltage into a light"
        ),
        pytest.param(
            {"wires": [{"pin": 11, "to": "light.red"}, {"pin": 13, "to": "light.red"}]},
            "2 wires to the header",
            id="two pins on one light",
        ),
        pytest.param({"wires": []}, "goes nowhere", id="loose"),
        pytest.param({"keys": {"gpio.red_pin": "nose.red"}}, "not a connection", id="key"),
    ],
)
def test_wires_that_contradict_each_other_are_refused(fields: dict[str, Any], words: str) -> None:
    assert words in wrong("simple", **fields)


def test_what_is_no_build_is_named() -> None:
    with pytest.raises(BuildError, match="title"):
        read("title = 3")
    with pytest.raises(BuildError, match="Invalid value"):
        read("title =")


def test_two_signals_on_one_pin_are_refused_but_not_on_the_i2c_bus() -> None:
    build = builds.load("simple")
    wires = [{"pin": w.pin, "to": w.to} for w in build.wires if w.to != "light.green"]
    both = [*wires, {"pin": 11, "to": "light.green"}]
    assert "pin 11 (GPIO 17) has 2 wires" in wrong("simple", wires=both)
    assert sum(wire.pin == 3 for wire in builds.load("good").wires) == 3


def test_a_connection_without_a_wire_is_said() -> None:
    build: Build = builds.load("good")
    with pytest.raises(BuildError, match="no wire"):
        build.pin_of("bus.battery +")


def test_the_price_is_the_sum_of_the_parts() -> None:
    build = builds.load("simple")
    assert build.eur == sum(part.eur * part.count for part in build.parts)
