"""Search over everything that a person may see."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bridge.lending.permissions import Member
from bridge.lending.towns import fold
from bridge.register.changes import Changes
from bridge.register.robots import RobotRows
from bridge.store.office_tables import children, contacts, requests, schools
from bridge.store.tables import loans, robots

MOST_OF_A_KIND = 8
MOST_LOOKED_AT = 500
"""Rows of one kind that are looked at; the newest first."""

MOST_SCHOOLS = 20_000

Kind = Literal["robot", "school", "loan", "child", "request"]


@dataclass(frozen=True)
class Hit:
    """Something that was found.

    Args:
        id: Number, or name of a robot.
        title: Its name.
        more: What else helps to recognise it.
        state: Federal state, or empty.
    """

    kind: Kind
    id: str
    title: str
    more: str = ""
    state: str = ""


class Search(RobotRows, Changes):
    """Search in a database."""

    async def search(self, member: Member, text: str) -> list[Hit]:
        """Return what holds every word, at most some of each kind.

        Case, umlauts and hyphens do not matter. SQL finds what may match, since SQLite knows no
        capital letters but those of English; then each text is looked at.
        """
        words = fold(text).split()
        if not words:
            return []
        found = self._matching(words, await self._robot_hits(member))
        async with self._database.begin() as connection:
            if member.may("see_schools"):
                found += self._matching(words, await _school_hits(connection, member))
            found += self._matching(words, await _loan_hits(connection, member, words))
            if member.may("see_children"):
                found += self._matching(words, await _child_hits(connection, member, words))
            if member.may("see_requests") and member.role != "reader":
                found += self._matching(words, await _request_hits(connection, member, words))
        return found

    @staticmethod
    def _matching(words: Sequence[str], looked: Sequence[tuple[Hit, str]]) -> list[Hit]:
        hits = []
        for hit, text in looked:
            folded = fold(text)
            if all(word in folded for word in words):
                hits.append(hit)
                if len(hits) == MOST_OF_A_KIND:
                    break
        return hits

    async def _robot_hits(self, member: Member) -> list[tuple[Hit, str]]:
        found = []
        for one in await self.kept_robots(member):
            note = one.workshop_note or one.check_note or one.note
            at = one.loan.school if one.loan else one.home
            text = " ".join((one.id, one.name, at, note, one.note))
            found.append((Hit("robot", one.id, one.name, note or at), text))
        return found


async def _school_hits(connection: AsyncConnection, member: Member) -> list[tuple[Hit, str]]:
    query = (
        sa.select(schools, contacts.c.name.label("contact"))
        .select_from(schools.outerjoin(contacts, contacts.c.school_id == schools.c.id))
        .order_by(schools.c.name, schools.c.id, contacts.c.id)
        .limit(MOST_SCHOOLS)
    )
    if member.role == "school":
        query = query.where(schools.c.id == member.school_id)
    texts: dict[int, str] = {}
    hits: dict[int, Hit] = {}
    for row in (await connection.execute(query)).all():
        told = texts.get(row.id) or " ".join(
            (row.name, row.town, row.postcode, row.also_called, row.note)
        )
        texts[row.id] = f"{told} {row.contact or ''}"
        hits[row.id] = Hit("school", str(row.id), row.name, row.town, row.state)
    return [(hits[id], text) for id, text in texts.items()]


async def _loan_hits(
    connection: AsyncConnection, member: Member, words: Sequence[str]
) -> list[tuple[Hit, str]]:
    sees_child = member.may("see_children")
    columns = [robots.c.name, loans.c.robot_id, schools.c.name, schools.c.town, loans.c.class_name]
    if sees_child:
        columns.append(loans.c.pupil_name)
    query = (
        sa.select(
            loans.c.id,
            loans.c.pupil_name,
            loans.c.class_name,
            loans.c.from_date,
            loans.c.until_date,
            robots.c.name.label("robot"),
            loans.c.robot_id,
            schools.c.name.label("school"),
            schools.c.town,
            schools.c.state,
        )
        .select_from(
            loans.join(robots, robots.c.id == loans.c.robot_id).outerjoin(
                schools, schools.c.id == loans.c.school_id
            )
        )
        .where(_reached(member, loans.c.school_id), *_may_match(words, columns))
        .order_by(loans.c.from_date.desc(), loans.c.id.desc())
        .limit(MOST_LOOKED_AT)
    )
    found = []
    for row in (await connection.execute(query)).all():
        child = row.pupil_name if sees_child else ""
        place = " ".join(part for part in (row.school or "", row.town or "") if part)
        days = f"{row.from_date:%d.%m.%Y} – {row.until_date:%d.%m.%Y}"
        title = f"{row.robot}, {row.school}" if row.school else row.robot
        hit = Hit("loan", str(row.id), title, f"{child} {days}".strip(), row.state or "")
        text = " ".join((row.robot, row.robot_id, place, row.class_name, child))
        found.append((hit, text))
    return found


async def _child_hits(
    connection: AsyncConnection, member: Member, words: Sequence[str]
) -> list[tuple[Hit, str]]:
    columns = [children.c.short_name, children.c.class_name]
    query = (
        sa.select(children, schools.c.name.label("school"), schools.c.state)
        .select_from(children.outerjoin(schools, schools.c.id == children.c.school_id))
        .where(children.c.erased_at.is_(None), _reached(member, children.c.school_id))
        .where(*_may_match(words, columns))
        .order_by(children.c.id.desc())
        .limit(MOST_LOOKED_AT)
    )
    return [
        (
            Hit("child", str(row.id), row.short_name, row.school or "", row.state or ""),
            " ".join((row.short_name, row.class_name)),
        )
        for row in (await connection.execute(query)).all()
    ]


async def _request_hits(
    connection: AsyncConnection, member: Member, words: Sequence[str]
) -> list[tuple[Hit, str]]:
    asked = requests.c
    columns = [asked.school_name, asked.town, asked.postcode, asked.contact_name, asked.note]
    query = (
        sa.select(requests)
        .where(_reached(member, requests.c.school_id), requests.c.aside_at.is_(None))
        .where(*_may_match(words, columns))
        .order_by(requests.c.id.desc())
        .limit(MOST_LOOKED_AT)
    )
    return [
        (
            Hit("request", str(row.id), row.school_name or row.town, row.town, row.state),
            " ".join((row.school_name, row.town, row.postcode, row.contact_name, row.note)),
        )
        for row in (await connection.execute(query)).all()
    ]


def loose_pattern(word: str) -> str:
    """Return a pattern of SQL for every text that may hold a folded word: `m%w_` for `moewe`."""
    shared = re.sub("ae|oe|ue|ss", "%", word)
    return f"%{re.sub('[aeioucnsyz]', '_', shared)}%"


def _may_match(words: Sequence[str], columns: Sequence[Any]) -> list[sa.ColumnElement[bool]]:
    return [sa.or_(*(column.ilike(loose_pattern(word)) for column in columns)) for word in words]


def _reached(member: Member, school_id: Any) -> sa.ColumnElement[bool]:
    return school_id == member.school_id if member.role == "school" else sa.true()
