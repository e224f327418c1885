from dataclasses import replace
from itertools import product

import pytest

from hardware.finding.document import config_of
from hardware.finding.found import FoundBody, FoundChip, FoundPins, FoundPort, FoundServo
from hardware.finding.proposal import BodyProposal, propose
from hardware.finding.reference import builds
from tests.hardware.finding.parts import EYES, GAUGE, PINS, PORT, bus, good_body, servos


def of(found: FoundBody) -> BodyProposal:
    proposal = propose(found, builds())
    if proposal.document is not None:
        config_of(proposal.document)
    return proposal


def said(proposal: BodyProposal, part: str) -> list[str]:
    return [each.key.removeprefix("find_") for each in getattr(proposal, part)]


def test_the_good_build_is_recognised_as_it_is_described() -> None:
    proposal = of(good_body())
    good = builds()["good"]
    good["feetech"]["port"] = PORT
    assert proposal.document == good
    assert proposal.build == "good"
    assert said(proposal, "fits") == ["servo", "servo", "servo", "eyes", "gauge"]
    assert proposal.missing == proposal.left_over == ()
    assert said(proposal, "to_check") == ["eyes_check", "gauge_check", "pins_check"]


def test_without_any_answer_it_can_only_be_hobby_servos() -> None:
    proposal = of(FoundBody(pins=PINS))
    assert proposal.document == builds()["simple"]
    assert "hobby_servos" in said(proposal, "to_check")


@pytest.mark.parametrize("kind", ["silent", "taken", "forbidden", "gone", "unusable", "late"])
def test_an_adapter_without_an_answer_proposes_nothing(kind: str) -> None:
    proposal = of(FoundBody((FoundPort(PORT, kind),), pins=PINS))  # type: ignore[arg-type]
    assert proposal.document is None
    assert said(proposal, "missing") == [f"port_{kind}"]


def test_what_a_running_body_holds_is_not_taken_for_missing() -> None:
    for ports in ((), (FoundPort(PORT, "taken"),)):
        proposal = of(FoundBody(ports, (GAUGE,), pins=PINS, running="feetech"))
        assert proposal.document is None
        assert said(proposal, "missing") == ["stop"]


def test_the_uart_of_the_header_is_no_adapter() -> None:
    proposal = of(FoundBody((FoundPort("/dev/serial0", "silent"),), pins=PINS))
    assert proposal.build == "simple"
    assert proposal.document is not None


def test_a_computer_without_pins_and_answers_has_no_body() -> None:
    proposal = of(FoundBody(pins=FoundPins((), "none")))
    assert proposal.document is None
    assert "no_servos" in said(proposal, "missing")


def test_what_is_missing_is_left_out_and_named() -> None:
    proposal = of(FoundBody((bus(1, 2),), pins=PINS))
    assert proposal.document is not None
    assert {"lights", "battery"} & set(proposal.document) == set()
    assert "hand" not in proposal.document["feetech"]
    assert said(proposal, "missing") == ["no_hand", "no_eyes", "no_gauge"]


def test_what_i2c_could_not_tell_is_not_taken_for_missing_boards() -> None:
    proposal = of(replace(good_body(), chips=(), i2c_trouble="off"))
    assert said(proposal, "missing") == ["i2c_off", "no_i2c_lights", "no_i2c_battery"]


def test_two_that_can_drive_the_servos_are_never_chosen_between() -> None:
    other = FoundPort("/dev/ttyACM1", "maestro")
    proposal = of(FoundBody((bus(1, 2), other), (FoundChip(1, 0x41, "pca9685"),), pins=PINS))
    assert proposal.document is None
    assert said(proposal, "left_over") == ["driving"] * 3
    assert said(proposal, "missing")[0] == "choose"


def test_other_ids_are_guessed_and_the_guess_is_said() -> None:
    proposal = of(FoundBody((bus(9, 4, 7, 20),), pins=PINS))
    assert proposal.document is not None
    ids = [proposal.document["feetech"][axis]["id"] for axis in ("pan", "tilt", "hand")]
    assert ids == [4, 7, 9]
    assert said(proposal, "to_check")[0] == "guessed_ids"
    assert said(proposal, "left_over") == ["servo_over"]


def test_a_fourth_servo_is_left_over() -> None:
    proposal = of(FoundBody((bus(1, 2, 3, 8),), pins=PINS))
    assert [each.values["id"] for each in proposal.left_over] == [8]


