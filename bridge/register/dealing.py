"""From a request to a loan: which robots could go, and the reservation that ends the request."""

from datetime import date

import sqlalchemy as sa

from bridge.base.words import Declined
from bridge.days.school_days import FEDERAL_STATES
from bridge.days.zone import written
from bridge.lending.life import NEVER_NOTED, LoanFacts, taken_days
from bridge.lending.matching import Days, Hurdle, Offered
from bridge.lending.permissions import Member
from bridge.lending.towns import find_place
from bridge.register import loan_steps
from bridge.register.loan_wishes import LoanWish
from bridge.register.loans import LoanActs
from bridge.register.requests import OVER, RequestRows, RequestView, finish
from bridge.register.schools import Made, SchoolRecord, insert_school
from bridge.store.office_tables import robot_facts, schools
from bridge.store.tables import loans, robots


class RequestDeals(LoanActs, RequestRows):
    """Decisions on requests. People make them; nothing here assigns a robot by itself."""

    async def offered(self, member: Member, for_request: int | None = None) -> list[Offered]:
        """Return every robot that is not scrapped, with the days on which it is taken.

        Args:
            for_request: Request whose own pencilled days are no hindrance to it.
        """
        taken = await self._taken(member)
        for note in await self.pencilled(member):
            if note.request_id is None or note.request_id != for_request:
                days_of_it = Days(note.first, note.last, note.school_name or "–", firm=False)
                taken.setdefault(note.robot_id, []).append(days_of_it)
        query = (
            sa.select(robots.c.id, robots.c.name, robot_facts)
            .select_from(robots.outerjoin(robot_facts, robot_facts.c.robot_id == robots.c.id))
            .where(robot_facts.c.scrapped_at.is_(None))
            .order_by(robots.c.id)
        )
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        found = []
        for row in rows:
            hurdle: Hurdle | None = None
            why = ""
            if row.workshop_since is not None:
                hurdle, why = "workshop", row.workshop_note
            elif row.check_since is not None:
                hurdle, why = "check", row.check_note
            home = row.home or ""
            found.append(
                Offered(
                    row.id,
                    row.name,
                    home,
                    find_place(home),
                    tuple(taken.get(row.id, ())),
                    hurdle,
                    why or "",
                )
            )
        return found

    async def _taken(self, member: Member) -> dict[str, list[Days]]:
        """Return by robot the days of loans that take it now or later."""
        today = self.today()
        facts = ("from_date", "until_date", "handed_over_at", "locked_at")
        query = (
            sa.select(loans.c.robot_id, schools.c.name, *(loans.c[name] for name in facts))
            .select_from(loans.outerjoin(schools, schools.c.id == loans.c.school_id))
            .where(
                loans.c.ended_at.is_(None),
                loans.c.returned_at.is_(None),
                loans.c.erased_at.is_(None),
                sa.or_(loans.c.until_date >= today, loans.c.handed_over_at > NEVER_NOTED),
            )
        )
        if member.role == "school":
            query = query.where(loans.c.school_id == member.school_id)
        async with self._database.begin() as connection:
            rows = (await connection.execute(query)).all()
        found: dict[str, list[Days]] = {}
        for row in rows:
            kept = LoanFacts(
                row.from_date, row.until_date, row.handed_over_at, locked_at=row.locked_at
            )
            days = taken_days(kept, today)
            if days is not None:
                found.setdefault(row.robot_id, []).append(Days(*days, row.name or "–"))
        return found

    async def reserve_for(
        self,
        member: Member,
        request_id: int,
        robot_id: str,
        span: tuple[date, date],
        version: int | None = None,
    ) -> Made:
        """Reserve a robot for a request, which is done with that; a new school is added to it.

        Loan, school and the end of the request are one change: an undo takes back all of it.

        Raises:
            RobotTaken: The robot is not free on every day.
            Declined: The request is done already.
            Outdated: Somebody has changed the request since.
        """
        view = await self.request(member, request_id)
        if view.state == "done":
            raise Declined(OVER)
        first, last = span
        facts = {
            "robot": robot_id,
            "school": view.school_called or view.asked.school_name,
            "from": written(first),
            "until": written(last),
        }
        now_s = int(self._clock.unix_s())
        async with self.change(
            member, "loan.reserved", facts=facts, robot_id=robot_id, school_id=view.school_id
        ) as change:
            school_id = view.school_id
            if school_id is None:
                school_id = await insert_school(change, school_of_request(view), now_s)
            wish = LoanWish(
                robot_id,
                first,
                last,
                school_id,
                class_name=view.asked.class_name,
                request_id=request_id,
            )
            loan_id = await loan_steps.reserve(change, member, wish, now_s)
            await change.name_loan(loan_id)
            await finish(change, request_id, "reserved", now_s, version, school_id=school_id)
        return Made(loan_id, change.id)

    async def add_school_of_request(
        self, member: Member, request_id: int, version: int | None = None
    ) -> Made:
        """Add the school that a request names; the request is its from now on."""
        view = await self.request(member, request_id)
        school = school_of_request(view)
        facts = {"school": school.called}
        async with self.change(member, "school.added", facts=facts) as change:
            made = await insert_school(change, school, int(self._clock.unix_s()))
            await self.belongs_to(change, request_id, made, version)
        return Made(made, change.id)

    async def name_request_school(
        self, member: Member, request_id: int, school_id: int, version: int | None = None
    ) -> int:
        """Say which school of the office it is, with its town and federal state.

        The name under which it was asked for is remembered as another name of the school.

        Raises:
            NotYours: There is no such school.
        """
        view = await self.request(member, request_id)
        async with self.change(
            member, "request.school_named", facts={"request": request_id}, school_id=school_id
        ) as change:
            school = await change.row(schools, {"id": school_id})
            await self.belongs_to(change, request_id, school_id, version)
            called = school_of_request(view).name
            also = [name for name in school["also_called"].split("\n") if name]
            if called not in (school["name"], *also):
                text = "\n".join((*also, called))
                await change.update(schools, {"id": school_id}, also_called=text)
        return change.id


def school_of_request(view: RequestView) -> SchoolRecord:
    """Return the school as a request names it, without its town at the end."""
    asked = view.asked
    name, comma, rest = asked.school_name.rpartition(",")
    is_town = bool(comma) and bool(asked.town or asked.postcode) and len(rest) < 60
    return SchoolRecord(
        0,
        (name if is_town else asked.school_name).strip(),
        asked.town,
        asked.postcode,
        asked.state if asked.state in FEDERAL_STATES else "",
    )
