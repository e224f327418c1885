from typing import get_args

from hardware.finding.found import BUS_KINDS, UNASKED, PortKind


def test_what_was_not_asked_is_no_bus() -> None:
    assert set(UNASKED) | set(BUS_KINDS) <= set(get_args(PortKind))
    assert not set(UNASKED) & set(BUS_KINDS)
