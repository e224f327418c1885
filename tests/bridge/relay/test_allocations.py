import pytest

from bridge.relay import allocations as module
from bridge.relay import relayed, stranger_tests
from bridge.relay.allocations import (
    ALLOCATION_S,
    BYTES_AT_ONCE,
    CHANNEL_S,
    CHANNELS,
    MOST_ALLOCATION_S,
    OF_ONE_LESSON,
    PERMISSION_S,
    PERMISSIONS,
    WHOLE_LIFE_S,
    Allocation,
    Allocations,
)
from tests.bridge.relay.peers import Counting, Wire

A, B = "a", "b"
HOST = "192.0.2.7"


def exchange(process: int = 0, most: int = 100) -> Allocations:
    return Allocations(process, most, Counting(), lambda _process, _record: None)


def made(here: Allocations, identity: str = A, now: float = 0.0) -> tuple[Allocation, Wire]:
    wire = Wire()
    allocation = here.allocate(identity, HOST, wire, now)
    assert allocation
    return allocation, wire


def test_a_packet_reaches_whoever_let_its_sender_in() -> None:
    here = exchange()
    (one, _), (other, wire) = made(here), made(here)
    here.pass_on(one, other.key, b"lost", 1.0)
    assert not wire.packets
    other.permit(one.key, 1.0)
    here.pass_on(one, other.key, b"indication", 1.0)
    assert b"indication" in wire.packets[0]
    other.bind(0x4001, one.key, 1.0)
    here.pass_on(one, other.key, b"12345", 1.0)
    assert wire.packets[1] == b"\x40\x01\x00\x0512345\0\0\0"
    assert (here.packets, here.lost) == (2, 1)


def test_an_empty_packet_goes_nowhere() -> None:
    here = exchange()
    (one, _), (other, wire) = made(here), made(here)
    other.permit(one.key, 0.0)
    here.pass_on(one, other.key, b"", 0.0)
    assert not wire.packets


def test_another_lesson_is_not_reached_even_where_it_lets_in() -> None:
    here = exchange()
    (one, _), (other, wire) = made(here), made(here, B)
    one.permit(other.key, 0.0)
    other.permit(one.key, 0.0)
    here.pass_on(one, other.key, b"hello", 0.0)
    assert not wire.packets


def test_permissions_channels_and_allocations_end_by_themselves() -> None:
    here = exchange()
    (one, _), (other, wire) = made(here), made(here)
    other.refresh(MOST_ALLOCATION_S, 0.0)
    other.bind(0x4000, one.key, 0.0)
    here.pass_on(one, other.key, b"in time", PERMISSION_S)
    here.pass_on(one, other.key, b"late", PERMISSION_S + 1)
    other.permit(one.key, CHANNEL_S)
    here.pass_on(one, other.key, b"as indication", CHANNEL_S + 1)
    other.permit(one.key, MOST_ALLOCATION_S)
    here.pass_on(one, other.key, b"too late", MOST_ALLOCATION_S + 1)
    assert [b"in time" in wire.packets[0], b"as indication" in wire.packets[1]] == [True, True]
    assert len(wire.packets) == 2


def test_a_lifetime_has_bounds_however_often_it_is_asked_for() -> None:
    one, _ = made(exchange())
    assert one.refresh(1.0, 0.0) == ALLOCATION_S
    assert one.refresh(1e9, 0.0) == MOST_ALLOCATION_S
    assert one.refresh(1e9, WHOLE_LIFE_S - 60) == 60
    assert one.refresh(1e9, WHOLE_LIFE_S + 60) == 0


def test_channels_and_permissions_are_counted_and_forgotten() -> None:
    one, _ = made(exchange())
    hosts = [relayed.key_of(0, place, 0) for place in range(1, PERMISSIONS + 2)]
    assert [one.permit(host, 0.0) for host in hosts] == [True] * PERMISSIONS + [False]
    assert one.permit(hosts[0], 1.0)
    assert one.permit(hosts[-1], PERMISSION_S + 0.5)
    numbers = range(0x4000, 0x4000 + CHANNELS)
    now = 10 * PERMISSION_S
    assert all(one.bind(n, hosts[at], now) for at, n in enumerate(numbers))
    assert not one.bind(0x4FFF, hosts[-1], now)
    assert one.bind(0x4FFF, hosts[-1], now + CHANNEL_S + 1)


