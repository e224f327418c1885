from bridge.base import allowances
from bridge.base.allowances import Allowances


def test_handshakes_are_counted_by_neighbourhood() -> None:
    given = Allowances(handshakes_per_minute=2)
    assert [given.handshake("192.0.2.1", 0) for _ in range(3)] == [True, True, False]
    assert given.handshake("192.0.2.2", 0)
    assert given.handshake("192.0.2.1", 30)


def test_offers_are_counted_by_device_over_all_its_connections() -> None:
    given = Allowances(handshakes_per_minute=1)
    passed = sum(given.offer("L" * 43, 0) for _ in range(961))
    assert passed == allowances.OFFER_BURST
    assert given.offer("O" * 43, 0)
    assert given.offer("L" * 43, 1)


def test_a_connection_that_sends_all_its_messages_is_not_cut_for_its_frames() -> None:
    frames, messages, mistakes = (
        make(0.0) for make in (allowances.frames, allowances.messages, allowances.mistakes)
    )
    said = 0
    while messages.take(0.0):
        said += 1
    while mistakes.take(0.0):
        said += 1
    assert frames.take(0.0, 2 * said)


def test_a_buddys_link_has_few_actions_over_all_its_connections() -> None:
    given = Allowances(handshakes_per_minute=1)
    passed = sum(given.buddy("hash", 0) for _ in range(100))
    assert passed == allowances.BUDDY_BURST
    assert given.buddy("other", 0)
    assert given.buddy("hash", 1)
