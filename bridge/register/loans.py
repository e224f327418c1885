"""Actions of staff on loans: reserve, move, hand over, swap, return, lock, and the child's times.

Each action is one change with its line in the history and its undo. The functions of `loan_steps`
are the same actions as part of another change, such as an import.
"""

from datetime import date

import sqlalchemy as sa

from bridge.base.words import Declined, Words
from bridge.days.windows import Windows, write_windows
from bridge.days.zone import written
from bridge.lending.life import LockedBy, Policy
from bridge.lending.permissions import Member
from bridge.protocol.openings import LoanRights
from bridge.register import loan_consents, loan_steps
from bridge.register.changes import Facts
from bridge.register.loan_views import LoanViews
from bridge.register.loan_wishes import GivenBack, LoanWish, Tick
from bridge.register.schools import Made, SchoolRows
from bridge.store.tables import loans, robots


class LoanActs(LoanViews, SchoolRows):
    """Acts on the loans of a database. Each raises `NotYours` for a loan of another school."""

    async def reserve(self, member: Member, wish: LoanWish) -> Made:
        """Reserve a robot for a child; the ticks of the federal state's profile are made.

        Raises:
            RobotTaken: It is not free on every day.
            Declined: Something of the wish is missing or cannot be.
        """
        facts = await self._facts_of(member, wish)
        async with self.change(
            member, "loan.reserved", facts=facts, robot_id=wish.robot_id, school_id=wish.school_id
        ) as change:
            loan_id = await loan_steps.reserve(change, member, wish, self._now_s())
            await change.name_loan(loan_id)
        return Made(loan_id, change.id)

    async def move(
        self,
        member: Member,
        loan_id: int,
        first: date,
        last: date,
        *,
        robot_id: str = "",
        version: int | None = None,
    ) -> Made:
        """Give a loan other days, or one that is not handed over another robot.

        Raises:
            RobotTaken: The robot is not free on every day.
            Outdated: Somebody has changed the loan since.
            Declined: The loan is over, or these days cannot be.
        """
        view = await self.loan_view(member, loan_id)
        facts = {
            "was_from": written(view.first),
            "was_until": written(view.last),
            "from": written(first),
            "until": written(last),
        }
        kind = "loan.moved" if first != view.first or robot_id else "loan.extended"
        if kind == "loan.extended" and last < view.last:
            kind = "loan.shortened"
        async with self.about_loan(member, kind, view, facts) as change:
            await loan_steps.move(
                change,
                member,
                view,
                (first, last),
                robot_id or view.robot_id,
                version,
                self._now_s(),
            )
        return Made(loan_id, change.id)

    async def cancel(self, member: Member, loan_id: int, version: int | None = None) -> Made:
        """Cancel a loan whose robot was not handed over; its days are free, its codes withdrawn.

        Raises:
            Outdated: Somebody has changed the loan since.
            Declined: The robot was handed over.
        """
        view = await self.loan_view(member, loan_id)
        async with self.about_loan(member, "loan.cancelled", view) as change:
            await loan_steps.cancel(change, view, version, self._now_s())
        return Made(loan_id, change.id)

    async def hand_over(self, member: Member, loan_id: int, day: date | None = None) -> Made:
        """Note that the robot has arrived; from now on it stands at the school.

        Args:
            day: Day of arrival; None is today.

        Raises:
            RobotTaken: Another loan still has the robot.
            Declined: The loan is over, or was handed over already.
        """
        view = await self.loan_view(member, loan_id)
        facts = {"day": written(day or self.today())}
        async with self.about_loan(member, "loan.handed_over", view, facts) as change:
            await loan_steps.hand_over(change, view, day, self._now_s())
        return Made(loan_id, change.id)

    async def swap(
        self, member: Member, loan_id: int, robot_id: str, first: date | None = None
    ) -> Made:
        """Give the child another robot for the rest of the loan; return the new loan.

        From `first` on the new loan holds, with the same child, ticks and times. Today ends the
        old loan at once. Devices pair anew.

        Args:
            first: First day with the other robot; None is today.

        Raises:
            RobotTaken: The other robot is not free.
            Declined: The loan does not run.
        """
        view = await self.loan_view(member, loan_id)
        facts = {"day": written(first or self.today())}
        async with self.about_loan(member, "loan.swapped", view, facts) as change:
            made = await loan_steps.swap(change, member, view, robot_id, first, self._now_s())
        return Made(made, change.id)

    async def give_back(self, member: Member, loan_id: int, given: GivenBack | None = None) -> Made:
        """Note that the robot is back, or on its way: the loan ends at once.

        Devices and codes hold no longer, also after an undo. The robot has to be checked.

        Raises:
            Declined: The robot was not handed over, or is back already.
        """
        view = await self.loan_view(member, loan_id)
        given = given or GivenBack()
        facts = {"day": written(given.day or self.today())}
        async with self.about_loan(member, "loan.returned", view, facts) as change:
            await loan_steps.give_back(change, view, given, self._now_s())
        return Made(loan_id, change.id)

    async def lock(self, member: Member, loan_id: int, by: LockedBy | None = None) -> Made:
        """Let no child in from now on: a consent was withdrawn, or somebody stopped it.

        Args:
            by: Who stopped it; None takes it from the member's role.

        Raises:
            Declined: The loan is over, or is locked already.
        """
        view = await self.loan_view(member, loan_id)
        who: LockedBy = by or ("school" if member.role == "school" else "office")
        # What a school, a family or a child stops, no undo opens again: `unlock` asks for more.
        async with self.about_loan(member, f"loan.locked_by_{who}", view) as change:
            await loan_consents.lock(change, view, who, self._now_s())
        return Made(loan_id, change.id)

    async def unlock(self, member: Member, loan_id: int, family_agrees: bool = False) -> Made:
        """Let the child in again.

        Args:
            family_agrees: Whether the family said so; needed after a stop by family or child.

        Raises:
            Declined: The loan is not locked, a tick is missing, or the family has to agree.
        """
        view = await self.loan_view(member, loan_id)
        async with self.about_loan(member, "loan.unlocked", view) as change:
            await loan_consents.unlock(change, member, view, family_agrees)
        return Made(loan_id, change.id)

    async def set_times(
        self,
        member: Member,
        loan_id: int,
        policy: Policy,
        windows: Windows = (),
        *,
        version: int | None = None,
    ) -> Made:
        """Set when the child may be in class.

        Raises:
            Outdated: Somebody has changed the loan since.
            Declined: The policy asks for windows and none is given, or the loan is over.
        """
        view = await self.loan_view(member, loan_id)
        if policy == "windows" and not windows:
            raise Declined(
                Words(
                    "Welche Zeiten? Zum Beispiel: Mo 08:00-08:45, Di 10:00-11:30",
                    "Which times? For example: Mo 08:00-08:45, Di 10:00-11:30",
                ),
                "windows",
            )
        async with self.about_loan(member, "loan.times_set", view) as change:
            values = {"policy": policy, "windows": write_windows(windows)}
            await loan_steps.change_open(change, view, version, **values)
        return Made(loan_id, change.id)

    async def set_loan_rights(
        self, member: Member, loan_id: int, rights: LoanRights, version: int | None = None
    ) -> Made:
        """Set what the child may do; a school contact can only take rights away.

        Raises:
            Outdated: Somebody has changed the loan since.
            Declined: The loan is over, or somebody at a school gives a right back.
        """
        view = await self.loan_view(member, loan_id)
        await loan_consents.check_rights(member, view, rights)
        async with self.about_loan(member, "loan.rights_set", view) as change:
            values = {f"may_{name}": getattr(rights, name) for name in rights.__struct_fields__}
            await loan_steps.change_open(change, view, version, **values)
        return Made(loan_id, change.id)

    async def set_class(self, member: Member, loan_id: int, class_name: str) -> Made:
        """Change the class of a loan."""
        view = await self.loan_view(member, loan_id)
        async with self.about_loan(member, "loan.class_set", view) as change:
            await change.update(loans, {"id": view.id}, class_name=class_name.strip()[:40])
        return Made(loan_id, change.id)

    async def tick(
        self,
        member: Member,
        loan_id: int,
        line: str,
        *,
        day: date | None = None,
        counted: int | None = None,
        of_all: int | None = None,
    ) -> Made:
        """Tick a line of the profile.

        Args:
            line: Key of the line.
            day: When it was done; None is today.
            counted: How many have agreed, for a line that counts.
            of_all: How many there are.

        Raises:
            Declined: The day lies ahead, somebody is missing, or the line is not the school's.
        """
        view = await self.loan_view(member, loan_id)
        done = Tick(line, day or self.today(), counted, of_all)
        known = view.profile.line(line) if view.profile else None
        facts = {"line": known.words.de if known else line}
        async with self.about_loan(member, "loan.ticked", view, facts) as change:
            await loan_consents.tick(change, member, view, done, self._now_s())
        return Made(loan_id, change.id)

    async def untick(self, member: Member, loan_id: int, line: str) -> Made:
        """Take a tick away; the child comes in no more until it is set again.

        Raises:
            Declined: There is no such line, or it is not the school's.
        """
        view = await self.loan_view(member, loan_id)
        known = view.profile.line(line) if view.profile else None
        facts = {"line": known.words.de if known else line}
        async with self.about_loan(member, "loan.unticked", view, facts) as change:
            await loan_consents.untick(change, member, view, line)
        return Made(loan_id, change.id)

    def _now_s(self) -> int:
        return int(self._clock.unix_s())

    async def _facts_of(self, member: Member, wish: LoanWish) -> Facts:
        school = await self.school(member, wish.school_id) if wish.school_id else None
        query = sa.select(robots.c.name).where(robots.c.id == wish.robot_id)
        async with self._database.begin() as connection:
            name = (await connection.execute(query)).scalar_one_or_none()
        return {
            "robot": name or wish.robot_id,
            "school": school.name if school else "",
            "from": written(wish.first),
            "until": written(wish.last),
        }
