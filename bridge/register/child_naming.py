"""Naming the child of a loan that was reserved before anybody knew for whom."""

from bridge.base.words import Declined, Words
from bridge.lending.permissions import Member
from bridge.register.children import checked_name, insert_child
from bridge.register.loan_steps import change_open
from bridge.register.loan_views import LoanViews
from bridge.register.schools import Made

NAMED = Words("Für diese Leihe steht schon ein Kind da.", "This loan has a child already.")


class ChildNaming(LoanViews):
    """Acts that give a loan its child."""

    async def name_child(self, member: Member, loan_id: int, short_name: str) -> Made:
        """Add a child and make it the loan's.

        Raises:
            NotYours: There is no such loan, or it is another school's.
            Declined: The loan has a child or is over, or the name cannot be.
        """
        view = await self.loan_view(member, loan_id)
        if view.child_id is not None:
            raise Declined(NAMED, "short_name")
        name = checked_name(short_name)
        facts = {"robot": view.robot_name, "school": view.school_name}
        async with self.change(
            member,
            "loan.child_named",
            facts=facts,
            loan_id=view.id,
            robot_id=view.robot_id,
            school_id=view.school_id,
        ) as change:
            now_s = int(self._clock.unix_s())
            made = await insert_child(change, name, view.school_id, view.class_name, now_s)
            await change_open(change, view, child_id=made, pupil_name=name)
        return Made(loan_id, change.id)
