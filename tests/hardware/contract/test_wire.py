from typing import get_args

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.protocol.vocabulary import GESTURES, SIGNALS
from hardware.contract import wire

seqs = st.integers(1, 2**53 - 1)
angles = st.floats(-360, 360, allow_nan=False)
ages = st.none() | st.floats(0, 1e9)
intents = st.one_of(
    st.builds(wire.Target, seq=seqs, pan_deg=angles, tilt_deg=angles, at_s=ages),
    st.builds(wire.Keep, seq=seqs, at_s=ages),
    st.builds(wire.PerformGesture, seq=seqs, name=st.sampled_from(GESTURES), at_s=ages),
    st.builds(wire.Park, seq=seqs),
    st.builds(wire.Show, seq=seqs, signal=st.sampled_from(SIGNALS), level=st.floats(0, 1)),
    st.builds(wire.RaiseHand, seq=seqs, raised=st.booleans()),
    st.builds(wire.Release, seq=seqs),
    st.builds(wire.Press, seq=seqs, button=st.sampled_from(get_args(wire.ButtonName))),
)


@given(intents)
def test_intents_survive_the_wire_in_one_bounded_line(intent: wire.AnyIntent) -> None:
    line = wire.encode(intent)
    assert wire.decode_intent(line) == intent
    assert b"\n" not in line
    assert len(line) <= wire.LINE_BYTES


@given(st.binary(max_size=200))
def test_any_bytes_are_an_intent_or_an_error(line: bytes) -> None:
    try:
        wire.decode_intent(line)
    except msgspec.DecodeError:
        return


@pytest.mark.parametrize("name", ["commanded_pan_deg", "faults", "paused"])
def test_a_state_survives_the_wire(name: str) -> None:
    fault = wire.Fault("servo_hot", "pan", "75 degrees")
    state = wire.BodyState(
        1, 2, 3, 4, 5, 6, 7, True, False, True, False, "hand", True, True, (fault,)
    )
    assert getattr(wire.decode_report(wire.encode(state)), name) == getattr(state, name)


def test_power_and_health_survive_the_wire_and_are_unknown_at_first() -> None:
    plain = wire.BodyState(1, 2, 3, 4, 5, 6, 7, True, False, True, False, "hand", True, True)
    assert plain.power == wire.PowerReport()
    assert plain.power.percent is None
    warm = msgspec.structs.replace(
        plain,
        gesture="nod",
        power=wire.PowerReport(19.5, 1.5, False, 61.0, level="low"),
        servos=(wire.ServoHealth("pan", -0.2, 44.0, 7.4),),
    )
    assert wire.decode_report(wire.encode(warm)) == warm
