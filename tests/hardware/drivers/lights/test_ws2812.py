import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.contract.errors import HardwareError
from hardware.contract.interfaces import LightState
from hardware.drivers.lights.ws2812 import QUIET, SPEED_HZ, Ws2812Ring, stretched

BIT_NS = 1e9 / SPEED_HZ


class Line:
    """An oscilloscope on the wire: the bytes of each transfer."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.broken = self.closed = False

    def write(self, data: bytes) -> None:
        if self.broken:
            raise HardwareError("ring", "broke", "lights")
        self.sent.append(data)

    def close(self) -> None:
        self.closed = True


def heard(sent: bytes) -> bytes:
    """Decode the pulses on the wire as a chip does, by their length."""
    wire = "".join(f"{byte:08b}" for byte in sent).strip("0")
    bits = []
    for high in (pulse for pulse in wire.split("0") if pulse):
        high_ns = len(high) * BIT_NS
        assert 250 <= high_ns <= 380 or 650 <= high_ns <= 950, "no chip knows this pulse"
        bits.append("1" if high_ns > 500 else "0")
    return int("".join(bits), 2).to_bytes(len(bits) // 8, "big")


@given(st.binary(min_size=1, max_size=200))
def test_leds_hear_what_was_sent(data: bytes) -> None:
    assert heard(stretched(data)) == data


def test_silence_before_and_after_is_long_enough() -> None:
    assert len(QUIET) * 8 * BIT_NS >= 280_000


@pytest.mark.parametrize(("order", "parts"), [("grb", (128, 255, 0)), ("rgb", (255, 128, 0))])
def test_every_led_gets_the_colour_in_its_order(order: str, parts: tuple[int, ...]) -> None:
    line = Line()
    ring = Ws2812Ring(line, 12, "grb" if order == "grb" else "rgb")
    ring.draw(LightState(1.0, 0.5, 0.0))
    assert heard(line.sent[0]) == bytes(parts) * 12


def test_dimming_never_takes_the_ring_away() -> None:
    ring = Ws2812Ring(Line(), 1)
    assert max(ring.looks(LightState(0.25, 0.55, 1.0, brightness=0.0))) == 10
    assert ring.looks(LightState()) == b"\0\0\0"


def test_eyes_are_nothing_to_the_ring() -> None:
    ring = Ws2812Ring(Line(), 1)
    assert ring.looks(LightState(eyes=1.0)) == ring.looks(LightState())


def test_closing_darkens_it_also_when_the_bus_broke() -> None:
    line = Line()
    Ws2812Ring(line, 2).close()
    assert heard(line.sent[-1]) == bytes(6)
    assert line.closed
    line = Line()
    line.broken = True
    Ws2812Ring(line, 2).close()
    assert line.closed
