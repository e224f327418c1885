from typing import get_args

import msgspec
import pytest

from bridge.protocol.vocabulary import SignalName
from hardware.contract import wire
from hardware.setup.dial import Style
from hardware.setup.watching import power_text, watch_frame

GREETING = wire.Greeting(2, "feetech", -80, 80, -30, 30, True)
STATE = msgspec.convert(
    {
        "type": "state",
        "at_s": 5.0,
        "target_pan_deg": 40.0,
        "target_tilt_deg": 0.0,
        "commanded_pan_deg": 20.0,
        "commanded_tilt_deg": 0.0,
        "measured_pan_deg": 18.5,
        "measured_tilt_deg": -1.0,
        "moving": True,
        "at_limit": False,
        "held": False,
        "attached": True,
        "signal": "present",
        "hand_raised": False,
        "paused": False,
        "dropped": 3,
        "faults": [{"code": "servo_hot", "part": "pan servo (id 1)", "text": "75 degrees"}],
        "servos": [{"axis": "pan", "load": -0.2, "temperature_c": 41.0, "volts": 7.3}],
    },
    wire.BodyState,
)


def test_everything_a_technician_asks_for_is_on_it() -> None:
    frame = watch_frame(GREETING, STATE, 100, Style(unicode=True), "en")
    text = "\n".join((*frame.lines, *frame.live))
    for part in (
        "feetech: Shows: Is here (moving)",
        "FAULT servo_hot: pan servo (id 1): 75 degrees",
        "◇ +40.0°  × +20.0°",
        "+18.5°  load 20%  41 °C  7.3 V",
        "Dropped: 3",
    ):
        assert part in text


@pytest.mark.parametrize("signal", get_args(SignalName))
@pytest.mark.parametrize("language", ["de", "en"])
def test_every_signal_fits_on_a_plain_narrow_terminal(signal: str, language: str) -> None:
    state = msgspec.structs.replace(STATE, signal=signal)
    frame = watch_frame(GREETING, state, 50, Style(), language)
    assert all(line.isascii() for line in (*frame.lines, *frame.live))


def test_a_limp_held_or_paused_head_is_called_so() -> None:
    state = msgspec.structs.replace(STATE, attached=False, held=True, paused=True)
    frame = watch_frame(GREETING, state, 100, Style(), "en")
    assert "limp, held by the dead man's switch, paused by the class" in " ".join(frame.lines)


def test_power_leaves_out_what_is_unknown() -> None:
    assert power_text(wire.PowerReport()) == "-"
    power = wire.PowerReport(percent=48.0, hours_left=2.25, soc_c=61.0, undervoltage=True)
    assert power_text(power) == "48 % (ok), 2.2 h, Pi 61 °C, UNDERVOLTAGE"


def test_a_dumb_terminal_gets_one_short_line() -> None:
    frame = watch_frame(GREETING, STATE, 80, Style(compact=True), "en")
    assert frame.live == ("pan +40>+20>+18 20% 41C  tilt +0>+0>-1",)
