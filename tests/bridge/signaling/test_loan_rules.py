import pytest
from msgspec import Struct

from bridge.protocol.board import AnswerUnderstood, Crop, Follow, SayPhrase, TakeStill
from bridge.protocol.channels import Hand, Look
from bridge.protocol.errors import ProtocolError
from bridge.protocol.fields import RightName
from bridge.protocol.openings import LoanRights
from bridge.signaling import loan_rules

NEEDS: list[tuple[Struct, RightName | None]] = [
    (Crop(1, 1.0, 2.0, 0.5, 0.5), "zoom"),
    (Follow(1, on=True), "zoom"),
    (Follow(1, on=False), None),
    (TakeStill(1), "still"),
    (SayPhrase(1, 1, "yes", aloud=True), "speech"),
    (SayPhrase(1, 1, "yes"), None),
    (AnswerUnderstood(1, "yes"), None),
    (Hand(1, raised=True), None),
    (Look(1, 1.0, 0.0, 0.0), None),
]


@pytest.mark.parametrize(("message", "right"), NEEDS, ids=lambda value: type(value).__name__)
def test_a_message_needs_one_right_at_most(message: Struct, right: RightName | None) -> None:
    assert loan_rules.right_of(message) == right
    nothing = LoanRights(False, False, False, False)
    if right is None:
        loan_rules.check(message, nothing)
        return
    with pytest.raises(ProtocolError, match="not_allowed"):
        loan_rules.check(message, LoanRights(**{right: False}))
    loan_rules.check(message, LoanRights(**{name: name == right for name in NAMES}))


NAMES = LoanRights.__struct_fields__
