from msgspec import UNSET, UnsetType

from bridge.signaling.safe_mode import SafeModeNews
from tests.bridge.people import snapshot


def news(*codes: str | UnsetType) -> list[str]:
    watch = SafeModeNews()
    return [one for code in codes for one in watch.take(snapshot(None, safe_mode=code))]


def test_a_robot_that_runs_as_usual_is_no_news() -> None:
    assert news(UNSET, UNSET) == []


def test_safe_mode_is_told_once_with_what_is_left_out_and_its_end() -> None:
    first, second, third, last = news(
        "no_extras", "no_extras", "no_picture", "left_ear", "left_ear", UNSET
    )
    assert "safe mode, without phrases" in first
    assert "safe mode, without picture;" in second
    assert "safe mode, with less than usual" in third
    assert last == "runs as usual again"
