"""PURE. Report of what was found and is proposed, in words and as data. No I/O."""

from collections.abc import Iterator
from typing import Any

import msgspec

from hardware.finding.document import text_of
from hardware.finding.found import BUS_KINDS, FoundBody, FoundChip, FoundPort
from hardware.finding.proposal import BodyProposal
from hardware.setup.axes import sentence
from hardware.setup.dial import GREEN, RED, YELLOW, Style
from hardware.setup.screen import plain
from hardware.setup.words import say, word

PARTS = ("fits", "missing", "left_over", "to_check")
COLOURS = {"fits": GREEN, "missing": RED, "left_over": YELLOW, "to_check": YELLOW}
COLUMNS = 10


def lines(found: FoundBody, proposal: BodyProposal, style: Style, language: str) -> Iterator[str]:
    """Yield the lines for a technician."""
    yield word("find_head", language)
    for text in _found(found, language):
        yield f"  {plain(text, style)}"
    yield ""
    if proposal.document is None:
        key = "find_none_running" if found.running else "find_none"
        yield plain(word(key, language), style)
    else:
        title = word(f"find_title_{proposal.build}", language)
        yield plain(say(sentence("find_proposal", title=title), language), style)
    for part in PARTS:
        name = plain(word(f"find_{part}", language), style)
        for said in getattr(proposal, part):
            shown = style.paint(COLOURS[part], f"{name:<{COLUMNS}}")
            yield f"  {shown} {plain(say(said, language), style)}"


def _found(found: FoundBody, language: str) -> Iterator[str]:
    if found.running:
        yield say(sentence("find_running", driver=found.running), language)
    if not found.ports:
        yield word("find_no_port", language)
    for port in found.ports:
        yield from _port(port, language)
    if found.i2c_trouble:
        yield word(f"find_i2c_is_{found.i2c_trouble}", language)
    elif not found.chips:
        yield word("find_no_chips", language)
    for bus in sorted({chip.bus for chip in found.chips}):
        chips = ", ".join(_chip(chip) for chip in found.chips if chip.bus == bus)
        yield say(sentence("find_chips", bus=bus, chips=chips), language)
    if found.pins.trouble:
        yield word(f"find_pins_are_{found.pins.trouble}", language)
    else:
        yield say(sentence("find_pins", chips=", ".join(found.pins.chips)), language)


def _chip(chip: FoundChip) -> str:
    kind = "?" if chip.kind == "unknown" else chip.kind.upper()
    return f"{chip.address:#04x} {kind}{'' if chip.is_certain else ' ?'}"


def _port(port: FoundPort, language: str) -> Iterator[str]:
    if port.kind not in BUS_KINDS:
        yield say(sentence(f"find_is_{port.kind}", port=port.name), language)
        return
    for baud in sorted({servo.baud for servo in port.servos}):
        servos = [servo for servo in port.servos if servo.baud == baud]
        models = sorted({servo.model for servo in servos} - {""})
        volts = [servo.volts for servo in servos if servo.volts is not None]
        key = "find_one_servo" if len(servos) == 1 else "find_servos"
        make = " ".join([port.kind.capitalize(), "/".join(models)]).strip()
        shown = f", {min(volts):.1f} V" if volts else ""
        ids = ", ".join(str(servo.id) for servo in servos)
        yield say(
            sentence(
                key,
                port=port.name,
                count=len(servos),
                make=make,
                ids=ids,
                baud=baud,
                volts=shown,
            ),
            language,
        )
    for number in port.doubled:
        yield say(sentence("find_doubled", id=number, port=port.name), language)


def data_of(found: FoundBody, proposal: BodyProposal, language: str) -> dict[str, Any]:
    """Return the same for programs; kinds and numbers are the same in every language."""
    document = proposal.document
    return {
        "found": msgspec.to_builtins(found),
        "proposal": {
            "build": proposal.build if document is not None else None,
            "body_toml": None if document is None else text_of(document),
            **{
                part: [
                    {"about": said.key.removeprefix("find_"), "text": say(said, language)}
                    for said in getattr(proposal, part)
                ]
                for part in PARTS
            },
        },
    }
