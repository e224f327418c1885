from bridge.office.frame import limits
from bridge.office.frame.limits import OfficeLimits, OfficeRates

MEMBER_BURST, STRANGER_BURST, ALL_BURST = 150, 60, 200


def limited() -> OfficeLimits:
    return OfficeLimits(OfficeRates(), 0.0)


def taken(one: OfficeLimits, token: str, where: str, now: float = 0.0) -> int:
    """Return how many requests are answered at once."""
    count = 0
    while one.allows(token, where, now):
        count += 1
    return count


def test_strangers_have_an_allowance_for_each_neighbourhood_and_one_for_all() -> None:
    one = limited()
    assert taken(one, "", "203.0.113.7") == STRANGER_BURST
    assert taken(one, "", "198.51.100.1") == STRANGER_BURST
    rest = ALL_BURST - 2 * STRANGER_BURST
    assert taken(one, "", "") == rest
    assert taken(one, "", "203.0.113.7", 1.0) == 2


def test_somebody_new_comes_in_while_a_flood_has_used_everything_up() -> None:
    one = limited()
    assert taken(one, "", "") == ALL_BURST
    assert taken(one, "anna", "192.0.2.1") == limits.NEWCOMER_BURST
    assert not one.allows("", "", 0.0)


def test_a_cookie_that_was_made_up_gets_nothing_more() -> None:
    one = limited()
    count = 0
    while one.allows(f"made up {count}", "203.0.113.7", 0.0):
        count += 1
    assert count == STRANGER_BURST


def test_no_flood_of_strangers_keeps_a_member_out() -> None:
    one = limited()
    one.held("anna")
    while one.allows("", "", 0.0):
        pass
    assert taken(one, "anna", "203.0.113.7") == MEMBER_BURST
    one.ended("anna")
    assert not one.allows("anna", "", 0.0)


def test_what_is_remembered_is_bounded() -> None:
    one = limited()
    for number in range(limits.MOST_SESSIONS + 10):
        one.held(str(number))
    while one.allows("", "", 0.0):
        pass
    assert not one.allows("0", "", 0.0)
    assert one.allows(str(limits.MOST_SESSIONS), "", 0.0)
