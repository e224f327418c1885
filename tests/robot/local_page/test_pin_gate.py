from robot.local_page.pin_gate import FIRST_WAIT_S, FORGOTTEN_S, FREE_TRIES, MOST_WAIT_S, PinGate


def wrong(gate: PinGate, now: float) -> float:
    """Try a wrong PIN as soon as that is possible; return when it was."""
    now += gate.wait_s(now)
    assert gate.take(now)
    gate.tried(False, now)
    return now


def test_a_few_slips_cost_nothing_and_then_the_wait_doubles() -> None:
    gate, now = PinGate(), 100.0
    for _ in range(FREE_TRIES - 1):
        now = wrong(gate, now)
        assert gate.wait_s(now) == 0.0
    waits = []
    for _ in range(8):
        now = wrong(gate, now)
        waits.append(gate.wait_s(now))
        assert not gate.take(now)
    assert waits[:4] == [30.0, 60.0, 120.0, 240.0]
    assert waits[-1] == MOST_WAIT_S


def test_a_day_has_about_a_hundred_tries_for_all_strangers_together() -> None:
    gate, now, tries = PinGate(), 0.0, 0
    while now < 86_400.0:
        now = wrong(gate, now)
        tries += 1
    assert tries < 110


def test_the_right_pin_makes_the_first_tries_free_again() -> None:
    gate, now = PinGate(), 0.0
    for _ in range(FREE_TRIES):
        now = wrong(gate, now)
    now += gate.wait_s(now)
    assert gate.take(now)
    gate.tried(True, now)
    now = wrong(gate, now)
    assert gate.wait_s(now) == 0.0


def test_old_mistakes_are_forgotten() -> None:
    gate, now = PinGate(), 0.0
    for _ in range(FREE_TRIES):
        now = wrong(gate, now)
    assert gate.wait_s(now) == FIRST_WAIT_S
    now = wrong(gate, now + FORGOTTEN_S)
    assert gate.wait_s(now) == 0.0


def test_only_one_pin_is_tried_at_a_time_so_that_nobody_can_use_up_the_processor() -> None:
    gate = PinGate()
    assert gate.take(1.0)
    assert not gate.take(1.0)
    gate.tried(None, 1.0)
    assert gate.take(1.0)
