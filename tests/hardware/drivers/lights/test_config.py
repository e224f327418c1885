from pathlib import Path

import pytest

from bridge.process.config_file import ConfigError
from hardware.config.config import load
from hardware.drivers.lights.config import (
    AmbientSection,
    LightsSection,
    Matrix,
    Ring,
    contradiction,
)


@pytest.mark.parametrize(
    ("lights", "what"),
    [
        pytest.param(LightsSection(driver="matrix"), "[lights.matrix]", id="matrix"),
        pytest.param(LightsSection(brightness="ambient"), "[lights.ambient]", id="ambient"),
        pytest.param(
            LightsSection(matrix=Matrix()), 'needs lights.driver = "matrix"', id="idle matrix"
        ),
        pytest.param(
            LightsSection(driver="none", ring=Ring(leds=8)),
            "lights.ring",
            id="a ring that is not built",
        ),
        pytest.param(
            LightsSection(ambient=AmbientSection(sensor="bh1750")),
            'brightness = "ambient"',
            id="idle sensor",
        ),
    ],
)
def test_lights_that_do_not_fit_together_are_refused(lights: LightsSection, what: str) -> None:
    text = contradiction(lights)
    assert text is not None
    assert what in text


def test_lights_that_fit_together_are_taken() -> None:
    assert contradiction(LightsSection()) is None
    both = LightsSection(
        driver="matrix",
        brightness="ambient",
        matrix=Matrix(),
        ambient=AmbientSection(sensor="veml7700"),
    )
    assert contradiction(both) is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        pytest.param("brightness = 1", 1.0, id="whole number"),
        pytest.param("brightness = 0.5", 0.5, id="share"),
        pytest.param('brightness = "ambient"\n[lights.ambient]\nsensor = "bh1750"', "ambient"),
    ],
)
def test_brightness_is_a_share_or_what_the_room_asks(
    tmp_path: Path, text: str, wanted: object
) -> None:
    path = tmp_path / "body.toml"
    path.write_text(f'[body]\ndriver = "simulated"\n[lights]\n{text}\n')
    lights = load(path, {}).lights
    assert lights is not None
    assert lights.brightness == wanted


@pytest.mark.parametrize("text", ["brightness = 1.5", 'brightness = "bright"', "colour = 3"])
def test_what_no_light_can_do_is_refused_by_its_key(tmp_path: Path, text: str) -> None:
    path = tmp_path / "body.toml"
    path.write_text(f'[body]\ndriver = "simulated"\n[lights]\n{text}\n')
    with pytest.raises(ConfigError, match=r"lights\." + text.split()[0]):
        load(path, {})


EYES = '[lights]\ndriver = "matrix"\n[lights.matrix]\n'
SIMULATED = '[body]\ndriver = "simulated"\n'


@pytest.mark.parametrize(
    ("text", "key"),
    [
        pytest.param(f"{EYES}right = 0x70\n", "lights.matrix.right = 0x70", id="both eyes"),
        pytest.param(
            f'{EYES}[lights.ambient]\nsensor = "bh1750"\naddress = 0x71\n'.replace(
                "driver", 'brightness = "ambient"\ndriver'
            ),
            "lights.ambient.address = 0x71",
            id="the sensor and an eye",
        ),
    ],
)
def test_two_chips_at_one_address_are_refused(tmp_path: Path, text: str, key: str) -> None:
    path = tmp_path / "body.toml"
    path.write_text(SIMULATED + text)
    with pytest.raises(ConfigError, match=key):
        load(path, {})
