"""PURE. What a build is made of, and what must be true of its wires. No I/O."""

from collections import Counter
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from hardware.papers.builds import header


class BuildError(ValueError):
    """A build's data contradicts itself; the text names where."""


class BuildPart(Struct, frozen=True, forbid_unknown_fields=True):
    """Something to buy; `eur` is the price of one."""

    name: str
    count: Annotated[int, Meta(ge=1)]
    eur: Annotated[float, Meta(gt=0)]
    why: str = ""


class PartBlock(Struct, frozen=True, forbid_unknown_fields=True):
    """A part as it is drawn: a box with connections, beside the header.

    Args:
        elsewhere: Connection -> where it goes in words, when not to the header.
    """

    key: str
    title: str
    side: Literal["left", "right"]
    pins: tuple[str, ...]
    note: str = ""
    elsewhere: dict[str, str] = {}


class HeaderWire(Struct, frozen=True, forbid_unknown_fields=True):
    """From a pin of the header, by its number on the board, to `block.connection`."""

    pin: Annotated[int, Meta(ge=1, le=header.PINS)]
    to: str


class Build(Struct, frozen=True, forbid_unknown_fields=True):
    """One robot.

    Args:
        config: The body's configuration that fits it, from the project's root.
        priced: When the prices were looked up.
        keys: Configuration key -> where its pin is wired to.
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
        """What everything costs together."""
        return sum(part.count * part.eur for part in self.parts)

    def pin_of(self, connection: str) -> int:
        """Return the header's pin that a connection is wired to.

        Raises:
            BuildError: It is not wired to the header.
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
    """Return what does not fit together, or None."""
    known = {f"{block.key}.{name}" for block in build.blocks for name in block.pins}
    ends = Counter(wire.to for wire in build.wires)
    for wire in build.wires:
        if wire.to not in known:
            return f"pin {wire.pin} goes to {wire.to}, which nothing has"
        if ends[wire.to] > 1:
            return f"{wire.to} has {ends[wire.to]} wires to the header; allowed: one"
        if ("ground" in wire.to) != (header.kind(wire.pin) == "ground"):
            return f"pin {wire.pin} is {header.label(wire.pin)}, but goes to {wire.to}"
        if ("VCC" in wire.to) != (header.kind(wire.pin) in ("3.3 V", "5 V")):
            return f"pin {wire.pin} is {header.label(wire.pin)}, but goes to {wire.to}"
    loose = known - set(ends) - {f"{b.key}.{name}" for b in build.blocks for name in b.elsewhere}
    if loose:
        return f"{min(loose)} goes nowhere"
    shared = Counter(wire.pin for wire in build.wires if header.kind(wire.pin) == "gpio")
    for pin, count in shared.items():
        if count > 1 and header.bcm(pin) not in _I2C:
            return f"pin {pin} ({header.label(pin)}) has {count} wires; allowed: one"
    return next(
        (f"{key}: {to} is no connection" for key, to in build.keys.items() if to not in known), None
    )


_I2C = (2, 3)
"""SDA and SCL: a bus, so many boards share them."""
