import pytest

from robot.wifi.provisioning import (
    ALONE_S,
    HOTSPOT_S,
    PRESS_S,
    START_S,
    NetworkFacts,
    Provisioning,
)

NEW = NetworkFacts(connected=False, is_new=True)
KNOWN = NetworkFacts(connected=False, is_new=False)
CONNECTED = NetworkFacts(connected=True, is_new=False)
CABLE = NetworkFacts(connected=True, is_new=True)


def begun(facts: NetworkFacts) -> Provisioning:
    one = Provisioning(0.0)
    one.told(facts, 0.0)
    return one


def does(one: Provisioning, now: float) -> tuple[bool, bool]:
    return one.reads(now), one.hotspot(now)


def test_nothing_is_begun_before_the_network_is_known() -> None:
    one = Provisioning(0.0)
    one.pressed(1.0)
    assert does(one, 1.0) == (False, False)


def test_a_new_robot_reads_codes_and_makes_its_own_network_after_two_minutes() -> None:
    one = begun(NEW)
    assert does(one, 1.0) == (True, False)
    one.told(NEW, ALONE_S - 1)
    assert does(one, ALONE_S - 1) == (True, False)
    one.told(NEW, ALONE_S)
    assert does(one, ALONE_S) == (True, True)
    one.told(NEW, START_S)
    assert does(one, START_S) == (False, True)
    one.told(NEW, ALONE_S + HOTSPOT_S)
    assert does(one, ALONE_S + HOTSPOT_S) == (False, False)
    one.told(NEW, ALONE_S + HOTSPOT_S + 500)
    assert does(one, ALONE_S + HOTSPOT_S + 500) == (False, False)


@pytest.mark.parametrize("facts", [CONNECTED, CABLE])
def test_with_a_network_nothing_is_begun(facts: NetworkFacts) -> None:
    one = begun(facts)
    one.pressed(1.0)
    one.told(facts, ALONE_S)
    assert does(one, ALONE_S) == (False, False)


def test_an_outage_of_a_known_network_opens_nothing_by_itself() -> None:
    one = begun(KNOWN)
    one.told(KNOWN, 10 * ALONE_S)
    assert does(one, 10 * ALONE_S) == (False, False)


def test_holding_the_button_reads_codes_and_again_makes_the_own_network() -> None:
    one = begun(KNOWN)
    one.pressed(100.0)
    assert does(one, 101.0) == (True, False)
    one.pressed(110.0)
    assert does(one, 111.0) == (True, True)
    one.pressed(120.0)
    assert does(one, 121.0) == (True, False)
    assert does(one, 120.0 + PRESS_S) == (False, False)
    one.pressed(500.0)
    assert does(one, 501.0) == (True, False)


def test_a_new_robot_makes_its_own_network_at_the_first_press() -> None:
    one = begun(NEW)
    one.pressed(5.0)
    assert does(one, 6.0) == (True, True)
    assert does(one, 5.0 + HOTSPOT_S) == (False, False)


def test_a_network_ends_both_also_before_the_next_report() -> None:
    one = begun(NEW)
    one.pressed(5.0)
    one.joined(6.0)
    assert does(one, 6.0) == (False, False)
    other = begun(NEW)
    other.pressed(5.0)
    other.told(CONNECTED, 7.0)
    assert does(other, 7.0) == (False, False)
    other.told(KNOWN, 8.0)
    assert does(other, 8.0) == (False, False)


def test_never_while_somebody_is_in() -> None:
    one = begun(NEW)
    one.occupied(True)
    one.pressed(1.0)
    assert does(one, 1.0) == (False, False)
    one.occupied(False)
    assert does(one, 2.0) == (True, False)


def test_a_network_that_leads_nowhere_is_left_for_that_of_a_code_but_not_for_its_own() -> None:
    one = begun(CONNECTED)
    one.pressed(10.0, leads_nowhere=True)
    one.told(CONNECTED, 12.0)
    assert does(one, 12.0) == (True, False)
    one.pressed(20.0, leads_nowhere=True)
    assert does(one, 21.0) == (True, False)
    assert does(one, 20.0 + PRESS_S) == (False, False)
    one.pressed(200.0, leads_nowhere=True)
    one.joined(210.0)
    one.told(CONNECTED, 211.0)
    assert does(one, 211.0) == (False, False)
