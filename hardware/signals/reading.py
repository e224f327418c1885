"""PURE. Reader of the signal table, with all its checks. No I/O.

An error names the signal and the key; nothing is guessed. A table is refused if it
could flash too often, flash red, or hide that somebody is inside.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Annotated, Any, TypeVar, get_args

import msgspec
from msgspec import Meta, Struct

from bridge.process import toml_words
from bridge.protocol.vocabulary import SIGNALS, SignalName
from hardware.signals import drawings
from hardware.signals.drawings import Drawing
from hardware.signals.rhythm import FLASH_APART_S, Pattern, Timeline, lights_up
from hardware.signals.shapes import (
    CLOSED,
    HALF,
    OPEN,
    Colour,
    Eyes,
    Language,
    LegendWords,
    Modifier,
    Posture,
    Signal,
)

LEAST_RING = 0.05
"""Least brightness of the ring while somebody is inside: a twentieth of full light is visible
from anywhere in a room (untried on hardware)."""
LONGEST_BLINK_S = 0.25
MOST_RED = 0.8
"""Share of red from which a light counts as saturated red.

Source: WCAG 2.2, definition of general flash and red flash thresholds.
"""
MODIFIERS = {"near"}
OPENNESS = {"closed": CLOSED, "half": HALF, "open": OPEN}
EPS_S = 1e-9

Share = Annotated[float, Meta(ge=0, le=1)]
Seconds = Annotated[float, Meta(ge=0, le=60)]
Text = Annotated[str, Meta(min_length=1, max_length=90)]
Parts = Annotated[tuple[tuple[Annotated[float, Meta(gt=0, le=60)], str], ...], Meta(min_length=1)]
Shape = TypeVar("Shape", bound=Struct)


class TableError(ValueError):
    """The table cannot be used; the text names the signal and the key."""


class _Strict(Struct, frozen=True, forbid_unknown_fields=True):
    pass


class _Drawing(_Strict, frozen=True):
    opens: str
    rows: str


class _Ring(_Strict, frozen=True):
    points: Annotated[tuple[tuple[Seconds, Share], ...], Meta(min_length=1)]
    repeats: bool = True
    follows_level: bool = False


class _Eyes(_Strict, frozen=True):
    parts: Parts
    repeats: bool = False
    without_hand: Parts | None = None


class _Words(_Strict, frozen=True):
    de: Text
    en: Text


class _Signal(_Strict, frozen=True):
    watched: bool
    colour: str
    ring: _Ring
    eyes: _Eyes
    posture: Posture
    words: _Words
    meaning: _Words
    tilt_offset_deg: Annotated[float, Meta(ge=-20, le=20)] = 0.0
    nods: bool = False


class _Modifier(_Strict, frozen=True):
    words: _Words
    meaning: _Words


class _Legend(_Strict, frozen=True):
    title: Text
    subtitle: Annotated[str, Meta(min_length=1, max_length=160)]
    watched: Text
    unwatched: Text
    without_hand: Text
    afterwards: Text
    seconds: Text
    note: Annotated[str, Meta(min_length=1, max_length=160)]


@dataclass(frozen=True, slots=True)
class Table:
    """Content of the file."""

    signals: dict[SignalName, Signal]
    drawings: dict[str, Drawing]
    modifiers: dict[str, Modifier]
    legend: dict[Language, LegendWords]


def read(text: str) -> Table:
    """Return the checked table.

    Raises:
        TableError: Anything is unknown, missing, out of bounds or not allowed.
    """
    try:
        document = toml_words.parse(text.encode())
    except toml_words.NotToml as error:
        raise TableError(str(error)) from error
    tables = {"colours", "drawings", "signals", "modifiers", "legend"}
    if set(document) != tables:
        raise TableError(f"tables {sorted(document)}; needed: {sorted(tables)}")
    colours = {name: _colour(name, value) for name, value in document["colours"].items()}
    drawn = {name: _drawing(name, value) for name, value in document["drawings"].items()}
    given = document["signals"]
    for name in [*given, *SIGNALS]:
        if name not in SIGNALS:
            raise TableError(f"signals.{name}: unknown; allowed: {', '.join(SIGNALS)}")
        if name not in given:
            raise TableError(f"signals.{name}: missing")
    found: dict[SignalName, Signal] = {}
    for name in get_args(SignalName):
        found[name] = _signal(name, given[name], colours, drawn)
        _check(found[name])
    added = _modifiers(document["modifiers"])
    return Table(found, drawn, added, _legend(document["legend"]))


def _convert(where: str, value: Any, shape: type[Shape]) -> Shape:
    try:
        return msgspec.convert(value, shape, strict=True)
    except msgspec.ValidationError as error:
        what, _, key = str(error).partition(" - at `$")
        raise TableError(f"{where}{key.rstrip('`')}: {what}") from error


def _colour(name: str, value: Any) -> Colour:
    where = f"colours.{name}"
    try:
        red, green, blue = colour = msgspec.convert(value, tuple[Share, Share, Share])
    except msgspec.ValidationError as error:
        raise TableError(f"{where}: {error}") from error
    if max(colour) != 1.0:
        raise TableError(f"{where}: its strongest part is {max(colour)}; needed: 1")
    if red / (red + green + blue) >= MOST_RED:
        raise TableError(f"{where}: saturated red, which must not flash; allowed: below {MOST_RED}")
    return colour


def _drawing(name: str, value: Any) -> Drawing:
    raw = _convert(f"drawings.{name}", value, _Drawing)
    if raw.opens not in OPENNESS:
        allowed = ", ".join(OPENNESS)
        raise TableError(f"drawings.{name}.opens = {raw.opens!r}: allowed: {allowed}")
    try:
        return drawings.read(name, OPENNESS[raw.opens], raw.rows)
    except drawings.DrawingError as error:
        raise TableError(f"drawings.{name}.rows: {error}") from error


def _signal(
    name: SignalName, value: Any, colours: dict[str, Colour], drawn: dict[str, Drawing]
) -> Signal:
    where = f"signals.{name}"
    raw = _convert(where, value, _Signal)
    if raw.colour not in colours:
        raise TableError(f"{where}.colour = {raw.colour!r}: allowed: {', '.join(colours)}")
    eyes = _eyes(f"{where}.eyes.parts", raw.eyes.parts, raw.eyes.repeats, drawn)
    without = eyes
    if raw.eyes.without_hand is not None:
        without = _eyes(f"{where}.eyes.without_hand", raw.eyes.without_hand, True, drawn)
    return Signal(
        name=name,
        watched=raw.watched,
        colour=colours[raw.colour],
        pattern=Pattern(raw.ring.points, raw.ring.repeats),
        eyes=eyes,
        eyes_without_hand=without,
        posture=raw.posture,
        tilt_offset_deg=raw.tilt_offset_deg,
        follows_level=raw.ring.follows_level,
        nods=raw.nods,
        words={"de": raw.words.de, "en": raw.words.en},
        meaning={"de": raw.meaning.de, "en": raw.meaning.en},
    )


def _eyes(where: str, parts: Parts, repeats: bool, drawn: dict[str, Drawing]) -> Eyes:
    for _, name in parts:
        if name not in drawn:
            raise TableError(f"{where}: {name!r}: allowed: {', '.join(drawn)}")
    return Timeline(tuple((seconds, drawn[name]) for seconds, name in parts), repeats)


def _modifiers(value: dict[str, Any]) -> dict[str, Modifier]:
    if set(value) != MODIFIERS:
        raise TableError(f"modifiers: {sorted(value)}; needed: {sorted(MODIFIERS)}")
    raw = {name: _convert(f"modifiers.{name}", value[name], _Modifier) for name in sorted(value)}
    return {
        name: Modifier(
            words={"de": each.words.de, "en": each.words.en},
            meaning={"de": each.meaning.de, "en": each.meaning.en},
        )
        for name, each in raw.items()
    }


def _legend(value: dict[str, Any]) -> dict[Language, LegendWords]:
    languages: tuple[Language, ...] = get_args(Language)
    if set(value) != set(languages):
        raise TableError(f"legend: languages {sorted(value)}; needed: {sorted(languages)}")
    raw = {name: _convert(f"legend.{name}", value[name], _Legend) for name in languages}
    return {name: LegendWords(**msgspec.structs.asdict(words)) for name, words in raw.items()}


def _check(signal: Signal) -> None:
    """Refuse a signal that breaks a promise, whoever edits the table."""
    _check_ring(signal)
    for key, eyes in (("parts", signal.eyes), ("without_hand", signal.eyes_without_hand)):
        _check_eyes(signal, f"signals.{signal.name}.eyes.{key}", eyes)
    if any(signal.drawing_at(t, False).open != signal.eyes_at(t) for t in (0.0, 1.0, 5.0)):
        where = f"signals.{signal.name}.eyes.without_hand"
        raise TableError(f"{where}: opens the eyes differently from parts")


def _check_ring(signal: Signal) -> None:
    where = f"signals.{signal.name}.ring.points"
    points = signal.pattern.points
    if points[0][0] != 0 or any(after[0] < before[0] for before, after in pairwise(points)):
        raise TableError(f"{where}: times must begin at 0 and never fall")
    apart = [b - a for a, b in pairwise(signal.pattern.brightenings_s())]
    if any(gap_s < FLASH_APART_S - EPS_S for gap_s in apart):
        raise TableError(
            f"{where}: brightens {min(apart):.2f} s after the last time; allowed: 3 times a second"
        )
    if signal.watched and min(value for _, value in points) < LEAST_RING:
        raise TableError(f"{where}: below {LEAST_RING} while somebody is inside")


def _check_eyes(signal: Signal, where: str, eyes: Eyes) -> None:
    lights = [0.0] + [
        at_s
        for at_s, before, after in eyes.changes()
        if lights_up(before.looking(), after.looking())
    ]
    apart = [b - a for a, b in pairwise(lights)]
    if any(gap_s < FLASH_APART_S - EPS_S for gap_s in apart):
        raise TableError(
            f"{where}: lights up {min(apart):.2f} s after the last time; allowed: 3 times a second"
        )
    for seconds, drawing in eyes.parts:
        if signal.watched and drawing.open == CLOSED and seconds > LONGEST_BLINK_S:
            raise TableError(f"{where}: closed for {seconds} s while somebody is inside")
