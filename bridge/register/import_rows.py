"""Rows of a list as rows of the database, within one change."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import sqlalchemy as sa

from bridge.days.zone import local_day, unix_of
from bridge.lending.permissions import Member
from bridge.lending.profiles import profile
from bridge.lists.folding import fold
from bridge.lists.verdicts import (
    ContactEntry,
    LoanEntry,
    ReadRow,
    RequestEntry,
    RobotRemark,
    SchoolEntry,
)
from bridge.register.changes import Change
from bridge.store.office_tables import (
    children,
    contacts,
    notes,
    requests,
    robot_facts,
    schools,
    ticks,
)
from bridge.store.tables import loans, robots

NOON = 12 * 60

_OUTCOMES = {"cancelled": "declined", "lent": "reserved", "done": "withdrawn"}
"""Outcome of a request in a list, translated to the terms of the office."""

_ASKERS = {"school": "school", "family": "family", "hospital": "clinic"}


@dataclass
class ImportRows:
    """Writer of rows.

    Args:
        now_s: Unix seconds of the change.
    """

    change: Change
    member: Member
    now_s: int
    _schools: dict[str, int] = field(default_factory=dict)

    async def write(self, rows: Sequence[ReadRow]) -> None:
        """Write everything that some rows say."""
        await self._write_schools(rows)
        await self._write_loans([loan for row in rows for loan in row.loans])
        await self._write_contacts(rows)
        await self._write_robots([row.robot for row in rows if row.robot])
        await self._write_requests([row.request for row in rows if row.request])
        await self._write_school_notes(rows)

    async def _write_schools(self, rows: Sequence[ReadRow]) -> None:
        wanted: dict[str, SchoolEntry] = {}
        for row in rows:
            entries = [loan.school for loan in row.loans if loan.school]
            entries += [row.request.school] if row.request and row.request.school.name else []
            for entry in entries:
                wanted[fold(entry.name)] = entry
        known: dict[str, Any] = {}
        for school in await self.change.connection.execute(sa.select(schools)):
            for name in (school.name, *school.also_called.split("\n")):
                known.setdefault(fold(name), school)
        new = {key: entry for key, entry in wanted.items() if key not in known}
        added = await self.change.insert_many(
            schools, [_school_values(entry, self.now_s) for entry in new.values()]
        )
        self._schools = {key: known[key].id for key in wanted if key in known}
        self._schools |= {key: row["id"] for key, row in zip(new, added, strict=True)}
        for key, entry in wanted.items():
            if key in known:
                await self._complete(known[key], entry)

    async def _complete(self, school: Any, entry: SchoolEntry) -> None:
        """Fill in what the office does not know of a school yet, and its other names."""
        names = [name for name in school.also_called.split("\n") if name]
        new = [one for one in (entry.name, *entry.also) if one != school.name and one not in names]
        values = {
            name: getattr(entry, name)
            for name in ("town", "postcode", "state")
            if getattr(entry, name) and not getattr(school, name)
        }
        if new:
            values["also_called"] = "\n".join((*names, *new))
        if values:
            await self.change.update(schools, {"id": school.id}, **values)

    def _school_id(self, entry: SchoolEntry | None) -> int | None:
        return self._schools.get(fold(entry.name)) if entry else None

    async def _write_loans(self, entries: Sequence[LoanEntry]) -> None:
        known = await self._known_loans(entries)
        new = [one for one in entries if (one.robot_id, one.first) not in known]
        named = [one for one in new if one.child]
        added = await self.change.insert_many(children, [self._child_values(one) for one in named])
        child_ids = {id(one): row["id"] for one, row in zip(named, added, strict=True)}
        made = await self.change.insert_many(
            loans, [self._loan_values(one, child_ids.get(id(one))) for one in new]
        )
        self.change.belongs(
            children, {row["child_id"]: row["id"] for row in made if row["child_id"]}
        )
        pairs = list(zip(new, made, strict=True))
        await self.change.insert_many(ticks, list(self._ticks(pairs)))
        for entry in entries:
            if (entry.robot_id, entry.first) in known:
                await self._change_loan(known[entry.robot_id, entry.first], entry)

    async def _known_loans(self, entries: Sequence[LoanEntry]) -> dict[tuple[str, date], Any]:
        wanted = {(one.robot_id, one.first) for one in entries}
        # The whole table is read: a list names most robots, and compares every beginning.
        query = sa.select(loans.c.id, loans.c.robot_id, loans.c.from_date).where(
            sa.or_(loans.c.returned_at.is_not(None), loans.c.ended_at.is_(None))
        )
        found = {}
        for row in await self.change.connection.execute(query):
            if (row.robot_id, row.from_date) in wanted:
                found[row.robot_id, row.from_date] = row.id
        return found

    def _child_values(self, entry: LoanEntry) -> dict[str, Any]:
        return {
            "short_name": entry.child,
            "school_id": self._school_id(entry.school),
            "class_name": entry.class_name,
            "created": self.now_s,
        }

    def _loan_values(self, entry: LoanEntry, child_id: int | None) -> dict[str, Any]:
        asked = profile(entry.school.state) if entry.school else None
        # Without a federal state nobody knows what has to be ticked: the child stays out until
        # the office has said which one it is, and has handed the robot over.
        out = entry.status == "returned" or (entry.status == "lent" and asked is not None)
        returned = unix_of(entry.returned, NOON) if entry.returned else None
        last = min(entry.last, entry.returned) if entry.returned else entry.last
        return {
            "robot_id": entry.robot_id,
            "pupil_name": entry.child,
            "from_date": entry.first,
            "until_date": max(entry.first, last),
            # Nobody knows this token: there is no link until one is made.
            "teacher_token_hash": secrets.token_hex(32),
            "school_id": self._school_id(entry.school),
            "child_id": child_id,
            "class_name": entry.class_name,
            "profile": asked.state if asked else "",
            "profile_version": asked.version if asked else 0,
            "created": self.now_s,
            "handed_over_at": min(unix_of(entry.first, NOON), self.now_s) if out else None,
            "returned_at": returned,
            "ended_at": returned,
            "return_reason": "planned" if returned else "",
        }

    def _ticks(
        self, pairs: Iterable[tuple[LoanEntry, Mapping[str, Any]]]
    ) -> Iterable[dict[str, Any]]:
        today = local_day(self.now_s)
        for entry, row in pairs:
            asked = profile(row["profile"], row["profile_version"]) if row["profile"] else None
            if asked is None or entry.status == "returned":
                continue
            for line in asked.lines:
                done = entry.consent and line.key == "parents"
                yield {
                    "loan_id": row["id"],
                    "line": line.key,
                    "done_on": today if done else None,
                    "person_id": self.member.id if done else None,
                    "counted": None,
                    "of_all": None,
                    "text_version": line.text_version,
                }

    async def _change_loan(self, loan_id: int, entry: LoanEntry) -> None:
        """Write what a list says anew of a loan that the office has."""
        row = await self.change.row(loans, {"id": loan_id})
        values: dict[str, Any] = {}
        if row["ended_at"] is None:
            last = min(entry.last, entry.returned) if entry.returned else entry.last
            values["until_date"] = max(entry.first, last)
            if entry.returned:
                values |= {"returned_at": unix_of(entry.returned, NOON), "return_reason": "planned"}
                values["ended_at"] = values["returned_at"]
                values["handed_over_at"] = row["handed_over_at"] or unix_of(entry.first, NOON)
            elif entry.status == "lent" and row["handed_over_at"] is None and row["profile"]:
                values["handed_over_at"] = min(unix_of(entry.first, NOON), self.now_s)
        if entry.child and entry.child != row["pupil_name"] and row["erased_at"] is None:
            values["pupil_name"] = entry.child
            await self._rename(row, entry)
        school_id = self._school_id(entry.school)
        if school_id and school_id != row["school_id"]:
            values["school_id"] = school_id
        changed = {name: value for name, value in values.items() if row[name] != value}
        if changed:
            await self.change.update(loans, {"id": loan_id}, **changed)

    async def _rename(self, row: Mapping[str, Any], entry: LoanEntry) -> None:
        if row["child_id"]:
            await self.change.update(children, {"id": row["child_id"]}, short_name=entry.child)

    async def _write_contacts(self, rows: Sequence[ReadRow]) -> None:
        wanted: dict[tuple[int, str], ContactEntry] = {}
        for row in rows:
            school_id = self._school_id(row.loans[0].school) if row.loans else None
            if row.contact and school_id:
                key = (school_id, fold(row.contact.name or row.contact.phone or row.contact.email))
                before = wanted.get(key, ContactEntry())
                wanted[key] = ContactEntry(
                    *(getattr(row.contact, name) or getattr(before, name) for name in _CONTACT)
                )
        for known in await self.change.connection.execute(sa.select(contacts)):
            wanted.pop((known.school_id, fold(known.name or known.phone or known.email)), None)
        await self.change.insert_many(
            contacts,
            [
                {"school_id": school_id, **{name: getattr(one, name) for name in _CONTACT}}
                for (school_id, _), one in wanted.items()
            ],
        )

    async def _write_robots(self, entries: Sequence[RobotRemark]) -> None:
        named = {one.robot_id: one.name for one in entries if one.name}
        query = sa.select(robots.c.id, robots.c.name)
        for row in (await self.change.connection.execute(query)).all():
            # A name that somebody gave in the office stays.
            if row.id in named and fold(row.name) == fold(row.id) and named[row.id] != row.name:
                await self.change.update(robots, {"id": row.id}, name=named[row.id])
        facts = sa.select(robot_facts.c.robot_id)
        known = set((await self.change.connection.execute(facts)).scalars())
        query = sa.select(notes.c.robot_id, notes.c.text).where(notes.c.robot_id.is_not(None))
        told = {tuple(row) for row in await self.change.connection.execute(query)}
        for entry in entries:
            # What was noted before was perhaps seen to since: it does not come up again.
            is_news = not entry.notes or any(
                (entry.robot_id, one) not in told for one in entry.notes
            )
            values = self._robot_values(entry) if is_news else {}
            if values and entry.robot_id in known:
                await self.change.update(robot_facts, {"robot_id": entry.robot_id}, **values)
            elif values:
                known.add(entry.robot_id)
                await self.change.insert(robot_facts, robot_id=entry.robot_id, **values)
        new = dict.fromkeys((one.robot_id, note) for one in entries for note in one.notes)
        await self._write_notes(
            [{"robot_id": id, "school_id": None, "text": note} for id, note in new]
        )

    def _robot_values(self, entry: RobotRemark) -> dict[str, Any]:
        values: dict[str, Any] = {"home": entry.home} if entry.home else {}
        note = "; ".join(entry.notes)[:400]
        if entry.status == "workshop":
            since = unix_of(entry.since, NOON) if entry.since else self.now_s
            values |= {"workshop_since": since, "workshop_note": note}
        elif entry.status == "check":
            values |= {"check_since": self.now_s, "check_note": note}
        return values

    async def _write_school_notes(self, rows: Sequence[ReadRow]) -> None:
        told: dict[tuple[int, str], None] = {}
        for row in rows:
            school_id = self._school_id(row.loans[0].school) if row.loans else None
            if row.school_note and school_id:
                told[school_id, row.school_note] = None
        await self._write_notes(
            [{"robot_id": None, "school_id": school_id, "text": text} for school_id, text in told]
        )

    async def _write_notes(self, values: Sequence[Mapping[str, Any]]) -> None:
        """Add notes that the office does not have yet."""
        query = sa.select(notes.c.robot_id, notes.c.school_id, notes.c.text)
        known = {tuple(row) for row in await self.change.connection.execute(query)}
        new = [
            {**one, "created": self.now_s, "person_id": self.member.id}
            for one in values
            if (one["robot_id"], one["school_id"], one["text"]) not in known
        ]
        await self.change.insert_many(notes, new)

    async def _write_requests(self, entries: Sequence[RequestEntry]) -> None:
        await self.change.insert_many(requests, [self._request_values(one) for one in entries])

    def _request_values(self, entry: RequestEntry) -> dict[str, Any]:
        asked = min(unix_of(entry.asked, NOON), self.now_s)
        done = unix_of(entry.done, NOON) if entry.outcome and entry.done else None
        return {
            "asker": _ASKERS[entry.asker],
            "school_id": self._school_id(entry.school),
            "school_name": entry.school.name[:120],
            "class_name": entry.class_name,
            "town": entry.school.town[:80],
            "postcode": entry.school.postcode,
            "state": entry.school.state,
            "from_date": entry.first,
            "until_date": entry.last,
            "weeks": entry.weeks,
            "contact_name": entry.contact.name,
            "phone": entry.contact.phone,
            "email": entry.contact.email,
            "note": entry.note,
            "urgent": entry.urgent,
            "asked_at": asked,
            "checked_at": asked,
            "waiting_at": asked,
            "done_at": min(done, self.now_s) if done else None,
            "outcome": _OUTCOMES[entry.outcome] if entry.outcome else "",
        }


_CONTACT = ("name", "phone", "email", "best_time")


def _school_values(entry: SchoolEntry, now_s: int) -> dict[str, Any]:
    return {
        "name": entry.name[:120],
        "town": entry.town[:80],
        "postcode": entry.postcode,
        "state": entry.state,
        "also_called": "\n".join(entry.also),
        "created": now_s,
    }
