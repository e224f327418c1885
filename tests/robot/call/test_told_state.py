from dataclasses import dataclass
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from bridge.protocol import codec
from bridge.protocol.presence import RaisedHand, Snapshot, SnapshotChange
from robot.call.told_state import ToldState

QUIET = Snapshot(7, None, "present")


@dataclass
class Child:
    """The other end of a channel, which puts changes together."""

    state: dict[str, Any]

    def hear(self, text: str) -> None:
        message = msgspec.json.decode(text)
        if message["type"] == "presence_change":
            assert message["from_seq"] == self.state["seq"]
            message = self.state | message["changed"] | {"seq": message["seq"]}
        self.state = message


def test_the_first_state_is_told_whole_and_then_what_changed() -> None:
    state = ToldState()
    assert state.shorten(QUIET) == QUIET
    state.told(QUIET)
    speaking = msgspec.structs.replace(QUIET, seq=9, signal="speaking", hand=RaisedHand(True))
    change = state.shorten(speaking)
    assert isinstance(change, SnapshotChange)
    hand = {"raised": True, "seen": False, "your_turn": False, "waiting_s": 0.0}
    assert (change.seq, change.from_seq) == (9, 7)
    assert change.changed == {"signal": "speaking", "hand": hand}
    assert len(codec.encode(change)) < len(codec.encode(speaking)) / 5


def test_what_could_not_be_sent_was_not_told() -> None:
    state = ToldState()
    state.told(QUIET)
    state.shorten(msgspec.structs.replace(QUIET, seq=8, volume=3))
    change = state.shorten(msgspec.structs.replace(QUIET, seq=9, volume=3))
    assert isinstance(change, SnapshotChange)
    assert (change.from_seq, change.changed) == (7, {"volume": 3})


def test_a_state_that_leaves_out_more_than_before_is_told_whole() -> None:
    state = ToldState()
    state.told(msgspec.structs.replace(QUIET, safe_mode="no_extras"))
    after = msgspec.structs.replace(QUIET, seq=8)
    assert state.shorten(after) == after
    state.told(after)
    assert isinstance(state.shorten(msgspec.structs.replace(after, seq=9)), SnapshotChange)


STATES = st.builds(
    Snapshot,
    seq=st.integers(1, 99),
    presence=st.none(),
    signal=st.sampled_from(["present", "speaking"]),
    volume=st.integers(0, 3),
    lost=st.sampled_from([(), ("camera",)]),
    safe_mode=st.sampled_from([msgspec.UNSET, "no_extras"]),
    fault=st.sampled_from([None, "x"]),
)


@given(st.lists(STATES, max_size=6), st.data())
def test_the_child_always_has_the_state_that_was_sent_last(
    states: list[Snapshot], data: st.DataObject
) -> None:
    state, child = ToldState(), Child({})
    for snapshot in states:
        text = codec.encode(state.shorten(snapshot))
        if data.draw(st.booleans()):  # otherwise the channel did not take it
            child.hear(text)
            state.told(snapshot)
            assert child.state == msgspec.json.decode(codec.encode(snapshot))


def test_words_of_people_stand_in_no_log() -> None:
    assert "Mia" not in repr(SnapshotChange(2, 1, {"said": {"text": "Mia"}}))
