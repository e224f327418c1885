import pytest

from bridge.relay.nonces import LIFE_S, NonceMint


def test_a_nonce_is_good_for_its_peer_and_its_time() -> None:
    mint = NonceMint(b"secret")
    nonce = mint.make("peer 1", 1000.0)
    assert mint.check(nonce, "peer 1", 1000.0) == "good"
    assert mint.check(nonce, "peer 1", 1000.0 + LIFE_S) == "good"
    assert mint.check(nonce, "peer 1", 1001.0 + LIFE_S) == "stale"
    assert mint.check(nonce, "peer 2", 1000.0) == "foreign"
    assert NonceMint(b"other").check(nonce, "peer 1", 1000.0) == "foreign"


@pytest.mark.parametrize("nonce", ["", "0", "zzzzzzzz" + "0" * 24, "ü" * 32, "0" * 500])
def test_what_nobody_made_is_foreign(nonce: str) -> None:
    assert NonceMint(b"secret").check(nonce, "peer 1", 1000.0) == "foreign"
