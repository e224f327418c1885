"""PURE. Data of a build, and checks of its wires. No I/O."""

from collections import Counter
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from hardware.papers.builds import header


class BuildError(ValueError):
    """A build's data contradicts itself; the text names where."""


class BuildPart(Struct, frozen=True, forbid_unknown_fields=True):
    """Part to buy; `eur` is the price of one piece."""

    name: str
    count: Annotated[int, Meta(ge=1)]
    eur: Annotated[float, Meta(gt=0)]
    why: str = ""


class PartBlock(Struct, frozen=True, forbid_unknown_fields=True):
    """Part as it is drawn: a box with connections, beside the header.

    Args:
        elsewhere: Connection -> its other end in words, if that is not the header.
    """

    key: str
    title: str
    side: Literal["left", "right"]
    pins: tuple[str, ...]
    note: str = ""
    elsewhere: dict[str, str] = {}


class HeaderWire(Struct, frozen=True, forbid_unknown_fields=True):
    """Wire from a pin of the header, by its number on the board, to `block.connection`."""

    pin: Annotated[int, Meta(ge=1, le=header.PINS)]
    to: str


class Build(Struct, frozen=True, forbid_unknown_fields=True):
    """Plan of one robot.

    Args:
        config: Path of the body's configuration for it, from the project's root.
        priced: Date of the prices.
        keys: Configuration key -> connection that its pin is wired to.
    """

    title: str
    about: str
    config: str
    priced: str
    parts: tuple[BuildPart, ...]
    blocks: tuple[PartBlock, ...]
    wires: tuple[HeaderWire, ...]
    keys: dict[str, str]

    @property
    def eur(self) -> float:
        """Price of all parts."""
        return sum(part.count * part.eur for part in self.parts)

    def pin_of(self, connection: str) -> int:
        """Return the pin of the header that a connection is wired to.

        Raises:
            BuildError: The connection is not wired to the header.
        """
        for wire in self.wires:
            if wire.to == connection:
                return wire.pin
        raise BuildError(f"{connection}: no wire")


def read(text: str) -> Build:
    """Return a build from its TOML.

    Raises:
        BuildError: A key is wrong or missing, or the wires contradict each other.
    """
    try:
        build = msgspec.toml.decode(text, type=Build)
    except (msgspec.ValidationError, msgspec.DecodeError) as error:
        raise BuildError(str(error)) from error
    wrong = contradiction(build)
    if wrong:
        raise BuildError(f"{build.title}: {wrong}")
    return build


def contradiction(build: Build) -> str | None:
    """Return the first contradiction in a build, or None."""
    known = {f"{block.key}.{name}" for block in build.blocks for name in block.pins}
    return (
        _wrong_wire(build, known)
        or _loose_end(build, known)
        or _shared_pin(build)
        or _unknown_key(build, known)
    )


def _wrong_wire(build: Build, known: set[str]) -> str | None:
    ends = Counter(wire.to for wire in build.wires)
    for wire in build.wires:
        kind = header.kind(wire.pin)
        if wire.to not in known:
            return f"pin {wire.pin} goes to {wire.to}, which nothing has"
        if ends[wire.to] > 1:
            return f"{wire.to} has {ends[wire.to]} wires to the header; allowed: one"
        is_ground, is_supply = kind == "ground", kind in ("3.3 V", "5 V")
        if ("ground" in wire.to) != is_ground or ("VCC" in wire.to) != is_supply:
            return f"pin {wire.pin} is {header.label(wire.pin)}, but goes to {wire.to}"
    return None


def _loose_end(build: Build, known: set[str]) -> str | None:
    wired = {wire.to for wire in build.wires}
    elsewhere = {f"{block.key}.{name}" for block in build.blocks for name in block.elsewhere}
    loose = known - wired - elsewhere
    return f"{min(loose)} goes nowhere" if loose else None


def _shared_pin(build: Build) -> str | None:
    shared = Counter(wire.pin for wire in build.wires if header.kind(wire.pin) == "gpio")
    for pin, count in shared.items():
        if count > 1 and header.bcm(pin) not in _I2C:
            return f"pin {pin} ({header.label(pin)}) has {count} wires; allowed: one"
    return None


def _unknown_key(build: Build, known: set[str]) -> str | None:
    for key, to in build.keys.items():
        if to not in known:
            return f"{key}: {to} is not a connection"
    return None


_I2C = (2, 3)
"""BCM numbers of SDA and SCL, a bus that many boards share."""
