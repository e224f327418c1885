import logging
from types import SimpleNamespace
from typing import Any

import gpiozero
import pytest

from hardware.contract.errors import NotConnected
from hardware.drivers.pulse.header import exact_duty, make_factory, warn_about_jitter


@pytest.mark.parametrize("name", ["lgpio", "native", "rpigpio", "pigpio"])
def test_missing_pins_are_an_error_at_the_start(name: str, no_pi: None) -> None:
    with pytest.raises(NotConnected, match=name):
        make_factory(name)


@pytest.fixture
def no_pi(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on a laptop, wherever this runs."""

    def missing(name: str) -> Any:
        raise ModuleNotFoundError(f"No module named {name!r}")

    monkeypatch.setattr("hardware.drivers.pulse.header.importlib.import_module", missing)


def test_the_lgpio_factory_gets_pins_with_exact_duty_cycles(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = _Lines()

    class Factory:
        pin_class: type = _RoundingPin

    modules = {
        "gpiozero.pins.lgpio": SimpleNamespace(LGPIOFactory=Factory),
        "lgpio": lines,
    }
    monkeypatch.setattr(
        "hardware.drivers.pulse.header.importlib.import_module", modules.__getitem__
    )
    pin = make_factory("lgpio").pin_class()
    pin._pwm = (50, 0)
    pin._set_state(0.0755)
    assert lines.sent[0][3] == pytest.approx(7.55)


def test_pins_that_cannot_be_opened_are_an_error_at_the_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def denied() -> None:
        raise PermissionError("no access to the pins")

    module = SimpleNamespace(NativeFactory=denied)
    monkeypatch.setattr("hardware.drivers.pulse.header.importlib.import_module", lambda _: module)
    with pytest.raises(NotConnected, match="no access"):
        make_factory("native")


class _Lines:
    """The library under gpiozero's pins, as far as pulses need it."""

    class error(Exception):
        pass

    def __init__(self) -> None:
        self.sent: list[tuple[int, int, float, float]] = []
        self.broken = False

    def gpiochip_open(self, chip: int) -> int:
        return chip

    def tx_pwm(self, handle: int, number: int, frequency: float, duty: float) -> None:
        if self.broken:
            raise self.error
        self.sent.append((handle, number, frequency, duty))


class _RoundingPin:
    """A pin as gpiozero 2.0.1 has it on this library."""

    def __init__(self) -> None:
        self._pwm: tuple[float, float] | None = None
        self._number = 12
        self.factory = type("Factory", (), {"_handle": 7})()
        self.plain: list[float] = []

    def _set_state(self, value: float) -> None:
        self.plain.append(value)


def test_the_duty_cycle_is_not_rounded_to_whole_percents() -> None:
    lines = _Lines()
    pin = exact_duty(_RoundingPin, lines)()
    pin._set_state(1.0)
    assert pin.plain == [1.0]
    pin._pwm = (50, 0)
    pin._set_state(0.0765)
    assert lines.sent[0][:3] == (7, 12, 50)
    assert lines.sent[0][3] == pytest.approx(7.65)
    lines.broken = True
    with pytest.raises(gpiozero.PinInvalidState):
        pin._set_state(0.08)


def test_the_global_pin_factory_is_left_alone() -> None:
    assert gpiozero.Device.pin_factory is None


def test_an_empty_lgpio_is_told_from_the_real_one(monkeypatch: pytest.MonkeyPatch) -> None:
    modules = {"lgpio": SimpleNamespace(), "gpiozero.pins.lgpio": SimpleNamespace()}
    monkeypatch.setattr(
        "hardware.drivers.pulse.header.importlib.import_module", modules.__getitem__
    )
    with pytest.raises(NotConnected, match=r"is empty.*python3-lgpio"):
        make_factory("lgpio")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        pytest.param("lgpio", "trembles", id="lgpio"),
        pytest.param("rpigpio", "trembles", id="rpigpio"),
        pytest.param("pigpio", "", id="pigpio-is-exact"),
        pytest.param("mock", "", id="mock"),
    ],
)
def test_who_chooses_pulses_that_jitter_is_told_so(
    name: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        warn_about_jitter(name)
    assert said in caplog.text
    assert bool(caplog.text) == bool(said)
