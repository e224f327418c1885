"""Everything that lines of the page *today* are made of, read for one member."""

from collections.abc import Collection
from datetime import date, timedelta

from bridge.base.words import Words
from bridge.days.zone import local
from bridge.lending.permissions import Member
from bridge.lending.profiles import profile
from bridge.office.desk.line_parts import TodayFacts, WaitingRequest
from bridge.office.desk.robot_state import DeskRobot
from bridge.office.desk.sight import desk_robots
from bridge.office.frame.desk import Desk
from bridge.register.robots import RobotLoan

ERASED_SOON = timedelta(days=7)


async def today_facts(desk: Desk, member: Member) -> TodayFacts:
    """Return the facts of today.

    Raises:
        StoreError: The database cannot be asked.
    """
    register = desk.register
    now = local(desk.clock.unix_s())
    robots = await desk_robots(desk, member)
    lends = member.may("lend")
    erased: list[date] = []
    if member.may("erase"):
        erased = [on for _loan, on in await register.erased_soon(member, now.date() + ERASED_SOON)]
    return TodayFacts(
        now,
        robots,
        await _phones(desk, robots) if lends else {},
        await _missing(desk, robots),
        await _waiting(desk, member),
        erased,
        await _single(desk, member),
        [one.loan_id for one in await register.wishes(member)] if lends else [],
        lends,
        member.id,
    )


async def _phones(desk: Desk, robots: list[DeskRobot]) -> dict[int, str]:
    """Return the numbers of the schools whose robots need somebody now."""
    wanted = {
        loan.school_id
        for robot in robots
        if (loan := robot.kept.loan) and loan.school_id and (robot.needs or robot.charge)
    }
    contacts = await desk.register.phone_contacts(wanted)
    return {school: contact.phone for school, contact in contacts.items()}


async def _missing(desk: Desk, robots: list[DeskRobot]) -> dict[int, list[Words]]:
    loans = {loan.id: loan for robot in robots for loan in robot.kept.loans if loan.open_ticks}
    opened = await desk.register.open_ticks(loans)
    return {id: _labels(loans[id], keys) for id, keys in opened.items()}


def _labels(loan: RobotLoan, keys: Collection[str]) -> list[Words]:
    """Return what is not ticked, in the order of the federal state's profile."""
    asked = profile(loan.federal_state)
    known = {line.key: line.words for line in asked.lines} if asked else {}
    unknown = [Words(key, key) for key in keys if key not in known]
    return [words for key, words in known.items() if key in keys] + unknown


async def _waiting(desk: Desk, member: Member) -> list[WaitingRequest]:
    """Return the requests that nobody has answered yet."""
    if not member.may("see_requests"):
        return []
    return [
        WaitingRequest(
            one.id,
            one.facts.asked_at,
            one.school_called or one.asked.school_name,
            one.asked.town,
            one.asked.state,
            one.asked.from_date,
        )
        for one in await desk.register.requests(member)
        if one.state == "new"
    ]


async def _single(desk: Desk, member: Member) -> list[tuple[int, str]]:
    """Return whom one lost device would keep out: everybody for a lead, oneself otherwise."""
    if member.role not in ("lead", "office"):
        return []
    if member.may("keep_people"):
        found = await desk.register.people(member)
    else:
        found = [await desk.register.person(member, member.id)]
    return [(one.id, one.profile.name) for one in found if one.needs_a_second_way]
