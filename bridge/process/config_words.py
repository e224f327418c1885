"""PURE. Messages about mistakes in a configuration, for people. No I/O.

    Expected `int` >= 160 - at `$.camera.width_px`    camera.width_px: must be >= 160 and <= 3840
    Invalid enum value 'simulate' - at `$.x`          x: must be one of 'gpio', 'none'

Nothing that a library says is passed on. A pattern is explained by the `description` beside it.
"""

import re
import types
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import msgspec

NOT_ALLOWED = "is not written as it has to be"

Step = str | int
"""Key of a table, or index of a list."""

KINDS = {
    "int": "an integer",
    "float": "a number",
    "str": "text in quotes",
    "bool": "true or false",
    "array": "a list in [ ]",
    "object": "a table",
    "null": "nothing",
}

_SECRET = re.compile(r"(pass|secret|token$|credential)(?!.*_file)", re.IGNORECASE)
"""Keys whose value is never shown; the path of a secret may be."""

_USER = re.compile(r"://.*@", re.DOTALL)
"""Part of an address that may hold a password."""


@dataclass(frozen=True)
class Mistake:
    """One mistake: its key, and what is allowed there."""

    steps: tuple[Step, ...]
    what: str

    @property
    def key(self) -> str:
        """The key as people write it: `ice.servers[0].urls`."""
        text = ""
        for step in self.steps:
            text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
        return text


def is_secret(key: str) -> bool:
    """Return whether the value of a key is never shown."""
    return _SECRET.search(key) is not None


def mistake(
    error: msgspec.ValidationError, shape: type[msgspec.Struct], document: Any = None
) -> Mistake:
    """Return the mistake that a validation error means for a document of this shape.

    Args:
        document: What was refused; it tells which entry of a free table is meant.
    """
    text = str(error)
    place = re.search(r" - at `(?:key in )?`?\$([^`]*)`$", text)
    steps = _steps(place[1]) if place else ()
    if place and place[1].endswith("[...]"):
        steps += _entry(_at(shape, steps), lookup(document, steps))
    what = text[: place.start()] if place else text
    found = _at(shape, steps)
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", what):
        allowed = sorted({name for one in _structs(found) for name in one.__struct_fields__})
        listed = ", ".join(allowed) or "nothing"
        return Mistake((*steps, unknown[1]), f"unknown key; allowed here: {listed}")
    if missing := re.fullmatch(r"Object missing required field `(.*)`", what):
        steps = (*steps, missing[1])
        table = list(_structs(_at(shape, steps)))
        return Mistake(
            steps, "this table is missing" if table else "is missing, and has no default"
        )
    return Mistake(steps, _allowed(what, found) or _translated(what))


def shown(steps: Sequence[Step], value: object, most: int = 80) -> str:
    """Return ` = value` for a message, short and without secrets; empty for tables."""
    if value is None or isinstance(value, dict):
        return ""
    if any(isinstance(step, str) and _SECRET.search(step) for step in steps):
        return " = ********"
    return f" = {_USER.sub('://********@', repr(value))}"[:most]


def not_finite(document: Any, steps: tuple[Step, ...] = ()) -> tuple[Step, ...] | None:
    """Return the place of a NaN or infinity in a document: NaN passes every bound."""
    if isinstance(document, float):
        return steps if document != document or document in (_INFINITE, -_INFINITE) else None
    inner: Iterator[tuple[Step, Any]] = iter(())
    if isinstance(document, dict):
        inner = iter(document.items())
    elif isinstance(document, list):
        inner = iter(enumerate(document))
    places = (not_finite(value, (*steps, step)) for step, value in inner)
    return next((place for place in places if place is not None), None)


_INFINITE = float("inf")


def undescribed(shape: Any, seen: frozenset[Any] = frozenset()) -> Iterator[str]:
    """Yield every pattern without a description; a test asserts that there are none."""
    for meta in _metas(shape):
        if meta.pattern and not meta.description:
            yield meta.pattern
    for inner in _parts(shape):
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            if inner not in seen:
                for field in msgspec.structs.fields(inner):
                    yield from undescribed(field.type, seen | {inner})
        elif get_args(inner) and get_origin(inner) is not Literal:
            for one in get_args(inner):
                yield from undescribed(one, seen)


def lookup(document: Any, steps: Sequence[Step]) -> Any:
    """Return the value at a place of the document, or None."""
    for step in steps:
        if isinstance(document, dict):
            document = document.get(step)
        elif isinstance(document, list) and isinstance(step, int) and step < len(document):
            document = document[step]
        else:
            return None
    return document


