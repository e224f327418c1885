import msgspec
import pytest

from bridge.protocol import codec, fleet
from bridge.protocol.errors import ProtocolError
from bridge.protocol.keys import to_text
from bridge.protocol.limits import MESSAGE_BYTES


def test_the_largest_part_fits_into_a_message() -> None:
    part = fleet.ErrandPart("A" * 22, to_text(bytes(fleet.PART_BYTES)))
    text = codec.encode(part)
    assert codec.from_robot.decode(text) == part
    assert len(text) < MESSAGE_BYTES


def test_the_most_that_health_can_say_fits_into_a_message() -> None:
    names = tuple("x" * 40 for _ in range(64))
    told = fleet.RobotHealth(
        "free", "v" * 40, broken=names[:16], doctor=fleet.DoctorSummary(1.0, names, names)
    )
    assert codec.from_robot.decode(codec.encode(told)) == told


@pytest.mark.parametrize(
    "field",
    [{"battery_percent": 101.0}, {"signal_dbm": 5.0}, {"version": "a\u202eb"}, {"state": "Mia!"}],
)
def test_health_beyond_its_bounds_is_refused(field: dict[str, object]) -> None:
    told = msgspec.json.encode({"type": "health", "state": "free", **field})
    with pytest.raises(ProtocolError):
        codec.from_robot.decode(told)


def test_a_newer_robot_says_more_of_its_health_and_an_older_one_less() -> None:
    told = b'{"type":"health","state":"asleep_deeply","fan_rpm":900}'
    assert codec.from_robot.decode(told) == fleet.RobotHealth("asleep_deeply")
