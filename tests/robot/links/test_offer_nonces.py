from itertools import count

from bridge.protocol.keys import from_text
from bridge.protocol.limits import OFFER_NONCE_LIFE_S
from robot.links.bridge_link import random_nonce
from robot.links.offer_nonces import OfferNonces

LIFE_S = OFFER_NONCE_LIFE_S


def numbered() -> OfferNonces:
    numbers = count(1)
    return OfferNonces(lambda: f"nonce {next(numbers)}")


def test_a_nonce_stays_the_newest_for_its_time() -> None:
    nonces = numbered()
    assert nonces.left_s(5.0) == 0.0
    assert nonces.newest(5.0) == nonces.newest(5.0 + LIFE_S - 0.1) == "nonce 1"
    assert nonces.left_s(6.0) == LIFE_S - 1.0
    assert nonces.newest(5.0 + LIFE_S) == "nonce 2"


def test_a_nonce_counts_for_twice_its_time_and_then_never_again() -> None:
    nonces = numbered()
    first = nonces.newest(0.0)
    nonces.newest(LIFE_S)
    assert nonces.counts(first, 2 * LIFE_S - 0.1)
    assert not nonces.counts(first, 2 * LIFE_S)
    assert nonces.counts("nonce 2", 2 * LIFE_S)
    assert not nonces.counts(first, 0.0)


def test_a_robot_whose_bridge_was_away_for_long_begins_anew() -> None:
    nonces = numbered()
    old = nonces.newest(0.0)
    assert not nonces.counts(old, 9e5)
    assert nonces.left_s(9e5) <= 0.0
    assert nonces.counts(nonces.newest(9e5), 9e5)


def test_what_was_never_made_here_does_not_count() -> None:
    nonces = OfferNonces(random_nonce)
    assert not nonces.counts("", 0.0)
    former = OfferNonces(random_nonce).newest(0.0)
    assert len(from_text(nonces.newest(0.0))) == 16
    assert not nonces.counts(former, 0.0)
