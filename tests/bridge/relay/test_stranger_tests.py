from bridge.relay import stranger_tests
from bridge.relay.credentials import TEST_LIFE_S
from bridge.relay.stranger_tests import AT_ONCE, BYTES, LIFE_S, OF_ONE_TEST, StrangerTests
from bridge.web.nettest import CREDENTIALS_PER_MINUTE


def test_all_that_a_test_allocates_shares_one_allowance_for_good() -> None:
    tests = StrangerTests()
    one, other = tests.admit("test.a", 0.0), tests.admit("test.a", 1.0)
    assert one
    assert other
    assert one.life_s == LIFE_S
    assert one.allowance.take(1.0, BYTES - 1)
    assert other.allowance.take(1.0, 1)
    assert not other.allowance.take(1.0 + LIFE_S, 1)
    another = tests.admit("test.b", 1.0)
    assert another
    assert another.allowance.take(1.0, BYTES)


def test_a_test_allocates_only_so_often() -> None:
    tests = StrangerTests()
    assert all(tests.admit("test.a", 0.0) for _ in range(OF_ONE_TEST))
    assert tests.admit("test.a", 0.0) is None
    assert tests.admit("test.b", 0.0)


def test_tests_are_forgotten_once_their_credentials_have_expired() -> None:
    tests = StrangerTests()
    assert all(tests.admit(f"test.{number}", 0.0) for number in range(AT_ONCE))
    assert tests.admit("test.more", TEST_LIFE_S + LIFE_S - 1) is None
    assert tests.admit("test.more", TEST_LIFE_S + LIFE_S)


def test_the_bridge_gives_fewer_credentials_than_tests_are_remembered() -> None:
    remembered_s = stranger_tests._REMEMBERED_S
    assert CREDENTIALS_PER_MINUTE * (1 + remembered_s / 60) <= AT_ONCE
