from pathlib import Path

import pytest

from bridge.process.config_file import ConfigError
from hardware.config import config as config_module
from hardware.config.config import load, load_or_find

SERVOS = "[gpio.pan]\npin = 12\n[gpio.tilt]\npin = 13\n"
BUS = (
    '[body]\ndriver = "feetech"\n[feetech]\nport = "/dev/ttyACM0"\n'
    'lights = "none"\nbuttons = "none"\n{more}[feetech.pan]\nid = 1\n[feetech.tilt]\nid = {tilt}\n'
)

PULSES = (
    '[body]\ndriver = "{driver}"\n[{driver}]\n{more}\n'
    "[{driver}.pan]\nchannel = 0\n[{driver}.tilt]\nchannel = {tilt}\n"
)


def read(tmp_path: Path, text: str, **environment: str) -> object:
    path = tmp_path / "body.toml"
    path.write_text(text)
    return load(path, environment)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('[body]\ndriver = "simulated"\n', id="simulated"),
        pytest.param(
            f'[body]\ndriver = "gpio"\n[gpio]\npin_factory = "lgpio"\n{SERVOS}', id="gpio"
        ),
        pytest.param(BUS.format(more="", tilt=2), id="feetech"),
        pytest.param(PULSES.format(driver="pwm", more='chip = "pwmchip0"', tilt=1), id="pwm"),
        pytest.param(PULSES.format(driver="pca9685", more="", tilt=1), id="pca9685"),
        pytest.param(
            PULSES.format(driver="maestro", more='port = "/dev/ttyACM0"', tilt=1), id="maestro"
        ),
        pytest.param(
            PULSES.format(driver="pca9685", more="", tilt=1)
            + '[buttons]\ndriver = "gpio"\n[gpio]\npin_factory = "lgpio"\npause_pin = 5\n',
            id="lights-and-buttons-apart",
        ),
    ],
)
def test_each_driver_can_be_configured(tmp_path: Path, text: str) -> None:
    read(tmp_path, text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        pytest.param("", "body", id="nothing"),
        pytest.param('[body]\nsocket = "/x"\n', "driver", id="no-driver"),
        pytest.param(
            '[body]\ndriver = "simulated"\n[motion]\nspeed_deg_s = 9000\n', "720", id="too-fast"
        ),
        pytest.param(
            '[body]\ndriver = "simulated"\n[motion]\npan_min_deg = 50\npan_max_deg = 40\n',
            "below pan_max_deg",
            id="limits-crossed",
        ),
        pytest.param(
            '[body]\ndriver = "simulated"\n[motion]\nrest_tilt_deg = -80\n',
            "rest_tilt_deg",
            id="rest-outside",
        ),
        pytest.param('[body]\ndriver = "gpio"\n', "needs [gpio]", id="gpio-without-section"),
        pytest.param(
            '[body]\ndriver = "simulated"\nstate = "state"\n',
            "body.state = 'state': must be an absolute path",
            id="state-in-whatever-folder",
        ),
        pytest.param(
            PULSES.format(driver="pca9685", more="", tilt=1)
            + '[buttons]\ndriver = "gpio"\n[gpio]\npin_factory = "lgpio"\n',
            'buttons.driver = "gpio": needs a pin in [gpio], such as pause_pin',
            id="buttons-without-a-pin",
        ),
        pytest.param(
            PULSES.format(driver="pca9685", more="", tilt=1)
            + '[lights]\ndriver = "gpio"\n[gpio]\npin_factory = "lgpio"\npause_pin = 5\n',
            'lights.driver = "gpio": needs a pin in [gpio], such as red_pin',
            id="lights-without-a-pin",
        ),
        pytest.param(
            f'[body]\ndriver = "gpio"\n[gpio]\n{SERVOS}', "pin_factory", id="no-pin-factory"
        ),
        pytest.param(
            f'[body]\ndriver = "gpio"\n[gpio]\npin_factory = "auto"\n{SERVOS}',
            "pin_factory",
            id="unknown-pin-factory",
        ),
        pytest.param(
            f'[body]\ndriver = "gpio"\n[gpio]\npin_factory = "mock"\n{SERVOS}us_per_deg = 45\n',
            "gpio.tilt: a limit in [motion] is out of reach",
            id="out-of-reach",
        ),
        pytest.param('[body]\ndriver = "feetech"\n', "needs [feetech]", id="feetech-without"),
        pytest.param('[body]\ndriver = "maestro"\n', "needs [maestro]", id="maestro-without"),
        pytest.param('[body]\ndriver = "dynamixel"\n', "needs [dynamixel]", id="dynamixel-without"),
        pytest.param(
            PULSES.format(driver="pca9685", more="", tilt=0),
            "pca9685.tilt.channel = 0: the pan servo is there too; allowed: a channel of its own",
            id="same-channel",
        ),
        pytest.param(
            f'[body]\ndriver = "gpio"\n[gpio]\npin_factory = "mock"\n{SERVOS}'.replace("13", "12"),
            "gpio.tilt.pin = 12: the pan servo is there too",
            id="same-pin",
        ),
        pytest.param(
            f'[body]\ndriver = "gpio"\n[gpio]\npin_factory = "mock"\nred_pin = 13\n{SERVOS}',
            "gpio.red_pin = 13: gpio.tilt.pin uses this pin too; allowed: a pin of its own",
            id="light-on-a-servo-s-pin",
        ),
        pytest.param(
            PULSES.format(driver="pca9685", more="", tilt=1)
            + '[gpio]\npin_factory = "mock"\nred_pin = 5\npause_pin = 5\n',
            "gpio.pause_pin = 5: gpio.red_pin uses this pin too",
            id="button-on-a-light-s-pin",
        ),
        pytest.param(
            PULSES.format(driver="maestro", more='port = "/dev/x"', tilt=1)
            + "min_us = 2400\nmax_us = 600\n",
            "maestro.tilt.min_us = 2400: allowed: below maestro.tilt.max_us = 600",
            id="swapped-ends",
        ),
        pytest.param(
            PULSES.format(driver="maestro", more='port = "/dev/x"', tilt=1) + "centre_us = 9000\n",
            "maestro.tilt.centre_us = 9000",
            id="no-servo-s-centre",
        ),
        pytest.param(
            PULSES.format(driver="pwm", more='chip = "../../etc"', tilt=1), "pwm.chip", id="chip"
        ),
        pytest.param(
            PULSES.format(driver="pca9685", more="", tilt=1) + '[buttons]\ndriver = "gpio"\n',
            'buttons.driver = "gpio": needs [gpio]',
            id="buttons-without-pins",
        ),
        pytest.param(
            PULSES.format(driver="pca9685", more="", tilt=1) + '[lights]\ndriver = "gpio"\n',
            'lights.driver = "gpio": needs [gpio]',
            id="lights-without-gpio",
        ),
        pytest.param('[body]\ndriver = "simulated"\nserial = "../x"\n', "body.serial", id="serial"),
        pytest.param(BUS.format(more="", tilt=1), "each servo needs its own", id="same-ids"),
        pytest.param(
            BUS.format(more="battery_empty_v = 7\n", tilt=2), "battery_full_v", id="half-a-battery"
        ),
        pytest.param(
            BUS.format(more="", tilt=2).replace('lights = "none"', 'lights = "gpio"'),
            "feetech.lights",
            id="lights-without-pins",
        ),
        pytest.param(
            BUS.format(more="", tilt=2).replace('lights = "none"\n', ""), "lights", id="no-lights"
        ),
    ],
)
def test_what_does_not_fit_is_refused_with_its_key(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, text)
    assert why in str(refused.value)


def test_the_environment_overrides_a_key(tmp_path: Path) -> None:
    text = '[body]\ndriver = "simulated"\n'
    with pytest.raises(ConfigError, match="KARLSSON_MOTION__SPEED_DEG_S"):
        read(tmp_path, text, KARLSSON_MOTION__SPEED_DEG_S="fast")


def test_without_the_usual_file_the_body_is_to_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = tmp_path / "body.toml"
    monkeypatch.setattr(config_module, "USUAL_FILE", usual)
    for path in (None, usual):
        assert load_or_find(path, {}).body.driver == "find"
    assert load_or_find(None, {"KARLSSON_BODY__DRIVER": "simulated"}).body.driver == "simulated"
    with pytest.raises(ConfigError, match="is not there"):
        load_or_find(tmp_path / "other.toml", {})
    usual.write_text('[body]\ndriver = "simulated"\n')
    assert load_or_find(None, {}).body.driver == "simulated"
    usual.write_text("")
    with pytest.raises(ConfigError, match="body"):
        load_or_find(None, {})
