import re
from pathlib import Path
from typing import get_args

import pytest

from bridge.protocol import fields
from hardware.papers.canvas import Rectangle, Squares
from hardware.papers.figure import WIDTH, figure
from hardware.papers.legend import FIGURE_WIDTH
from hardware.papers.outfit import CLOTH, PLAIN, SHELLS, STRIPE, Shell, Wears, look
from hardware.signals.table import SIGNAL_TABLE

APP = Path(__file__).parents[3] / "pupil_app" / "figure.css"


def of_app(shell: str) -> dict[str, str]:
    """Return the light colours of the app's drawing."""
    css = APP.read_text(encoding="utf-8")
    usual = dict(re.findall(r"--(\w+): (#\w+);", css[css.index(".figure {") : css.index("}")]))
    own = re.search(rf'\.figure\[data-shell="{shell}"\] {{(.*?)}}', css)
    return usual | (dict(re.findall(r"--(\w+): (#\w+);", own[1])) if own else {})


@pytest.mark.parametrize("shell", get_args(Shell))
def test_the_paper_has_the_colours_of_the_app(shell: Shell) -> None:
    drawn, shown = SHELLS[shell], of_app(shell)
    for name in ("shell", "limb", "edge", "cloth", "stripe"):
        assert getattr(drawn, name) == shown[name], name


def test_without_a_choice_the_robot_is_drawn_plain() -> None:
    assert look(None, "none") == PLAIN
    assert set(SHELLS) == set(get_args(Shell)) == set(get_args(fields.Shell))
    assert get_args(Wears) == get_args(fields.Wears)


@pytest.mark.parametrize("wears", get_args(Wears))
def test_clothes_are_seen_in_each_signal_and_hide_no_eyes(wears: Wears) -> None:
    for signal in SIGNAL_TABLE.values():
        dressed = list(figure(signal, 0.0, 0.0, raised=False, look=look("mint", wears)))
        bare = list(figure(signal, 0.0, 0.0, raised=False, look=look("mint", "none")))
        assert (dressed == bare) == (wears == "none")
        eyes = next(i for i, one in enumerate(dressed) if isinstance(one, Squares))
        over = [one for one in dressed[eyes:] if isinstance(one, Rectangle)]
        assert all(one.fill in {CLOTH, STRIPE} and one.y < 6.0 for one in over)
        assert all(one.x + one.width <= max(WIDTH + 1.0, FIGURE_WIDTH) for one in over)


def test_a_cap_has_room_above_the_head() -> None:
    assert look("mint", "cap").above_mm > 0 == look("mint", "scarf").above_mm