def test_one_servo_or_two_with_one_id_are_no_body() -> None:
    assert said(of(FoundBody((bus(1),), pins=PINS)), "missing")[0] == "too_few"
    proposal = of(FoundBody((bus(2, 3, doubled=(1,)),), pins=PINS))
    assert proposal.document is None
    assert said(proposal, "missing")[0] == "doubled"


def test_a_servo_at_another_rate_is_named_and_not_used() -> None:
    slow = servos(3, baud=57_600)
    port = FoundPort(PORT, "feetech", (*servos(1, 2), *slow))
    proposal = of(FoundBody((port,), pins=PINS))
    assert proposal.document is not None
    assert "hand" not in proposal.document["feetech"]
    assert said(proposal, "left_over") == ["other_baud"]


def test_dynamixels_have_no_build_of_their_own_and_may_be_slow() -> None:
    port = FoundPort(PORT, "dynamixel", servos(1, 2, model="XL330-M288", baud=57_600))
    proposal = of(FoundBody((port,), pins=PINS))
    assert proposal.document is not None
    assert proposal.document["dynamixel"]["baud"] == 57_600
    assert "feetech" not in proposal.document
    assert {"no_build", "slow"} <= set(said(proposal, "to_check"))


def test_scs_servos_count_otherwise() -> None:
    few = tuple(FoundServo(number, 1_000_000, "SCS0009", "scs") for number in (1, 2))
    proposal = of(FoundBody((FoundPort(PORT, "feetech", few),), pins=PINS))
    assert proposal.document is not None
    assert proposal.document["feetech"]["series"] == "scs"
    assert proposal.document["feetech"]["pan"]["centre"] == 512


def test_boards_for_hobby_servos_take_the_simple_builds_servos() -> None:
    proposal = of(FoundBody((), (FoundChip(1, 0x41, "pca9685"), *EYES), pins=PINS))
    assert proposal.document is not None
    assert proposal.document["pca9685"]["address"] == 0x41
    assert proposal.document["pca9685"]["tilt"]["direction"] == -1
    assert "pan" not in proposal.document["gpio"]
    # 0x70 is the board's own second address, so that there is one eye alone.
    assert said(proposal, "left_over") == ["eyes_over"]
    maestro = FoundPort(PORT, "maestro", baud=9600, crc=True)
    document = of(FoundBody((maestro,), EYES, pins=PINS)).document
    assert document is not None
    assert document["maestro"]["crc"]
    assert document["lights"]["matrix"]["right"] == 0x71
    assert "eye_upper_pin" not in document["gpio"]


def test_other_gauges_and_sensors_are_taken_or_named() -> None:
    other = FoundBody((bus(1, 2, 3),), (FoundChip(1, 0x36, "max17048"),), pins=PINS)
    document = of(other).document
    assert document is not None
    assert document["battery"] == {"driver": "max17048"}
    both = FoundBody((bus(1, 2, 3),), (GAUGE, FoundChip(1, 0x36, "max17048")), pins=PINS)
    assert said(of(both), "left_over") == ["gauge_over", "gauge_over"]
    moved = of(FoundBody((bus(1, 2, 3),), (FoundChip(1, 0x41, "ina219"),), pins=PINS)).document
    assert moved is not None
    assert moved["battery"]["address"] == 0x41
    chips = (FoundChip(1, 0x23, "bh1750", False), FoundChip(1, 0x44, "unknown"))
    assert said(of(FoundBody((), chips, pins=PINS)), "left_over") == ["light_sensor", "chip_over"]


def test_whatever_is_found_a_proposal_never_contradicts_itself() -> None:
    ports = ((), (bus(1, 2, 3),), (bus(5, 6),), (FoundPort(PORT, "maestro"),), (bus(1),))
    boards = ((), (FoundChip(1, 0x40, "pca9685"),), (GAUGE,), (FoundChip(1, 0x36, "max17048"),))
    eyes = ((), EYES, EYES[:1], (*EYES, FoundChip(1, 0x72, "ht16k33", False)), EYES[1:])
    pins = (PINS, FoundPins((), "none"), FoundPins(("/dev/gpiochip0",), "no_library"))
    for port, board, eye, pin in product(ports, boards, eyes, pins):
        of(FoundBody(port, (*board, *eye), pins=pin))
