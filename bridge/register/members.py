"""People who may sign in: their invitations and roles, and those who have left."""

from dataclasses import dataclass
from typing import Annotated, Any

import sqlalchemy as sa
from msgspec import Meta

from bridge.base.words import Declined, NotYours, Words
from bridge.lending.permissions import ROLE_WORDS, Member, Role
from bridge.register.changes import Change, Changes
from bridge.register.leads import a_lead_stays
from bridge.register.people import People
from bridge.register.ways_in import new_invitation, open_way, withdraw_ways
from bridge.store.office_tables import office_sessions, passkeys, people, schools, ways_in

PERSON_NAME = Annotated[str, Meta(min_length=1, max_length=80)]
EMAIL = Annotated[
    str, Meta(max_length=254, pattern=r'^[^@\s,;<>"]+@[^@\s.,;<>"]+(\.[^@\s.,;<>"]+)+$')
]

WHICH_SCHOOL = Words(
    "Für die Rolle Schule fehlt noch, welche Schule es ist.",
    "For the role School, the school is missing.",
)


@dataclass(frozen=True)
class PersonProfile:
    """Details of a person, as the lead enters them.

    Args:
        school_id: The only school whose rows they reach; for the role `school` alone.
    """

    name: str
    email: str
    role: Role
    school_id: int | None = None


@dataclass(frozen=True)
class Invitation:
    """An invitation that was just made.

    Args:
        token: What its link ends with; shown once.
        change_id: Number of the change.
    """

    member: Member
    token: str
    expires_at: int
    change_id: int


@dataclass(frozen=True)
class Person:
    """Somebody who may sign in, or was invited to.

    Args:
        invited_until: End of an open invitation, in Unix seconds.
        version: Counts the changes of the row.
    """

    id: int
    profile: PersonProfile
    school: str
    passkeys: int
    has_paper_code: bool
    signed_in_at: int | None
    invited_until: int | None
    version: int

    @property
    def needs_a_second_way(self) -> bool:
        """Return whether one lost device would keep them out, and their work with them."""
        return (
            self.profile.role in ("lead", "office")
            and self.passkeys == 1
            and not self.has_paper_code
        )


