"""PURE. Body that fits what was found, compared with the reference builds. No I/O.

What cannot be asked, such as a hobby servo on a pin, is taken from the reference build and named as
something that a person has to check. Nothing is decided between two that fit: then nothing is
proposed, and the choice is named.
"""

import copy
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from hardware.config.chips import ALL_CALL
from hardware.finding.found import BUS_KINDS, UNASKED, FoundBody, FoundChip, FoundPort, FoundServo
from hardware.setup.axes import Sentence, sentence

Document = dict[str, Any]
DrivesServos = FoundPort | FoundChip
"""A bus, a Maestro, or a PCA9685."""

AXES = ("pan", "tilt", "hand")
LEAST_SERVOS = 2
USUAL_BAUD = 1_000_000
SLOW_BAUD = 500_000
"""Baud rate below which 50 readings a second do not fit."""

SCS = {"positions_per_turn": 1229, "centre": 512, "high": 1023}
"""Differences of an SCS servo, which counts 1024 positions on 300 degrees."""

HEADER_PORT = "/dev/serial0"
"""UART on the header: it is there without anything being connected."""

EYES = 2
GAUGES = ("ina219", "max17048")


@dataclass(frozen=True, slots=True)
class BodyProposal:
    """A body.toml, and how what was found compares with a reference build.

    Args:
        build: Reference build that it begins with.
        document: Content of body.toml; None if nothing can be proposed.
        fits: What is as in the reference build.
        missing: What the reference build has, and nobody answered for.
        left_over: What was found and is not used.
        to_check: What only a person can know.
    """

    build: Literal["simple", "good"]
    document: Document | None
    fits: tuple[Sentence, ...] = ()
    missing: tuple[Sentence, ...] = ()
    left_over: tuple[Sentence, ...] = ()
    to_check: tuple[Sentence, ...] = ()


class _Draft:
    def __init__(self, build: Literal["simple", "good"], document: Document) -> None:
        self.build = build
        self.document: Document | None = copy.deepcopy(document)
        self.fits: list[Sentence] = []
        self.missing: list[Sentence] = []
        self.left_over: list[Sentence] = []
        self.to_check: list[Sentence] = []

    def proposal(self) -> BodyProposal:
        return BodyProposal(
            self.build,
            self.document,
            tuple(self.fits),
            tuple(self.missing),
            tuple(self.left_over),
            tuple(self.to_check),
        )


def propose(found: FoundBody, builds: Mapping[Literal["simple", "good"], Document]) -> BodyProposal:
    """Return what fits.

    Args:
        builds: body.toml of each reference build.
    """
    driving = _driving(found)
    on_bus = len(driving) == 1 and isinstance(driving[0], FoundPort) and _is_bus(driving[0])
    build: Literal["simple", "good"] = "good" if on_bus else "simple"
    draft = _Draft(build, builds[build])
    if found.running and not driving:
        # It holds its ports: what they do not answer says nothing.
        draft.document = None
        draft.missing.append(sentence("find_stop"))
        return draft.proposal()
    if len(driving) > 1:
        draft.document = None
        for each in driving:
            draft.left_over.append(sentence("find_driving", what=_name(each)))
        draft.missing.append(sentence("find_choose"))
    elif not driving:
        _on_pins(draft, found)
    else:
        _driven_by(draft, driving[0], builds["simple"])
    _take_chips(draft, found)
    _take_pins(draft, found)
    _leave_ports(draft, found)
    return draft.proposal()


def _is_bus(port: FoundPort) -> bool:
    return port.kind in BUS_KINDS


def _driving(found: FoundBody) -> list[DrivesServos]:
    ports = [port for port in found.ports if _is_bus(port) or port.kind == "maestro"]
    return [*ports, *(chip for chip in found.chips if chip.kind == "pca9685")]


def _name(what: DrivesServos) -> str:
    if isinstance(what, FoundChip):
        return f"PCA9685 {what.address:#04x}"
    return what.name


# ---- servos


def _on_pins(draft: _Draft, found: FoundBody) -> None:
    """Propose hobby servos on the header's pins, which nobody can ask.

    Where there is an adapter, its servos may only have no supply: then nothing is proposed.
    """
    unheard = [port for port in found.ports if port.kind in (*UNASKED, "silent")]
    adapters = [port for port in unheard if port.name != HEADER_PORT or port.kind != "silent"]
    for port in adapters:
        draft.missing.append(sentence(f"find_port_{port.kind}", port=port.name))
    if adapters:
        draft.document = None
        return
    if found.pins.trouble and not found.pins.chips:
        draft.document = None
        draft.missing.append(sentence("find_no_servos"))
        return
    draft.to_check.append(sentence("find_hobby_servos"))


