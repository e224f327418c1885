import pytest

from tests.bench.reach.gates import FILTERS, Gate, Nat
from tests.bench.reach.packets import TCP, UDP, Flow, flow
from tests.bench.reach.test_packets import ipv4

BRIDGE, RELAY = "198.51.100.10", "198.51.100.11"
INNER, OUTER = "10.1.0.2", "203.0.113.2"


def back(way: Flow) -> Flow:
    return Flow(way.protocol, way.target, way.target_port, way.source, way.source_port)


@pytest.mark.parametrize(
    ("gate", "protocol", "port", "passes"),
    [
        ("open", UDP, 9, True),
        ("no-udp", UDP, 443, False),
        ("no-udp", TCP, 9, True),
        ("443", TCP, 443, True),
        ("443", TCP, 3478, False),
        ("443", UDP, 443, False),
        ("proxy", TCP, 3128, True),
        ("proxy", TCP, 443, False),
    ],
)
def test_a_filter_lets_pass_what_it_should_both_ways(
    gate: str, protocol: int, port: int, passes: bool
) -> None:
    way = Flow(protocol, OUTER, 5000, BRIDGE, port)
    found = Gate(FILTERS[gate])
    assert (found.out(ipv4(way)) is not None) is passes
    assert (found.come_in(ipv4(back(way))) is not None) is passes
    assert found.out(b"broken") is None
    assert found.come_in(b"broken") is None


def sent(nat: Nat, target: str, port: int = 3478) -> Flow:
    packet = nat.out(ipv4(Flow(UDP, INNER, 5000, target, port)))
    assert packet is not None
    found = flow(packet)
    assert found is not None
    return found


@pytest.mark.parametrize("symmetric", [False, True])
def test_a_nat_lets_in_only_those_who_were_asked(symmetric: bool) -> None:
    nat = Nat(INNER, OUTER, symmetric)
    outside = sent(nat, BRIDGE)
    assert outside.source == OUTER
    answer = nat.come_in(ipv4(back(outside)))
    assert answer is not None
    assert flow(answer) == Flow(UDP, BRIDGE, 3478, INNER, 5000)
    stranger = Flow(UDP, RELAY, 3478, OUTER, outside.source_port)
    assert nat.come_in(ipv4(stranger)) is None
    assert nat.come_in(ipv4(Flow(UDP, BRIDGE, 3478, "203.0.113.9", 1))) is None
    assert nat.out(ipv4(Flow(UDP, "10.9.9.9", 1, BRIDGE, 1))) is None


def test_only_a_symmetric_nat_has_a_port_for_each_target() -> None:
    for symmetric in (False, True):
        nat = Nat(INNER, OUTER, symmetric)
        ports = {sent(nat, BRIDGE).source_port, sent(nat, RELAY).source_port}
        assert len(ports) == (2 if symmetric else 1)
        assert sent(nat, BRIDGE).source_port in ports