class Members(Changes, People):
    """People as the lead keeps them."""

    async def invite(self, member: Member, profile: PersonProfile) -> Invitation:
        """Make an invitation for somebody new.

        Raises:
            Declined: The role needs a school, or the school is not there.
        """
        facts = _facts(profile)
        async with self.change(member, "person.invited", facts=facts) as change:
            school_id = await _school(change, profile)
            row = await self._new_person(change, profile, school_id)
            await change.tell(person_id=row["id"])
            return await self._invited(change, row)

    async def invite_again(self, member: Member, person_id: int) -> Invitation:
        """Make a new invitation for somebody; the older one ends, their passkeys stay."""
        facts = {"person_id": person_id}
        async with self.change(member, "person.invited_again", facts=facts, undo_s=0) as change:
            row = await change.row(people, {"id": person_id})
            if row["left_at"] is not None:
                raise NotYours
            return await self._invited(change, row)

    async def change_person(
        self, member: Member, person_id: int, profile: PersonProfile, version: int | None = None
    ) -> int:
        """Change what the lead says of somebody; return the number of the change.

        Raises:
            NotYours: There is no such person.
            Outdated: Somebody changed it since.
            Declined: Nobody would lead any more, or the role needs a school.
        """
        facts = _facts(profile) | {"person_id": person_id}
        async with (
            self.change(member, "person.changed", facts=facts) as change,
            a_lead_stays(change.connection),
        ):
            before = await change.row(people, {"id": person_id})
            if before["left_at"] is not None:
                raise NotYours
            school_id = await _school(change, profile)
            await change.update(
                people,
                {"id": person_id},
                version,
                name=profile.name,
                email=profile.email,
                role=profile.role,
                school_id=school_id,
            )
        return change.id

    async def let_go(self, member: Member, person_id: int) -> int:
        """End somebody's access at once and for good; return the number of the change.

        Whoever comes back is invited as somebody new, and makes a new passkey.
        Their name stays in the history until it is erased with it.

        Raises:
            Declined: Nobody would lead any more.
        """
        now = int(self._clock.unix_s())
        facts = {"person_id": person_id}
        async with (
            self.change(member, "person.left", facts=facts) as change,
            a_lead_stays(change.connection),
        ):
            before = await change.row(people, {"id": person_id})
            if before["left_at"] is not None:
                raise NotYours
            await change.update(people, {"id": person_id}, left_at=now)
            await withdraw_ways(change, person_id, ("invitation", "paper"), now)
            await _end_sessions(change, person_id)
        return change.id

    async def end_sessions(self, member: Member, person_id: int) -> None:
        """End all sessions of somebody, who may sign in again with a passkey."""
        facts = {"person_id": person_id}
        async with self.change(member, "person.sessions_ended", facts=facts, undo_s=0) as change:
            await change.row(people, {"id": person_id})
            await _end_sessions(change, person_id)

    async def set_own(self, member: Member, language: str, mail_at_seven: bool) -> int:
        """Keep how somebody wants to read; return the number of the change."""
        async with self.change(member, "me.changed") as change:
            await change.update(
                people, {"id": member.id}, language=language, mail_at_seven=mail_at_seven
            )
        return change.id

    async def people(self, member: Member) -> list[Person]:
        """Return everybody who may sign in or was invited, leads first.

        Raises:
            NotYours: They may not see people.
        """
        if not member.may("keep_people"):
            raise NotYours
        return await self._people()

    async def person(self, member: Member, person_id: int) -> Person:
        """Return one person; everybody may read what the office keeps of themselves.

        Raises:
            NotYours: There is no such person, or they may not see people.
        """
        if person_id != member.id and not member.may("keep_people"):
            raise NotYours
        for one in await self._people(people.c.id == person_id):
            return one
        raise NotYours

    async def own_settings(self, member: Member) -> tuple[str, bool]:
        """Return a person's language and whether they want the mail at seven."""
        query = sa.select(people.c.language, people.c.mail_at_seven)
        async with self._database.begin() as connection:
            row = (await connection.execute(query.where(people.c.id == member.id))).one()
        return row.language, row.mail_at_seven

    async def schools_of_people(self) -> list[tuple[int, str]]:
        """Return every school a contact may belong to: its number, and its name with the town."""
        query = sa.select(schools.c.id, schools.c.name, schools.c.town).order_by(schools.c.name)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        return [(row.id, _named(row.name, row.town)) for row in rows]

    async def _people(self, *where: sa.ColumnElement[bool]) -> list[Person]:
        now = int(self._clock.unix_s())
        open_ways = (ways_in.c.used_at.is_(None), ways_in.c.withdrawn_at.is_(None))
        keys = sa.select(sa.func.count()).where(passkeys.c.person_id == people.c.id)
        until = sa.select(sa.func.max(ways_in.c.expires_at)).where(
            ways_in.c.person_id == people.c.id, ways_in.c.kind == "invitation", *open_ways
        )
        paper = sa.exists().where(
            ways_in.c.person_id == people.c.id, ways_in.c.kind == "paper", *open_ways
        )
        query = (
            sa.select(people, schools.c.name.label("school"), schools.c.town)
            .add_columns(keys.scalar_subquery().label("passkeys"), paper.label("paper"))
            .add_columns(until.scalar_subquery().label("until"))
            .outerjoin(schools, schools.c.id == people.c.school_id)
            .where(people.c.left_at.is_(None), *where)
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        order = list(ROLE_WORDS)
        found = [_person(row, now) for row in rows]
        return sorted(found, key=lambda one: (order.index(one.profile.role), one.profile.name))

    async def _new_person(
        self, change: Change, profile: PersonProfile, school_id: int | None
    ) -> dict[str, Any]:
        row = await change.insert(
            people,
            name=profile.name,
            email=profile.email,
            role=profile.role,
            school_id=school_id,
            user_handle=new_invitation(),
            created=int(self._clock.unix_s()),
        )
        return dict(row)

    async def _invited(self, change: Change, row: Any) -> Invitation:
        token = new_invitation()
        now = int(self._clock.unix_s())
        expires_at = await open_way(change, row["id"], "invitation", token, now)
        member = Member(row["id"], row["name"], row["role"], row["school_id"])
        return Invitation(member, token, expires_at, change.id)


async def _school(change: Change, profile: PersonProfile) -> int | None:
    """Return the school of a profile, which the role decides."""
    if profile.role != "school":
        return None
    if profile.school_id is None:
        raise Declined(WHICH_SCHOOL, "school")
    await change.row(schools, {"id": profile.school_id})
    return profile.school_id


async def _end_sessions(change: Change, person_id: int) -> None:
    theirs = office_sessions.c.person_id == person_id
    await change.connection.execute(sa.delete(office_sessions).where(theirs))


def _facts(profile: PersonProfile) -> dict[str, str | int | None]:
    words = ROLE_WORDS[profile.role]
    return {"role_de": words.de, "role_en": words.en}


def _person(row: Any, now: int) -> Person:
    profile = PersonProfile(row.name, row.email, row.role, row.school_id)
    until = row.until if row.until is not None and row.until > now else None
    school = _named(row.school or "", row.town or "")
    return Person(
        row.id,
        profile,
        school,
        row.passkeys,
        bool(row.paper),
        row.signed_in_at,
        until,
        row.version,
    )


def _named(name: str, town: str) -> str:
    return f"{name}, {town}" if town else name
