from pathlib import Path

from bridge.protocol.vocabulary import MARKS, SIGNALS
from hardware.papers.pose.for_app import module

APP = Path(__file__).parents[4] / "pupil_app" / "js" / "page" / "signal_table.js"


def test_the_app_draws_what_the_robot_shows() -> None:
    """Else: `./run body draw --app pupil_app/js/page/signal_table.js`."""
    assert APP.read_text(encoding="utf-8") == module()


def test_the_app_knows_every_signal_and_the_eyes_it_needs() -> None:
    text = module()
    assert all(f"\n  {name}: {{" in text for name in SIGNALS)
    assert "hand_right" not in text


def test_the_app_knows_which_eyes_look_and_what_may_be_added() -> None:
    text = module()
    assert 'LOOKING = Object.freeze(["half", "open", "search_left", "search_right"])' in text
    assert all(f'"{mark}": ' in text for mark in MARKS)
