import pytest

from hardware.lights.config import Ambient, Lights, Matrix, contradiction


@pytest.mark.parametrize(
    ("lights", "what"),
    [
        pytest.param(Lights(driver="matrix"), "[lights.matrix]", id="matrix"),
        pytest.param(Lights(brightness="ambient"), "[lights.ambient]", id="ambient"),
        pytest.param(
            Lights(driver="matrix", matrix=Matrix(left=0x70, right=0x70)), "right eye", id="eyes"
        ),
        pytest.param(
            Lights(
                driver="matrix",
                matrix=Matrix(),
                ambient=Ambient(sensor="bh1750", address=0x70),
            ),
            "an eye answers there",
            id="sensor on an eye",
        ),
    ],
)
def test_lights_that_do_not_fit_together_are_refused(lights: Lights, what: str) -> None:
    text = contradiction(lights)
    assert text is not None
    assert what in text


def test_lights_that_fit_together_are_taken() -> None:
    assert contradiction(Lights()) is None
    both = Lights(
        driver="matrix",
        brightness="ambient",
        matrix=Matrix(),
        ambient=Ambient(sensor="veml7700"),
    )
    assert contradiction(both) is None
