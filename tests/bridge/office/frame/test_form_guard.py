import pytest

from bridge.office.frame.form_guard import (
    ALL_IN_WINDOW,
    FAST_S,
    FLOOD_IN_WINDOW,
    MOST_IN_WINDOW,
    MOST_SEEN,
    USUAL_IN_WINDOW,
    WINDOW_S,
    FormGuard,
)

NOW = 1000.0
LATER = NOW + 60


@pytest.fixture
def guard() -> FormGuard:
    return FormGuard(NOW)


def test_a_person_who_takes_their_time_is_fine(guard: FormGuard) -> None:
    assert guard.look(NOW + FAST_S, "192.0.2.1", guard.stamp(NOW), "") == "fine"


def test_haste_a_filled_trap_and_a_foreign_stamp_are_put_aside(guard: FormGuard) -> None:
    assert guard.look(NOW + FAST_S - 0.1, "192.0.2.1", guard.stamp(NOW), "") == "aside"
    assert guard.look(LATER, "192.0.2.2", guard.stamp(NOW), "https://spam.example") == "aside"
    for n, stamp in enumerate(("", "x", "ä", "A" * 43, FormGuard(NOW).stamp(NOW), "=" * 9)):
        assert guard.look(LATER, f"198.51.100.{n}", stamp, "") == "aside"
    # A moved time needs another signature.
    own = guard.stamp(LATER)
    assert guard.look(LATER, "192.0.2.3", "AAAA" + own[4:], "") == "aside"


def test_a_form_that_is_sent_twice_counts_once(guard: FormGuard) -> None:
    stamp = guard.stamp(NOW)
    assert guard.look(LATER, "192.0.2.1", stamp, "") == "fine"
    assert guard.look(LATER, "192.0.2.1", stamp, "") == "again"


def test_many_from_one_neighbourhood_are_put_aside_then_refused_and_others_are_not(
    guard: FormGuard,
) -> None:
    said = [guard.look(LATER, "192.0.2.1", guard.stamp(NOW), "") for _ in range(MOST_IN_WINDOW + 1)]
    assert said[:USUAL_IN_WINDOW] == ["fine"] * USUAL_IN_WINDOW
    assert said[USUAL_IN_WINDOW] == said[-2] == "aside"
    assert said[-1] == "too_often"
    assert guard.look(LATER, "192.0.2.2", guard.stamp(NOW), "") == "fine"
    assert guard.look(LATER + WINDOW_S, "192.0.2.1", guard.stamp(NOW), "") == "fine"


def test_one_neighbourhood_uses_up_nothing_of_all_others(guard: FormGuard) -> None:
    for _ in range(2 * FLOOD_IN_WINDOW):
        guard.look(LATER, "192.0.2.1", guard.stamp(NOW), "")
    for n in range(ALL_IN_WINDOW - USUAL_IN_WINDOW):
        assert guard.look(LATER, f"198.51.100.{n}", guard.stamp(NOW), "") == "fine"


def test_a_flood_from_everywhere_is_put_aside_and_refused_at_last(guard: FormGuard) -> None:
    said = [
        guard.look(LATER, f"2001:db8:{n:x}::/64", guard.stamp(NOW), "")
        for n in range(FLOOD_IN_WINDOW + 1)
    ]
    assert set(said[:ALL_IN_WINDOW]) == {"fine"}
    assert set(said[ALL_IN_WINDOW:FLOOD_IN_WINDOW]) == {"aside"}
    assert said[-1] == "too_often"


def test_behind_a_proxy_that_names_nobody_only_the_limits_for_everybody_hold(
    guard: FormGuard,
) -> None:
    said = {guard.look(LATER, "", guard.stamp(NOW), "") for _ in range(MOST_IN_WINDOW + 5)}
    assert said == {"fine"}


def test_what_is_remembered_has_an_end(guard: FormGuard) -> None:
    for n in range(MOST_SEEN + 10):
        guard.look(NOW + n * WINDOW_S, "", f"stamp {n}", "")
    assert len(guard._sent) == MOST_SEEN
