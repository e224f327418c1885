"""Commands about loans and the rights that they give."""

import time
from collections.abc import Set
from datetime import UTC, date, datetime
from typing import Any, get_args

from bridge.base.clock import Clock
from bridge.base.errors import BadRequest, NotKnown
from bridge.base.records import Loan
from bridge.base.words import Declined
from bridge.commands.result import CommandResult, told_now, when
from bridge.days.typed import read_day
from bridge.days.zone import local_day
from bridge.fleet.naming import check_shape
from bridge.lending.life import LoanFacts, LoanState, state_of_loan
from bridge.lending.permissions import COMMAND_LINE
from bridge.protocol import fields
from bridge.protocol.fields import RightName
from bridge.protocol.openings import LoanRights
from bridge.register.loan_wishes import GivenBack
from bridge.register.register import Register
from bridge.signaling.loan_links import LoanLinks
from bridge.store import Store

RIGHTS: tuple[RightName, ...] = get_args(RightName)


async def add_loan(
    store: Store,
    public_url: str,
    robot_id: str,
    pupil: str,
    span: tuple[date, date],
    without: Set[RightName] = frozenset(),
) -> CommandResult:
    """Lend a robot to a child and make the links of teacher and buddy.

    Args:
        store: The open database.
        public_url: Of the bridge.
        robot_id: Of the robot.
        pupil: Name of the child.
        span: First and last day.
        without: What the child may not do in this loan.
    """
    check_shape(pupil, fields.DisplayName, "the pupil's name: 1 to 40 characters")
    if span[0] > span[1]:
        raise BadRequest("a loan must not end before it begins")
    links = LoanLinks(public_url, await store.robot(robot_id))
    loan = await store.add_loan(
        robot_id,
        pupil,
        span,
        links.teacher_hash,
        links.buddy_hash,
        sealed_class_key=links.sealed_class_key,
        rights=LoanRights(**{right: right not in without for right in RIGHTS}),
        told=told_now("loan.lent"),
    )
    return _lent(loan, links)


async def renew_links(store: Store, public_url: str, loan_id: int) -> CommandResult:
    """Make new links of teacher and buddy; the old ones end."""
    loan = await known_loan(store, loan_id)
    links = LoanLinks(public_url, await store.robot(loan.robot_id))
    hashes = (links.teacher_hash, links.buddy_hash, links.sealed_class_key)
    await store.replace_links(loan_id, *hashes, told=told_now("links.renewed"))
    return _lent(loan, links)


async def set_rights(
    store: Store, loan_id: int, rights: Set[RightName], allowed: bool
) -> CommandResult:
    """Allow or forbid the child some things; a connected robot follows within seconds."""
    loan = await store.set_rights(loan_id, rights, allowed, told_now("loan.rights_set"))
    return CommandResult(_row(loan), f"Loan {loan_id}: {_rights_shown(loan)}")


async def end_loan(store: Store, loan_id: int, until: date) -> CommandResult:
    """Move the last day of a loan."""
    loan = await known_loan(store, loan_id)
    if until < loan.from_date:
        raise BadRequest(f"the loan began on {loan.from_date}; it cannot end before that")
    ended = await store.end_loan(loan_id, until, told_now("loan.end_moved"))
    return CommandResult(
        _row(ended), f"Loan {loan_id} ends on {until}; that day is still part of it."
    )


async def close_loan(store: Store, loan_id: int, today: date) -> CommandResult:
    """End a loan at once."""
    loan = await known_loan(store, loan_id)
    if loan.handed_over_at:
        # The office's own: the robot comes back, has to be checked, and may be overdue.
        register = Register(store.database, Clock())
        await register.give_back(COMMAND_LINE, loan_id, GivenBack(reason="ended_early"))
        return CommandResult(
            _row(await known_loan(store, loan_id)),
            f"Loan {loan_id} is closed; robot {loan.robot_id} is back and has to be checked.",
        )
    told = told_now("loan.returned")
    closed = await store.close_loan(loan_id, today, told.unix_s, told)
    text = f"Loan {loan_id} is closed. Robot {closed.robot_id} can be lent again from today on."
    return CommandResult(_row(closed), text)


