"""Actions of staff on a robot: its name and home, workshop, checks, notes."""

from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from typing import Any

import sqlalchemy as sa

from bridge.base.words import Declined, NotYours, Words
from bridge.lending.permissions import Member
from bridge.lending.private_words import HOME, look_through
from bridge.register.changes import Change
from bridge.register.robots import KeptRobot, RobotRows
from bridge.store.office_tables import notes, robot_facts
from bridge.store.tables import robots

NOTE_LENGTH = 400

EMPTY_NOTE = Words("Die Notiz ist leer.", "The note is empty.")
LENT = Words(
    "{robot} ist noch verliehen. Bitte erst die Leihe beenden.",
    "{robot} is still lent. Please end the loan first.",
)


def checked_note(text: str) -> str:
    """Return a note about a robot as it is stored.

    Raises:
        Declined: It sounds as if it told of a child. An address may be that of a workshop.
    """
    text = " ".join(text.split())[:NOTE_LENGTH]
    found = [one for one in look_through(text).hints if one != HOME]
    if found:
        raise Declined(found[0], "note")
    return text


class RobotActs(RobotRows):
    """Acts of the staff on the robots of a database, beside lending."""

    async def add_robot_note(self, member: Member, robot_id: str, text: str) -> int:
        """Note something about a robot; return the number of the change.

        Raises:
            Declined: The note is empty.
            NotYours: There is no such robot, or it is not at the person's school.
        """
        text = checked_note(text)
        if not text:
            raise Declined(EMPTY_NOTE, "note")
        kept = await self.kept_robot(member, robot_id)
        async with self._about(member, "robot.noted", kept) as change:
            now = int(self._clock.unix_s())
            await change.insert(
                notes, robot_id=robot_id, text=text, created=now, person_id=member.id
            )
        return change.id

    async def remove_robot_note(self, member: Member, robot_id: str, note_id: int) -> int:
        """Remove a note; return the number of the change.

        Raises:
            NotYours: There is no such note about this robot, or it is not the person's to see.
        """
        seen = await self.robot_notes(member, robot_id)
        if note_id not in {note.id for note in seen}:
            raise NotYours
        kept = await self.kept_robot(member, robot_id)
        async with self._about(member, "robot.unnoted", kept) as change:
            await change.delete(notes, {"id": note_id})
        return change.id

    async def set_robot(
        self, member: Member, robot_id: str, name: str, home: str, accessories: str, version: int
    ) -> int:
        """Change a robot's name, home and accessories; return the number of the change.

        Raises:
            Declined: It needs a name.
            NotYours: There is no such robot.
            Outdated: Somebody has changed it since.
        """
        name = " ".join(name.split())[:40]
        if not name:
            raise Declined(Words("Der Roboter braucht einen Namen.", "It needs a name."), "name")
        kept = await self.kept_robot(member, robot_id)
        async with self._about(member, "robot.changed", kept) as change:
            if name != kept.name:
                await change.update(robots, {"id": robot_id}, name=name)
            values = {"home": home.strip()[:80], "accessories": accessories.strip()[:200]}
            await _put_facts(change, robot_id, version, values)
        return change.id

    async def send_to_workshop(self, member: Member, robot_id: str, why: str) -> int:
        """Note that a robot is in the workshop; return the number of the change.

        Raises:
            NotYours: There is no such robot.
        """
        now = int(self._clock.unix_s())
        values = {"workshop_since": now, "workshop_note": checked_note(why)}
        return await self._fact(member, robot_id, "robot.to_workshop", values)

    async def back_from_workshop(self, member: Member, robot_id: str) -> int:
        """Note that a robot has left the workshop; it is to be checked.

        Raises:
            NotYours: There is no such robot.
        """
        values = {
            "workshop_since": None,
            "workshop_note": "",
            "check_since": int(self._clock.unix_s()),
        }
        return await self._fact(member, robot_id, "robot.from_workshop", values)

    async def ask_for_check(self, member: Member, robot_id: str, why: str) -> int:
        """Note that somebody has to check a robot; return the number of the change.

        Raises:
            NotYours: There is no such robot.
        """
        now = int(self._clock.unix_s())
        values = {"check_since": now, "check_note": checked_note(why)}
        return await self._fact(member, robot_id, "robot.to_check", values)

    async def note_checked(self, member: Member, robot_id: str) -> int:
        """Note that a robot was checked and is ready; return the number of the change.

        Raises:
            NotYours: There is no such robot.
        """
        values = {"check_since": None, "check_note": ""}
        return await self._fact(member, robot_id, "robot.checked", values)

    async def scrap(self, member: Member, robot_id: str) -> int:
        """Take a robot out of the lists for good; return the number of the change.

        Raises:
            Declined: It is lent, or reserved.
            NotYours: There is no such robot.
        """
        kept = await self.kept_robot(member, robot_id)
        if kept.loan or kept.following:
            raise Declined(Words(*(text.format(robot=kept.name) for text in LENT)))
        values = {"scrapped_at": int(self._clock.unix_s())}
        return await self._fact(member, robot_id, "robot.scrapped", values)

    async def _fact(
        self, member: Member, robot_id: str, kind: str, values: Mapping[str, Any]
    ) -> int:
        kept = await self.kept_robot(member, robot_id)
        async with self._about(member, kind, kept) as change:
            await _put_facts(change, robot_id, None, values)
        return change.id

    def _about(
        self, member: Member, kind: str, kept: KeptRobot
    ) -> AbstractAsyncContextManager[Change]:
        school_id = kept.loan.school_id if kept.loan else None
        facts = {"robot": kept.name}
        return self.change(member, kind, facts=facts, robot_id=kept.id, school_id=school_id)


async def _put_facts(
    change: Change, robot_id: str, version: int | None, values: Mapping[str, Any]
) -> None:
    query = sa.select(robot_facts.c.version).where(robot_facts.c.robot_id == robot_id)
    if (await change.connection.execute(query)).scalar_one_or_none() is None:
        await change.insert(robot_facts, robot_id=robot_id, **values)
    else:
        await change.update(robot_facts, {"robot_id": robot_id}, version, **values)
