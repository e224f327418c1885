import pytest

from robot.media.roads.reach import Reach, is_address, is_loopback, only_within_relay

METADATA = ("169.254.169.254", "fd00:ec2::254", "100.100.100.200", "168.63.129.16", "192.0.0.192")
LOCAL = ("127.0.0.1", "127.8.8.8", "::1", "0.0.0.0", "0.1.2.3", "::", "169.254.3.4", "fe80::1")
WRAPPED = (
    *("::ffff:127.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe"),
    *("2002:7f00:1::", "2002:a9fe:a9fe::1", "64:ff9b:1::a9fe:a9fe"),
    "2001:0:a9fe:a9fe::1",
)
OTHERS = ("224.0.0.251", "255.255.255.255", "ff02::fb", "240.0.0.1", "fe80::1%eth0")
PRIVATE = ("10.1.2.3", "172.31.0.1", "192.168.1.7", "100.64.0.1", "fd12::1", "198.18.0.9")
NAMES = ("localhost", "tablet.local", "", "1", "0x7f000001", "127.1", "0177.0.0.1")
PUBLIC = ("203.0.113.9", "8.8.8.8", "2001:db8::9", "172.32.0.1", "100.128.0.1", "64:ff9b::808:808")


@pytest.mark.parametrize("host", [*METADATA, *LOCAL, *WRAPPED, *OTHERS, *NAMES])
@pytest.mark.parametrize("relayed", [False, True])
def test_no_packet_goes_there_wherever_the_robot_is(host: str, relayed: bool) -> None:
    own = ["10.0.0.5", "192.168.1.5", "172.16.0.5", "100.100.1.1", "fd00:ec2::5", "169.254.7.7"]
    assert not Reach(own).allows(host, relayed=relayed)
    assert Reach(own).is_never(host)


@pytest.mark.parametrize("host", PUBLIC)
def test_public_addresses_are_reached(host: str) -> None:
    assert Reach().allows(host)
    assert not Reach().is_never(host)


@pytest.mark.parametrize("host", PRIVATE)
def test_a_private_range_only_where_the_robot_is_in_it(host: str) -> None:
    assert not Reach(["203.0.113.5", "2001:db8::5"]).allows(host)
    assert Reach([host]).allows(host)
    # It may be heard from there, though: an answer goes only where a child has proven itself.
    assert not Reach().is_never(host)


def test_a_range_is_not_its_neighbour() -> None:
    reach = Reach(["10.77.0.1"])
    assert reach.allows("10.200.0.9")
    assert not reach.allows("192.168.0.9")
    assert not reach.allows("fd12::9")
    # A private address in disguise needs the same right.
    assert reach.allows("64:ff9b::a00:1")
    assert not reach.allows("64:ff9b::c0a8:1")


@pytest.mark.parametrize("host", ["127.0.0.1", "169.254.1.1", "10.9.9.9", "fd00:ec2::254"])
def test_what_the_configuration_allows_is_reached(host: str) -> None:
    reach = Reach((), ["127.0.0.0/8", "169.254.1.1/32", "10.9.0.0/16", "fd00:ec2::/32"])
    assert reach.allows(host)
    assert not reach.is_never(host)
    assert not reach.allows("10.8.0.1")


def test_addresses_of_a_closed_relay_exist_only_behind_a_relay() -> None:
    assert Reach().allows("198.18.0.9", relayed=True)
    assert only_within_relay("198.19.255.255")
    assert not only_within_relay("198.20.0.1")
    assert not only_within_relay("name")
    assert not Reach().allows("10.0.0.1", relayed=True)


def test_names_are_told_from_addresses() -> None:
    assert is_address("192.0.2.1")
    assert is_address("::1")
    assert not is_address("localhost")


def test_loopback_is_told_by_name_and_address() -> None:
    assert all(map(is_loopback, ("localhost", "LocalHost", "127.0.0.1", "127.9.9.9", "::1")))
    assert not any(map(is_loopback, ("", "karlsson.example.org", "128.0.0.1", "::2")))
