"""Schools and their contacts."""

import re
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from bridge.base.words import Declined, NotYours, Words
from bridge.days.school_days import FEDERAL_STATES
from bridge.lending.permissions import Member
from bridge.register.changes import Change, Changes
from bridge.store.office_tables import contacts, schools


class Made(NamedTuple):
    """Result of an act: number of the new row, and of the change that can be taken back."""

    id: int
    change_id: int


@dataclass(frozen=True)
class Contact:
    """An adult at a school."""

    id: int
    school_id: int
    name: str = ""
    phone: str = ""
    email: str = ""
    best_time: str = ""
    version: int = 1


@dataclass(frozen=True)
class SchoolRecord:
    """A school, or a school in a hospital."""

    id: int
    name: str
    town: str = ""
    postcode: str = ""
    state: str = ""
    """Federal state, such as SH; empty if it is not known."""
    also_called: tuple[str, ...] = ()
    """Other names under which lists called it."""
    note: str = ""
    version: int = 1

    @property
    def called(self) -> str:
        """Name with its town, such as `GS Seerosenweg, Kiel`."""
        if not self.town or self.town.lower() in self.name.lower():
            return self.name
        return f"{self.name}, {self.town}"


class SchoolRows(Changes):
    """Schools of a database."""

    async def schools(self, member: Member, search: str = "") -> list[SchoolRecord]:
        """Return the schools that a person may see, by name; all of them, or those that match."""
        query = sa.select(schools).where(_reached(member)).order_by(schools.c.name, schools.c.id)
        async with self._database.begin() as connection:
            found = [_school(row) for row in await connection.execute(query)]
        wanted = search.strip().casefold()
        # Not in SQL: SQLite knows no capital letters but those of English.
        return [
            one
            for one in found
            if wanted in " ".join((one.name, one.town, *one.also_called)).casefold()
        ]

    async def school(self, member: Member, school_id: int) -> SchoolRecord:
        """Return one school.

        Raises:
            NotYours: No such row exists, or it is another school's.
        """
        query = sa.select(schools).where(schools.c.id == school_id, _reached(member))
        async with self._database.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            raise NotYours
        return _school(row)

    async def contacts(self, member: Member, school_id: int) -> list[Contact]:
        """Return the contacts of a school; whoever only reads learns of none.

        Raises:
            NotYours: There is no such school, or it is another one's.
        """
        await self.school(member, school_id)
        if not member.may("see_schools"):
            return []
        query = sa.select(contacts).where(contacts.c.school_id == school_id)
        async with self._database.begin() as connection:
            rows = await connection.execute(query.order_by(contacts.c.id))
            return [Contact(**row._mapping) for row in rows]

    async def add_school(self, member: Member, school: SchoolRecord) -> Made:
        """Add a school; its number is given.

        Raises:
            Declined: The name, post code or federal state cannot be right.
        """
        async with self.change(member, "school.added", facts={"school": school.called}) as change:
            added = await insert_school(change, school, int(self._clock.unix_s()))
        return Made(added, change.id)

    async def save_school(self, member: Member, school: SchoolRecord) -> Made:
        """Change a school; `version` is the one that was read.

        Raises:
            NotYours: There is no such school.
            Outdated: Somebody has changed it since.
            Declined: The name, post code or federal state cannot be right.
        """
        values = _checked(school)
        await self.school(member, school.id)
        facts = {"school": school.called}
        async with self.change(
            member, "school.changed", facts=facts, school_id=school.id
        ) as change:
            await change.update(schools, {"id": school.id}, school.version, **values)
        return Made(school.id, change.id)

    async def add_contact(self, member: Member, contact: Contact) -> Made:
        """Add a contact to a school; its number is given."""
        school = await self.school(member, contact.school_id)
        facts = {"school": school.called}
        async with self.change(member, "contact.added", facts=facts, school_id=school.id) as change:
            row = await change.insert(contacts, school_id=school.id, **_checked_contact(contact))
        return Made(row["id"], change.id)

    async def save_contact(self, member: Member, contact: Contact) -> Made:
        """Change a contact; `version` is the one that was read."""
        school = await self._school_of_contact(member, contact.id)
        facts = {"school": school.called}
        async with self.change(
            member, "contact.changed", facts=facts, school_id=school.id
        ) as change:
            values = _checked_contact(contact)
            await change.update(contacts, {"id": contact.id}, contact.version, **values)
        return Made(contact.id, change.id)

    async def remove_contact(self, member: Member, contact_id: int) -> Made:
        """Remove a contact; it can be taken back for a while."""
        school = await self._school_of_contact(member, contact_id)
        facts = {"school": school.called}
        async with self.change(
            member, "contact.removed", facts=facts, school_id=school.id
        ) as change:
            await change.delete(contacts, {"id": contact_id})
        return Made(contact_id, change.id)

    async def _school_of_contact(self, member: Member, contact_id: int) -> SchoolRecord:
        query = sa.select(contacts.c.school_id).where(contacts.c.id == contact_id)
        async with self._database.begin() as connection:
            school_id = (await connection.execute(query)).scalar_one_or_none()
        if school_id is None:
            raise NotYours
        return await self.school(member, school_id)


async def insert_school(change: Change, school: SchoolRecord, now_s: int) -> int:
    """Add a school within a change, and return its number."""
    row = await change.insert(schools, created=now_s, **_checked(school))
    return int(row["id"])


def _school(row: Any) -> SchoolRecord:
    kept = {name: row._mapping[name] for name in ("id", "name", "town", "postcode", "state")}
    also = tuple(name for name in row.also_called.split("\n") if name)
    return SchoolRecord(**kept, also_called=also, note=row.note, version=row.version)


def _checked(school: SchoolRecord) -> dict[str, Any]:
    name = school.name.strip()
    if not name or len(name) > 120:
        raise Declined(Words("Wie heißt die Schule?", "What is the school called?"), "name")
    if school.state not in ("", *FEDERAL_STATES):
        raise Declined(
            Words("Welches Bundesland? HH, SH, NI oder MV.", "Which state? HH, SH, NI or MV."),
            "state",
        )
    if school.postcode and not re.fullmatch(r"\d{5}", school.postcode):
        raise Declined(
            Words("Eine Postleitzahl hat fünf Ziffern.", "A post code has five digits."), "postcode"
        )
    return {
        "name": name,
        "town": school.town.strip()[:80],
        "postcode": school.postcode,
        "state": school.state,
        "also_called": "\n".join(school.also_called),
        "note": school.note.strip()[:1000],
    }


def _checked_contact(contact: Contact) -> dict[str, Any]:
    values = {
        "name": contact.name.strip()[:80],
        "phone": contact.phone.strip()[:40],
        "email": contact.email.strip()[:254],
        "best_time": contact.best_time.strip()[:80],
    }
    if not any(values[name] for name in ("name", "phone", "email")):
        raise Declined(
            Words("Hier fehlt noch ein Name oder eine Nummer.", "A name or number is missing."),
            "name",
        )
    if values["email"] and not re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}", values["email"]):
        raise Declined(
            Words(
                "Hier fehlt noch etwas, zum Beispiel „.de“ am Ende.",
                "Something is missing, such as “.de” at the end.",
            ),
            "email",
        )
    return values


def _reached(member: Member) -> sa.ColumnElement[bool]:
    return schools.c.id == member.school_id if member.role == "school" else sa.true()
