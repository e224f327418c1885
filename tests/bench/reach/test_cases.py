import pytest

from tests.bench.reach.cases import CASES, named
from tests.bench.reach.router import ADDRESSES, addresses, gate_of


def test_cases_are_found_by_name_in_the_order_asked_for() -> None:
    assert [case.name for case in named("443-both, open")] == ["443-both", "open"]
    assert named("") == []


def test_an_unknown_case_is_named_beside_those_that_there_are() -> None:
    with pytest.raises(ValueError, match=r"underwater: known are open, "):
        named("open underwater")


def test_every_case_has_gates_and_addresses() -> None:
    for case in CASES.values():
        for place, gate in (("robot", case.robot), ("child", case.child)):
            gate_of(place, gate)
            (address,) = addresses(place, gate, case.family)
            assert (":" in address) == (case.family == "6")
            # Behind a NAT one has an address of one's own that nobody else reaches.
            hidden = gate in ("nat", "symmetric")
            assert (address in ADDRESSES[place]) is not hidden


def test_every_network_of_the_purpose_has_its_mark() -> None:
    marks = {name: case.mark_ms for name, case in CASES.items()}
    assert marks["open"] == 800
    assert marks["ipv6-only"] == marks["dead-server"] == 1000
    assert marks["proxy-both"] == 2000
    for name in ("no-udp-child", "no-udp-robot", "no-udp-both", "443-both", "symmetric-both"):
        assert marks[name] == 1500
