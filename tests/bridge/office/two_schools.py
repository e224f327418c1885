"""Two schools with a row in every table each, and requests to every route with the rows of both.

A text of the other school holds `CANARY`, whatever it is: a name, a note, a robot, a line of the
history. Rows are made from the tables themselves, so a new column is filled without anybody's help.
"""

import re
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any

import msgspec
import sqlalchemy as sa
from hypothesis import find
from hypothesis import strategies as st
from msgspec import inspect

from bridge.lending.permissions import COMMAND_LINE
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.store.office_tables import schools
from bridge.store.tables import metadata
from tests.bridge.office.staff import Staff
from tests.bridge.people import TODAY

CANARY = "geheim"
MISSING = 999_999_999
MOST_PATHS = 24

OUT_OF_IT = {"office_sessions", "settings", "put_away", "waves", "carried", "erasures"}
"""Tables that belong to no school."""

MADE_OTHERWISE = {"changes", "images"}

VALUES: dict[str, Any] = {
    **{
        "schools.state": "SH",
        "requests.state": "SH",
        "loans.profile": "SH",
        "requests.asker": "school",
    },
    **{
        "people.role": "school",
        "people.language": "de",
        "loans.policy": "always",
        "family_links.wish": "zoom",
    },
    **{"loans.windows": "", "loans.locked_by": "", "loans.return_reason": "", "loans.minutes": 7},
    **{"ways_in.kind": "invitation", "pairings.kind": "secret", "papers.kind": "welcome"},
    **{"withdrawals.by_role": "family", "imports.columns": "{}", "alarms.kind": "offline"},
    **{"sightings.version": "0.1.0", "sightings.doctor_failed": "[]", "requests.outcome": ""},
    **{"loans.profile_version": 1, "ticks.line": "head", "schools.postcode": "24103"},
    **{"requests.postcode": "24103"},
}
"""Values of columns that hold one of a few words."""

STAMPED = {"created", "at", "expires_at", "fresh_at", "printed_at", "noted_at", "asked_at"} | {
    *(
        "wished_at",
        "paired_at",
        "handed_over_at",
        "seen_at",
        "began",
        "since",
        "checked_at",
        "waiting_at",
    )
}
"""Times that are there; all others have not come yet."""

ORDER = ("schools", "children", "robots", "people", "requests", "loans", "passkeys")
"""Tables that others refer to."""

NUMBERS = {
    **{"school": "school_id", "child": "child_id", "person": "person_id", "request": "request_id"},
    **{"loan": "loan_id", "passkey": "passkey_id", "change": "change_id", "robot": "robot_id"},
}
"""Names of numbers in paths and forms, and the columns that hold them."""

WORDS = (
    *("welcome", "parents", "consent", "head", "zoom", "today", "SH", "office", "school", "always"),
    *(
        "2026-12-01",
        "1.12. bis 18.12.2026",
        "1.12.",
        "24103",
        "anna@verein.example",
        "/office/today",
    ),
    *("Mo 8-12", "12:30", "Kiel", "x", "1", "", "K7QF-2MXR-9TCH-4WDN", "a" * 43),
)
"""Texts of which some field takes each."""


CHILD_TYPED = "Kind-getippt"
"""Text that is typed wherever a form asks for a child."""


@dataclass
class Side:
    """One of the two schools.

    Args:
        word: Stands in each of its texts.
        ids: Keys of its rows, by the columns that refer to them.
        keys: Keys of its rows, by table.
    """

    word: str
    ids: dict[str, Any] = field(default_factory=dict)
    keys: dict[str, Any] = field(default_factory=dict)


def _value(side: Side, table: sa.Table, column: sa.Column[Any], now: int) -> Any:
    name, full = column.name, f"{table.name}.{column.name}"
    if name in side.ids:
        return side.ids[name]
    if full in VALUES:
        return VALUES[full]
    kind = column.type.python_type
    if name in ("from_date", "done_on", "used_on", "day"):
        return TODAY - timedelta(days=3)
    if name == "until_date":
        return TODAY + timedelta(days=30)
    if kind is bytes:
        return secrets.token_bytes(16)
    if kind is bool:
        return False
    if kind is int:
        not_yet = name.endswith(("_at", "_since"))
        return now if name in STAMPED else None if not_yet else 1
    if "hash" in name or name in ("lookup", "public_key", "user_handle", "token_hash"):
        return f"{side.word}-{secrets.token_hex(6)}"
    return f"{side.word} {table.name[:4]} {name[:8]}"