def test_a_channel_stays_with_its_peer() -> None:
    one, _ = made(exchange())
    first, second = relayed.key_of(0, 1, 0), relayed.key_of(0, 2, 0)
    assert one.bind(0x4000, first, 0.0)
    assert one.bind(0x4000, first, 1.0)
    assert not one.bind(0x4000, second, 1.0)
    assert not one.bind(0x4001, first, 1.0)


def test_a_lesson_has_its_share_and_a_process_its_size() -> None:
    here = exchange(most=OF_ONE_LESSON + 2)
    mine = [made(here)[0] for _ in range(OF_ONE_LESSON)]
    assert here.allocate(A, HOST, Wire(), 0.0) is None
    made(here, B)
    made(here, B)
    assert here.allocate(B, HOST, Wire(), 0.0) is None
    here.release(mine[0])
    here.release(mine[0])
    fresh, _ = made(here)
    assert fresh.key not in {one.key for one in mine}
    assert len(here) == OF_ONE_LESSON + 2


def test_a_strangers_test_reaches_its_own_neighbours_alone() -> None:
    here = exchange()
    wires = [Wire(), Wire(), Wire()]
    hosts = ("2001:db8::7", "2001:db8::8", "2001:db8:1::7")
    ends = [here.allocate("test.a", *there, 0.0) for there in zip(hosts, wires, strict=True)]
    one, near, far = (end for end in ends if end is not None)
    for end in (near, far):
        end.permit(one.key, 0.0)
        here.pass_on(one, end.key, b"hello", 0.0)
    assert [len(wire.packets) for wire in wires] == [0, 1, 0]


def test_a_strangers_test_is_short_and_small() -> None:
    here = exchange()
    (one, _), (other, wire) = made(here, "test.a"), made(here, "test.a")
    other.permit(one.key, 0.0)
    assert one.expires == one.refresh(1e9, 0.0) == stranger_tests.LIFE_S
    assert one.refresh(1e9, stranger_tests.LIFE_S + 1) == 0
    for _ in range(stranger_tests.BYTES // 1024 + 1):
        here.pass_on(one, other.key, bytes(1024), 0.0)
    assert len(wire.packets) == stranger_tests.BYTES // 1024
    assert not one.allowance.take(stranger_tests.LIFE_S)


def test_a_strangers_test_allocates_only_so_often() -> None:
    here = exchange()
    for _ in range(stranger_tests.OF_ONE_TEST):
        here.release(made(here, "test.a")[0])
    assert here.allocate("test.a", HOST, Wire(), 0.0) is None
    made(here, "test.b")


def test_a_sender_has_a_rate() -> None:
    here = exchange()
    (one, _), (other, wire) = made(here), made(here)
    other.permit(one.key, 0.0)
    packet = bytes([0x80]) * 1000
    for _ in range(BYTES_AT_ONCE // 1000 + 50):
        here.pass_on(one, other.key, packet, 0.0)
    assert len(wire.packets) == BYTES_AT_ONCE // 1000
    here.pass_on(one, other.key, packet, 1.0)
    assert len(wire.packets) == BYTES_AT_ONCE // 1000 + 1


def test_a_packet_crosses_to_another_process() -> None:
    records: list[tuple[int, bytes]] = []
    here = Allocations(2, 10, Counting(), lambda process, record: records.append((process, record)))
    there = exchange(5)
    (one, _), (other, wire) = made(here), made(there)
    other.bind(0x4000, one.key, 0.0)
    for packet in (b"first", b"second"):
        here.pass_on(one, other.key, packet, 0.0)
    assert [process for process, _ in records] == [5, 5]
    there.arrive(b"".join(record for _, record in records), 0.0)
    assert [frame[4:10] for frame in wire.packets] == [b"first\0", b"second"]


@pytest.mark.parametrize("size", range(0, 26, 5))
def test_half_a_record_harms_nobody(size: int) -> None:
    exchange().arrive(bytes(size), 0.0)


def test_the_network_of_relayed_addresses_is_one_that_no_host_has() -> None:
    assert str(relayed.NETWORK) == "198.18.0.0/15"
    assert module.FIRST_CHANNEL == 0x4000
