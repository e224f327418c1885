from hypothesis import given
from hypothesis import strategies as st

from robot.media.transport.pacer import MOST_PACKETS, ORDER, REPEAT_STALE_S, Pacer
from robot.media.transport.plan import Kind


def drain(pacer: Pacer, now: float) -> list[Kind]:
    kinds = []
    while (popped := pacer.pop(now)) is not None:
        kinds.append(popped[1])
    return kinds


def test_the_important_goes_first() -> None:
    pacer = Pacer(100_000_000, 0.0)
    for kind in reversed(ORDER):
        pacer.push(bytes(100), kind, 0.0)
    assert drain(pacer, 0.0) == list(ORDER)


def test_packets_leave_at_the_rate() -> None:
    pacer = Pacer(800_000, 0.0)
    for _ in range(50):
        pacer.push(bytes(1000), "picture", 0.0)
    assert len(drain(pacer, 0.0)) <= 4
    later = sum(len(drain(pacer, 0.002 * i)) for i in range(1, 51))
    assert 9 <= later <= 11
    wait_s = pacer.wait_s(0.1)
    assert wait_s is not None
    assert 0 < wait_s <= 0.01


def test_sound_never_waits_but_counts() -> None:
    pacer = Pacer(80_000, 0.0)
    for _ in range(5):
        pacer.push(bytes(1000), "picture", 0.0)
    drain(pacer, 0.0)
    pacer.push(bytes(100), "sound", 0.0)
    before = pacer.wait_s(0.0)
    assert before == 0.0, "sound is due"
    assert drain(pacer, 0.0) == ["sound"]
    after = pacer.wait_s(0.0)
    assert after is not None
    assert after > 0.05


def test_a_copy_waits_for_its_time() -> None:
    pacer = Pacer(1_000_000, 0.0)
    pacer.push(bytes(100), "repeat", 0.0, 0.02)
    assert pacer.pop(0.01) is None
    assert pacer.wait_s(0.01) == 0.01
    assert drain(pacer, 0.02) == ["repeat"]


def test_second_copies_do_not_hold_up_first_ones() -> None:
    pacer = Pacer(10_000_000, 0.0)
    pacer.push(b"second of one", "repeat", 0.0, 0.04)
    pacer.push(b"first of two", "repeat", 0.0, 0.03)
    assert pacer.pop(0.03) == (b"first of two", "repeat")
    assert pacer.pop(0.03) is None


def test_an_old_copy_is_dropped() -> None:
    pacer = Pacer(1_000_000, 0.0)
    pacer.push(bytes(100), "repeat", 0.0, 0.02)
    assert drain(pacer, 0.03 + REPEAT_STALE_S) == []
    assert pacer.dropped == 1
    assert pacer.wait_s(1.0) is None


def test_the_backlog_counts_what_holds_up_the_picture() -> None:
    pacer = Pacer(1_000, 0.0)
    pacer.push(bytes(1000), "picture", 0.0)
    pacer.push(bytes(1000), "retransmission", 0.0)
    pacer.push(bytes(1000), "repeat", 0.0)
    assert pacer.backlog_bytes == 2000
    assert pacer.drop_picture() == 3
    assert pacer.backlog_bytes == 0


def test_an_idle_pacer_saves_no_great_burst() -> None:
    pacer = Pacer(800_000, 0.0)
    for _ in range(100):
        pacer.push(bytes(1000), "picture", 60.0)
    assert len(drain(pacer, 60.0)) <= 4


def test_a_low_rate_does_not_hold_things_for_ever() -> None:
    pacer = Pacer(1, 0.0)
    pacer.push(bytes(1000), "picture", 0.0)
    pacer.push(bytes(1000), "picture", 0.0)
    drain(pacer, 0.0)
    wait_s = pacer.wait_s(0.0)
    assert wait_s is None or wait_s <= 1.0


@given(st.lists(st.tuples(st.sampled_from(ORDER), st.integers(1, 1300)), max_size=1500))
def test_every_queue_is_bounded_and_nothing_is_lost_unsaid(pushes: list[tuple[Kind, int]]) -> None:
    pacer = Pacer(1_000_000_000, 0.0)
    taken = sum(pacer.push(bytes(size), kind, 0.0) for kind, size in pushes)
    assert taken + pacer.dropped == len(pushes)
    assert taken <= sum(MOST_PACKETS.values())
    assert len(drain(pacer, 0.1)) == taken
    assert pacer.backlog_bytes == 0