def _driven_by(draft: _Draft, what: DrivesServos, simple: Document) -> None:
    if isinstance(what, FoundPort) and _is_bus(what):
        _on_bus(draft, what)
        return
    assert draft.document is not None
    driver = "pca9685" if isinstance(what, FoundChip) else "maestro"
    section: Document = {}
    if isinstance(what, FoundPort):
        section = {"port": what.name}
        if what.baud and what.baud != 115_200:
            section["baud"] = what.baud
        if what.crc:
            section["crc"] = True
        draft.fits.append(sentence("find_maestro", port=what.name))
    else:
        section = {"bus": what.bus, "address": what.address}
        draft.fits.append(sentence("find_pca9685", address=f"{what.address:#04x}"))
    for channel, axis in enumerate(AXES):
        servo = {key: value for key, value in simple["gpio"][axis].items() if key != "pin"}
        section[axis] = {"channel": channel, **servo}
    draft.document["body"]["driver"] = driver
    draft.document[driver] = section
    for axis in AXES:
        draft.document["gpio"].pop(axis, None)
    draft.to_check.append(sentence("find_channels"))


def _on_bus(draft: _Draft, port: FoundPort) -> None:
    for number in port.doubled:
        draft.missing.append(sentence("find_doubled", id=number, port=port.name))
    baud = _usual_baud(port)
    servos = {servo.id: servo for servo in port.servos if servo.baud == baud}
    for servo in port.servos:
        if servo.baud != baud:
            draft.left_over.append(
                sentence("find_other_baud", id=servo.id, found=servo.baud, baud=baud)
            )
    if port.doubled or len(servos) < LEAST_SERVOS:
        draft.document = None
        if not port.doubled:
            draft.missing.append(sentence("find_too_few", count=len(servos), port=port.name))
        return
    placed = _placed(draft, servos)
    assert draft.document is not None
    section = _bus_section(port, draft.document["feetech"], placed, baud)
    del draft.document["feetech"]
    draft.document["body"]["driver"] = port.kind
    # Where it stood: a person reads the file from top to bottom.
    rest = {key: draft.document.pop(key) for key in list(draft.document) if key in _BEHIND}
    draft.document |= {port.kind: section, **rest}
    if port.kind == "dynamixel":
        draft.to_check.append(sentence("find_no_build"))
    if baud < SLOW_BAUD:
        draft.to_check.append(sentence("find_slow", baud=baud))
    _say_servos(draft, placed)


_BEHIND = ("lights", "gpio", "battery", "board")


def _usual_baud(port: FoundPort) -> int:
    """Return the baud rate of most servos."""
    bauds = [servo.baud for servo in port.servos]
    return max(sorted(set(bauds)), key=bauds.count, default=USUAL_BAUD)


def _placed(draft: _Draft, servos: Mapping[int, FoundServo]) -> dict[str, FoundServo]:
    """Return the servo of each axis, by its id as in the build, or else in rising order."""
    planned = {1: "pan", 2: "tilt", 3: "hand"}
    if {1, 2} <= set(servos):
        placed = {axis: servos[number] for number, axis in planned.items() if number in servos}
    else:
        placed = dict(zip(AXES, (servos[number] for number in sorted(servos)), strict=False))
        numbers = ", ".join(f"{axis} {servo.id}" for axis, servo in placed.items())
        draft.to_check.append(sentence("find_guessed_ids", numbers=numbers))
    used = {servo.id for servo in placed.values()}
    for number in sorted(set(servos) - used):
        draft.left_over.append(sentence("find_servo_over", id=number))
    if "hand" not in placed:
        draft.missing.append(sentence("find_no_hand"))
    return placed


def _bus_section(
    port: FoundPort, built: Document, placed: Mapping[str, FoundServo], baud: int
) -> Document:
    section: Document = {"port": port.name}
    if baud != USUAL_BAUD:
        section["baud"] = baud
    series = {servo.series for servo in placed.values()}
    if port.kind == "feetech":
        section |= {"lights": built["lights"], "buttons": built["buttons"]}
        if "scs" in series:
            section["series"] = "scs"
    for axis, servo in placed.items():
        kept = {key: value for key, value in built.get(axis, {}).items() if key != "id"}
        section[axis] = {"id": servo.id, **kept, **(SCS if servo.series == "scs" else {})}
    return section