async def fill(staff: Staff, word: str) -> Side:
    """Make a school with a row in every table."""
    side = Side(word)
    now = int(staff.clock.unix_s())
    side.ids["robot_id"] = f"krl-{word}"
    tables = {name: metadata.tables[name] for name in ORDER}
    tables |= {name: one for name, one in metadata.tables.items() if name not in tables}
    async with staff.store.database.begin(write=True) as connection:
        for name, table in tables.items():
            if name in OUT_OF_IT | MADE_OTHERWISE:
                continue
            values = {
                one.name: _value(side, table, one, now)
                for one in table.c
                if one.name != "id" or one.type.python_type is str
            }
            if name == "robots":
                values["id"] = side.ids["robot_id"]
            made = await connection.execute(sa.insert(table).values(values).returning(*table.c))
            row = made.one()._mapping
            keys = tuple(row[one.name] for one in table.primary_key)
            side.keys[name] = keys[0] if len(keys) == 1 else keys
            singular = {"children": "child", "people": "person"}.get(name, name.removesuffix("s"))
            if "id" in row:
                side.ids.setdefault(f"{singular}_id", row["id"])
    facts = {"school": f"{word} school", "robot": f"{word} robot", "from": "1.", "until": "2."}
    kind, school = "school.changed", side.ids["school_id"]
    async with staff.register.change(COMMAND_LINE, kind, facts=facts, school_id=school) as change:
        await change.update(schools, {"id": school}, note=f"{word} note")
    side.ids["change_id"] = change.id
    return side


async def share_a_robot(staff: Staff, theirs: Side, ours: Side) -> None:
    """Let the other school have had our robot before, and be pencilled in for it after us."""
    now = int(staff.clock.unix_s())
    before = now - 40 * 86_400
    robot = {"robot_id": ours.ids["robot_id"]}
    then = {"from_date": TODAY - timedelta(days=60), "until_date": TODAY - timedelta(days=30)}
    later = {"from_date": TODAY + timedelta(days=40), "until_date": TODAY + timedelta(days=60)}
    over = {"returned_at": before, "ended_at": before, "created": before, "handed_over_at": before}
    reserved = {"handed_over_at": None, "created": now}
    more: tuple[tuple[str, dict[str, Any]], ...] = (
        ("loans", then | over),
        ("loans", later | reserved),
        ("notes", {"created": before}),
        ("pencilled", later),
    )
    async with staff.store.database.begin(write=True) as connection:
        for name, values in more:
            table = metadata.tables[name]
            row = {one.name: _value(theirs, table, one, now) for one in table.c if one.name != "id"}
            await connection.execute(sa.insert(table).values(row | robot | values))
    facts = {"school": f"{theirs.word} school", "robot": f"{theirs.word} robot"}
    about: dict[str, Any] = {"school_id": theirs.ids["school_id"], "facts": facts} | robot
    async with staff.register.change(COMMAND_LINE, "loan.returned", **about):
        pass


async def rows_of(staff: Staff, side: Side) -> dict[str, list[dict[str, Any]]]:
    """Return every row of a school."""
    found: dict[str, list[dict[str, Any]]] = {}
    async with staff.store.database.begin() as connection:
        for name, table in metadata.tables.items():
            if name in OUT_OF_IT:
                continue
            own = [
                table.c[column] == value
                for column, value in side.ids.items()
                if column in table.c and column != "person_id"
            ]
            if name in side.keys and len(table.primary_key) == 1:
                own.append(next(iter(table.primary_key)) == side.keys[name])
            if own:
                rows = await connection.execute(
                    sa.select(table).where(sa.or_(*own)).order_by(*table.primary_key)
                )
                found[name] = [dict(row._mapping) for row in rows]
    return found


