from bridge.protocol.sealed import (
    Sealed,
    SealedAck,
    SessionSealed,
    SessionSealedAck,
    SessionSealedAsk,
)
from bridge.protocol.signaling import RobotStatus
from bridge.signaling.part_in_flight import AGAIN_S, MOST_MARKS, PartInFlight
from robot.sheets.sealed_sending import REPEAT_MS

ONE, OTHER, DATA = "A" * 22, "B" * 22, "A" * 39


def test_a_part_waits_for_the_receipt_of_the_one_before() -> None:
    page = PartInFlight()
    assert page.take(Sealed(ONE, 0, 9, DATA), 0.0)
    for part in (Sealed(ONE, 1, 9, DATA), Sealed(OTHER, 0, 9, DATA), Sealed(ONE, 0, 9, DATA)):
        assert not page.take(part, 0.1)
    page.hear(SealedAck(OTHER, 0))
    page.hear(SealedAck(ONE, 1))
    assert not page.take(Sealed(ONE, 1, 9, DATA), 0.2), "that was the receipt of another part"
    page.hear(SealedAck(ONE, 0))
    assert page.take(Sealed(ONE, 1, 9, DATA), 0.3)


def test_what_has_no_receipt_is_repeated_as_slowly_as_an_honest_page_does() -> None:
    page = PartInFlight()
    times = [step / 100 for step in range(1000)]
    passed = [at for at in times if page.take(Sealed(ONE, 0, 9, DATA), at)]
    assert len(passed) <= 1 + 10 / AGAIN_S
    assert AGAIN_S < REPEAT_MS / 1000, "no honest repetition is refused"


def test_a_robot_that_came_back_gets_the_part_at_once() -> None:
    page = PartInFlight()
    assert page.take(Sealed(ONE, 3, 9, DATA), 0.0)
    page.hear(RobotStatus(online=False))
    assert page.take(Sealed(ONE, 3, 9, DATA), 0.1)


def test_a_robot_has_one_part_in_flight_to_each_page() -> None:
    robot = PartInFlight()
    assert robot.take(SessionSealed("S" * 22, ONE, 0, 9, DATA), 0.0)
    assert robot.take(SessionSealed("T" * 22, ONE, 0, 9, DATA), 0.0)
    assert not robot.take(SessionSealed("T" * 22, ONE, 1, 9, DATA), 0.0)
    robot.hear(SessionSealedAck("S" * 22, ONE, 0))
    assert robot.take(SessionSealed("S" * 22, ONE, 1, 9, DATA), 0.1)
    robot.hear(SessionSealedAsk("T" * 22, 1))
    assert robot.take(SessionSealed("T" * 22, OTHER, 0, 9, DATA), 0.1)


def test_invented_pages_fill_no_memory() -> None:
    robot = PartInFlight()
    for number in range(10 * MOST_MARKS):
        robot.take(SessionSealed(f"{number:022}", ONE, 0, 9, DATA), 0.0)
    assert len(robot._parts) == MOST_MARKS
