from typing import Any

import numpy as np
import pytest

from robot.wifi.decoding import codes_in
from tests.robot.wifi.codes import CODE, HEIGHT, WIDTH, held


@pytest.mark.parametrize(
    "how",
    [
        pytest.param({}, id="plain"),
        pytest.param({"inverted": True}, id="dark mode of a phone"),
        pytest.param({"module_px": 3.2}, id="small"),
        pytest.param({"turned_deg": 27, "tilted": 0.25}, id="turned and tilted"),
        pytest.param({"turned_deg": 180}, id="upside down"),
        pytest.param({"blur_px": 1.8}, id="out of focus"),
        pytest.param({"noise": 25}, id="in a dark room"),
        pytest.param(
            {"module_px": 5, "turned_deg": 12, "tilted": 0.15, "blur_px": 1.2, "noise": 12},
            id="all of it",
        ),
    ],
)
def test_a_code_is_read_as_a_camera_sees_it(how: dict[str, Any]) -> None:
    assert codes_in(held(CODE, **how)) == [CODE]


def test_letters_beyond_ascii_are_read_though_no_code_says_how_they_are_written() -> None:
    code = "WIFI:T:WPA;S:Grüße 🎓;P:ñandú-ñandú;;"
    assert codes_in(held(code)) == [code]


def test_a_room_without_a_code_gives_nothing() -> None:
    assert codes_in(np.zeros((HEIGHT, WIDTH), np.uint8)) == []
    assert codes_in(held(CODE, module_px=1)) == []