def _entry(kind: Any, table: Any) -> tuple[Step, ...]:
    """Return the first key of a free table whose value is not allowed."""
    free = next((part for part in _parts(kind) if get_origin(part) is dict), None)
    if free is None or not isinstance(table, dict):
        return ()
    for key, value in table.items():
        try:
            msgspec.convert(value, get_args(free)[1], strict=True)
        except msgspec.ValidationError:
            return (key,)
    return ()


def _steps(path: str) -> tuple[Step, ...]:
    found = re.findall(r"\.([^.\[]+)|\[(\d+)\]|\[\.\.\.\]", path)
    return tuple(name if name else int(index) for name, index in found if name or index)


def _parts(kind: Any) -> Iterator[Any]:
    """Yield the alternatives of an annotation without their metadata."""
    origin = get_origin(kind)
    if origin is Annotated:
        yield from _parts(get_args(kind)[0])
    elif origin in (Union, types.UnionType):
        for one in get_args(kind):
            yield from _parts(one)
    else:
        yield kind


def _metas(kind: Any) -> Iterator[msgspec.Meta]:
    origin = get_origin(kind)
    if origin is Annotated:
        yield from (one for one in get_args(kind)[1:] if isinstance(one, msgspec.Meta))
        yield from _metas(get_args(kind)[0])
    elif origin in (Union, types.UnionType):
        for one in get_args(kind):
            yield from _metas(one)


def _structs(kind: Any) -> Iterator[type[msgspec.Struct]]:
    for one in _parts(kind):
        if isinstance(one, type) and issubclass(one, msgspec.Struct):
            yield one


def _at(shape: Any, steps: Sequence[Step]) -> Any:
    """Return the annotation at a place of the document, or None."""
    for step in steps:
        found = None
        for part in _parts(shape):
            if isinstance(step, int):
                inner = [one for one in get_args(part) if one is not Ellipsis]
                found = (inner[min(step, len(inner) - 1)] if inner else None) or found
            elif get_origin(part) is dict:
                found = get_args(part)[1]
            elif isinstance(part, type) and issubclass(part, msgspec.Struct):
                fields = {one.encode_name: one.type for one in msgspec.structs.fields(part)}
                config = part.__struct_config__
                if step == config.tag_field:
                    tags = [one.__struct_config__.tag for one in _structs(shape)]
                    return Literal[tuple(tags)]
                found = fields.get(step, found)
        shape = found
    return shape


def _allowed(what: str, kind: Any) -> str:
    """Return what the annotation allows; empty if the error itself says it better."""
    literals = [
        value for part in _parts(kind) if get_origin(part) is Literal for value in get_args(part)
    ]
    others = [part for part in _parts(kind) if part in (int, float, str, bool)]
    if what.startswith(("Invalid enum value", "Invalid value")) and literals:
        also = "".join(f" or {KINDS[part.__name__]}" for part in others)
        return f"must be one of {', '.join(map(repr, literals))}{also}"
    metas = list(_metas(kind))
    if "matching regex" in what:
        described = next((meta.description for meta in metas if meta.description), None)
        return f"must be {described}" if described else NOT_ALLOWED
    if re.match(r"Expected `(int|float)` ([<>]|that's a multiple of)", what):
        bounds = [bound for meta in metas for bound in _bounds(meta)]
        bounds += [f"a multiple of {meta.multiple_of:g}" for meta in metas if meta.multiple_of]
        also = "".join(f", or {value!r}" for value in literals)
        return f"must be {' and '.join(bounds)}{also}" if bounds else ""
    return ""


def _bounds(meta: msgspec.Meta) -> Iterator[str]:
    """Yield the bounds of a number as text, such as `>= 160`."""
    pairs = ((">=", meta.ge), (">", meta.gt), ("<=", meta.le), ("<", meta.lt))
    yield from (f"{sign} {bound:g}" for sign, bound in pairs if bound is not None)


def _translated(what: str) -> str:
    if kinds := re.fullmatch(r"Expected `(.+)`, got `(.+)`", what):
        wanted = [KINDS.get(one, one) for one in kinds[1].split(" | ") if one != "null"]
        return f"must be {' or '.join(wanted)}, not {KINDS.get(kinds[2], kinds[2])}"
    if length := re.fullmatch(r"Expected `(str|array)` of length (>=|<=)? ?(\d+)(, got .*)?", what):
        unit = "characters" if length[1] == "str" else "entries"
        if length[2] == ">=" and length[3] == "1":
            return "must not be empty"
        least = {">=": "at least ", "<=": "at most "}.get(length[2] or "", "")
        return f"must have {least}{length[3]} {unit}"
    if bound := re.fullmatch(r"Expected `(int|float)` ([<>]=?) (.+)", what):
        return f"must be {bound[2]} {bound[3]}"
    return NOT_ALLOWED
