from typing import Any, get_args

import msgspec
import pytest

from bridge.protocol import fields
from bridge.protocol.vocabulary import SIGNALS, SignalName

A43 = "A" * 43
A22 = "A" * 22
BAD_IDS = ["", "-a", "a-", "a--b", "A", "ä", "a b", "a" * 33, "a-" * 20 + "a", "a\n"]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (fields.RobotId, ["k", "kalle", "kalle-1", "1-2-3", "a" * 32], BAD_IDS),
        (fields.Key, [A43, "-_" * 21 + "A"], ["", A43[1:], A43 + "A", A43[1:] + "+", A43 + "\n"]),
        (fields.DeviceKey, [A43, A43 + "A"], ["", A43[1:], A43 + "AA", A43 + "+", A43 + "\n"]),
        (fields.Signature, ["A" * 86], ["A" * 85, "A" * 87, "A" * 86 + "\n"]),
        (fields.Nonce, [A22], [A22[1:], A22 + "A", A22[1:] + "/", A22 + "\n"]),
        (fields.DisplayName, ["K", "Käthe-Kollwitz-Roboter 7"], ["", "x" * 41]),
        (fields.Seq, [1, 2**53 - 1], [0, -1, 2**53, 1.5, "1", True, None]),
        (fields.Degrees, [0, -360.0, 360.0, 1e-300], [360.1, -361, "0", None, True]),
        (fields.UnixSeconds, [0.0, 1_789_000_000.5, 4e9], [-1, 1e12, float("nan")]),
        (fields.Volume, [0, 10], [-1, 11, 5.5]),
        (fields.Percent, [0.0, 100.0], [-0.1, 100.1]),
        (fields.Candidate, ["c", "x" * 512], ["", "x" * 513]),
    ],
)
def test_each_field_has_exactly_its_bounds(kind: Any, good: list[Any], bad: list[Any]) -> None:
    for value in good:
        assert msgspec.convert(value, kind) == value
    for value in bad:
        with pytest.raises(msgspec.ValidationError):
            msgspec.convert(value, kind)


def test_child_and_body_know_the_same_signals() -> None:
    assert get_args(SignalName) == SIGNALS
