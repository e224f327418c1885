import pytest

from bridge.protocol.vocabulary import SIGNALS, SignalName
from hardware.papers.canvas import Disc, Shape, Squares
from hardware.papers.figure import LAMP_OFF, SHINES, brightest, figure, main_drawing, paint
from hardware.signals.rhythm import lit
from hardware.signals.table import SIGNAL_TABLE


def drawn(name: SignalName, raised: bool = False) -> list[Shape]:
    return list(figure(SIGNAL_TABLE[name], 0, 0, raised))


@pytest.mark.parametrize("name", SIGNALS)
def test_as_many_leds_shine_as_on_the_robot(name: SignalName) -> None:
    shining = [s for s in drawn(name) if isinstance(s, Squares) and s.fill == SHINES]
    face = main_drawing(SIGNAL_TABLE[name]).looking()
    assert sum(len(s.corners) for s in shining) == lit(face)


def test_a_head_at_rest_is_lower() -> None:
    def top(name: SignalName) -> float:
        return min(y for s in drawn(name) if isinstance(s, Squares) for _, y in s.corners)

    assert top("present") < top("whispering") < top("asleep")


def test_a_ring_that_never_shines_is_drawn_dark() -> None:
    def ring(name: SignalName) -> str:
        return next(s.colour for s in drawn(name) if isinstance(s, Disc) and s.edge)

    assert ring("asleep") == LAMP_OFF
    assert ring("hand") == paint(SIGNAL_TABLE["hand"].colour)


def test_an_arm_is_drawn_up_or_down() -> None:
    assert drawn("hand", raised=True) != drawn("hand")


def test_a_voice_can_make_the_ring_shine_fully() -> None:
    assert brightest(SIGNAL_TABLE["speaking"]) == 1.0
    assert brightest(SIGNAL_TABLE["whispering"]) < 0.2


def test_paint_goes_from_the_dark_lamp_to_its_colour() -> None:
    assert paint((1.0, 0.0, 0.0), 0.0) == LAMP_OFF
    assert paint((1.0, 0.0, 0.0), 1.0) == "#ff0000"