# ---- paths


def paths(route: OfficeRoute, theirs: Side, ours: Side) -> Iterator[tuple[str, str]]:
    """Return paths with rows of both sides in every mixture.

    Each comes with its twin, in which no row is there in place of theirs.
    """
    names = re.findall(r"\{(\w+)(?::((?:[^{}]|\{[^{}]*\})+))?\}", route.path)
    choices = [
        [(one, side is theirs) for side in (theirs, ours) for one in _named(name, pattern, side)]
        for name, pattern in names
    ]
    for chosen in list(product(*choices))[:MOST_PATHS]:
        path = missing = route.path
        for (name, pattern), (value, is_theirs) in zip(names, chosen, strict=True):
            hole = f"{{{name}:{pattern}}}" if pattern else f"{{{name}}}"
            path = path.replace(hole, value)
            other = _other(name, pattern, value) if is_theirs else value
            missing = missing.replace(hole, other)
        yield path, missing


def _named(name: str, pattern: str, side: Side) -> list[str]:
    column = NUMBERS.get(name, f"{name}_id")
    if column in side.ids:
        return [str(side.ids[column])]
    pattern = pattern or r"[^/]+"
    guesses = [*WORDS, *(str(number) for number in (1, 2, 3)), f"krl-{side.word}", "12345678"]
    fits = [one for one in guesses if one and re.fullmatch(pattern, one)]
    return fits[:3] or ["x"]


def _other(name: str, pattern: str, value: str) -> str:
    if NUMBERS.get(name) == "robot_id":
        return "krl-missing"
    return str(MISSING) if value.isdigit() and "d{1,9}" in pattern else value


# ---- forms


def forms(route: OfficeRoute, side: Side) -> list[dict[str, Any]]:
    """Return forms that the route takes: one as short as can be, one with every field."""
    fields = msgspec.structs.fields(route.fields)
    short = {one.encode_name: _typed(one, side) for one in fields if one.required}
    full = {one.encode_name: _typed(one, side) for one in fields}
    return [short, full] if short != full else [full]


def _typed(one: msgspec.structs.FieldInfo, side: Side) -> Any:
    """Return a text for a field; a number that may be a row is one of this side."""
    name = one.encode_name.removesuffix("_id")
    column = NUMBERS.get(name, f"{name}_id")
    guesses = [side.ids[column]] if column in side.ids else []
    if "child" in name or "short" in name:
        guesses.append(CHILD_TYPED)
    guesses += [1, True, [], *WORDS]
    for guess in guesses:
        text = [str(part) for part in guess] if isinstance(guess, list) else str(guess)
        tried = text if isinstance(guess, list) else str(guess).lower() if guess is True else text
        try:
            msgspec.convert(tried, one.type, strict=False)
        except msgspec.ValidationError:
            continue
        return tried
    return _drawn(inspect.type_info(one.type))


def _drawn(kind: inspect.Type) -> str:
    """Return a text of a pattern that no guess fits."""
    if isinstance(kind, inspect.StrType) and kind.pattern:
        return str(find(st.from_regex(kind.pattern, fullmatch=True), lambda _: True))
    if isinstance(kind, inspect.UnionType):
        return next(_drawn(one) for one in kind.types if not isinstance(one, inspect.NoneType))
    if isinstance(kind, inspect.LiteralType):
        return str(kind.values[0])
    return "x"


def is_of(text: str) -> bool:
    """Return whether a page holds anything of the other school."""
    return CANARY in text.lower()


def plain(text: str, path: str, fields: Mapping[str, Any]) -> str:
    """Return a page without what was asked: its path, and texts that it says back."""
    for said in (path, *(one for one in fields.values() if CANARY in str(one))):
        text = text.replace(str(said), "ASKED")
    return text


def takes(fields: type[Fields], values: Mapping[str, Any]) -> bool:
    """Return whether the door would let these fields through."""
    try:
        msgspec.convert(
            {name: one for name, one in values.items() if one != ""}, fields, strict=False
        )
    except msgspec.ValidationError:
        return False
    return True