async def cancel_loan(store: Store, loan_id: int, today: date) -> CommandResult:
    """Cancel a loan that has not begun."""
    loan = await known_loan(store, loan_id)
    if loan.handed_over_at is None:
        register = Register(store.database, Clock())
        await register.cancel(COMMAND_LINE, loan_id)
        return CommandResult(
            _row(await known_loan(store, loan_id)),
            f"Loan {loan_id} is cancelled; its days are free again.",
        )
    told = told_now("loan.cancelled")
    cancelled = await store.cancel_loan(loan_id, today, told.unix_s, told)
    return CommandResult(_row(cancelled), f"Loan {loan_id} is cancelled; its days are free again.")


async def list_loans(store: Store) -> CommandResult:
    """List all loans."""
    loans = await store.loans()
    lines = [
        f"{loan.id}\t{loan.robot_id}\t{loan.from_date}\t{loan.until_date}\t{loan.pupil_name}"
        + ("" if _state(loan) in ("running", "returned", "cancelled") else f"\t{_state(loan)}")
        + (f"\t{_rights_shown(loan)}" if _missing(loan) else "")
        + (f"\t{_ending(loan)} {when(loan.ended_at)}" if loan.ended_at is not None else "")
        for loan in loans
    ]
    rows = [_row(loan) | {"state": _state(loan)} for loan in loans]
    return CommandResult(rows, "\n".join(lines) or "No loan yet.")


def rights(text: str) -> frozenset[RightName]:
    """Return rights written as `zoom,still`.

    Raises:
        BadRequest: One of them is not a right.
    """
    named = [part.strip() for part in text.split(",")]
    wrong = [name for name in named if name not in RIGHTS]
    if wrong:
        raise BadRequest(f"{wrong[0][:20]!r} is not a right; allowed are {', '.join(RIGHTS)}")
    return frozenset(right for right in RIGHTS if right in named)


def day(text: str) -> date:
    """Return a date written as 2026-11-21, or as people in Germany write it.

    Raises:
        BadRequest: The text is not such a date.
    """
    try:
        return read_day(text, local_day(time.time()))
    except Declined:
        raise BadRequest(f"{text[:20]!r} is not a date such as 2026-11-21") from None


async def known_loan(store: Store, loan_id: int) -> Loan:
    """Return the loan of this number.

    Raises:
        NotKnown: No loan has it.
    """
    loan = await store.loan(loan_id)
    if loan is None:
        raise NotKnown(f"there is no loan {loan_id}")
    return loan


def _row(loan: Loan) -> dict[str, Any]:
    return {
        "id": loan.id,
        "robot": loan.robot_id,
        "pupil": loan.pupil_name,
        "from": loan.from_date.isoformat(),
        "until": loan.until_date.isoformat(),
        "without": _missing(loan),
    } | ({_ending(loan): when(loan.ended_at)} if loan.ended_at is not None else {})


def _state(loan: Loan) -> LoanState:
    """Return where the loan is in its life."""
    facts = LoanFacts(
        loan.from_date,
        loan.until_date,
        loan.handed_over_at,
        ended_at=loan.ended_at,
        locked_at=loan.locked_at,
        open_ticks=loan.open_ticks,
    )
    return state_of_loan(facts, local_day(time.time()))


def _missing(loan: Loan) -> list[RightName]:
    """Return what the loan does not allow."""
    return [right for right in RIGHTS if not getattr(loan.rights, right)]


def _rights_shown(loan: Loan) -> str:
    missing = _missing(loan)
    return f"without {', '.join(missing)}" if missing else "everything is allowed"


def _ending(loan: Loan) -> str:
    """Return whether a loan was cancelled before it began, or closed later."""
    assert loan.ended_at is not None
    ended = datetime.fromtimestamp(loan.ended_at, UTC).astimezone().date()
    return "cancelled" if ended < loan.from_date else "closed"


def _lent(loan: Loan, links: LoanLinks) -> CommandResult:
    text = (
        f"Loan {loan.id}: robot {loan.robot_id}, {loan.from_date} to {loan.until_date}"
        f"{f', {_rights_shown(loan)}' if _missing(loan) else ''}.\n"
        f"For the teacher:\n{links.teacher}\n"
        f"For a class buddy, who may only see, turn the volume and call the teacher:\n"
        f"{links.buddy}"
    )
    data = _row(loan) | {"teacher": links.teacher, "buddy": links.buddy}
    return CommandResult(data, text, links.teacher)