def _say_servos(draft: _Draft, placed: Mapping[str, FoundServo]) -> None:
    for axis, servo in placed.items():
        model = servo.model or ("SCS" if servo.series == "scs" else "")
        draft.fits.append(sentence("find_servo", axis=axis, id=servo.id, model=model))


# ---- chips, pins, ports


def _take_chips(draft: _Draft, found: FoundBody) -> None:
    if found.i2c_trouble:
        draft.missing.append(sentence(f"find_i2c_{found.i2c_trouble}"))
        for section in ("lights", "battery"):
            if draft.document is not None and draft.document.pop(section, None) is not None:
                draft.missing.append(sentence(f"find_no_i2c_{section}"))
        return
    _take_eyes(draft, _eyes(found))
    gauges = [chip for chip in found.chips if chip.kind in GAUGES]
    _take_gauge(draft, gauges)
    for chip in found.chips:
        if chip.kind in ("veml7700", "bh1750"):
            text = sentence("find_light_sensor", address=f"{chip.address:#04x}", kind=chip.kind)
            draft.left_over.append(text)
        elif chip.kind == "unknown":
            draft.left_over.append(sentence("find_chip_over", address=f"{chip.address:#04x}"))


def _eyes(found: FoundBody) -> list[FoundChip]:
    """Return the LED matrices, without the second address of a PCA9685."""
    has_board = any(chip.kind == "pca9685" for chip in found.chips)
    eyes = [chip for chip in found.chips if chip.kind == "ht16k33"]
    return [chip for chip in eyes if not (has_board and chip.address == ALL_CALL)]


def _take_eyes(draft: _Draft, eyes: list[FoundChip]) -> None:
    where = ", ".join(f"{chip.address:#04x}" for chip in eyes)
    document = draft.document
    planned = "lights" in document if document is not None else draft.build == "good"
    if len(eyes) == EYES:
        if document is not None:
            _use_eyes(document, eyes)
        draft.fits.append(sentence("find_eyes", where=where))
        draft.to_check.append(sentence("find_eyes_check"))
        return
    if document is not None:
        document.pop("lights", None)
    if eyes:
        draft.left_over.append(sentence("find_eyes_over", where=where, count=len(eyes)))
    if planned:
        draft.missing.append(sentence("find_no_eyes"))


def _use_eyes(document: Document, eyes: list[FoundChip]) -> None:
    built = document.pop("lights", {}).get("matrix", {"first_column": 7})
    matrix = {"left": eyes[0].address, "right": eyes[1].address}
    behind = {key: document.pop(key) for key in _BEHIND if key in document}
    document["lights"] = {"driver": "matrix", "matrix": {**built, **matrix}}
    document |= behind
    for key in ("eye_upper_pin", "eye_lower_pin"):
        document.get("gpio", {}).pop(key, None)


def _take_gauge(draft: _Draft, gauges: list[FoundChip]) -> None:
    document = draft.document
    planned = "battery" in document if document is not None else draft.build == "good"
    if len(gauges) != 1:
        if document is not None:
            document.pop("battery", None)
        for chip in gauges:
            draft.left_over.append(
                sentence("find_gauge_over", kind=chip.kind.upper(), address=f"{chip.address:#04x}")
            )
        if planned and not gauges:
            draft.missing.append(sentence("find_no_gauge"))
        return
    gauge = gauges[0]
    draft.fits.append(
        sentence("find_gauge", kind=gauge.kind.upper(), address=f"{gauge.address:#04x}")
    )
    if gauge.kind == "ina219":
        draft.to_check.append(sentence("find_gauge_check"))
    if document is None:
        return
    board = document.pop("board", None)
    built = document.pop("battery", {})
    battery: Document = {"driver": gauge.kind}
    if gauge.kind == "ina219":
        pack = {"cells": 2, "capacity_ah": 10, "shunt_ohm": 0.02, "most_a": 8}
        battery |= {**pack, **{key: value for key, value in built.items() if key != "driver"}}
        if gauge.address != 0x40:
            battery["address"] = gauge.address
    document["battery"] = battery
    if board is not None:
        document["board"] = board


def _take_pins(draft: _Draft, found: FoundBody) -> None:
    if draft.document is not None:
        draft.to_check.append(sentence("find_pins_check"))
    if found.pins.trouble:
        draft.missing.append(sentence(f"find_pins_{found.pins.trouble}"))


def _leave_ports(draft: _Draft, found: FoundBody) -> None:
    for port in found.ports:
        if port.kind in ("foreign", "talks"):
            draft.left_over.append(sentence(f"find_port_{port.kind}", port=port.name))
