"""The page of one loan: its life, ticks, papers, devices, lesson times, rights, people."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from aiohttp import web

from bridge.base.words import NotYours, Words
from bridge.days.school_days import STATE_NAMES
from bridge.days.zone import local_day, span_words
from bridge.lending.life import BLOCKING, POLICY_WORDS
from bridge.lending.permissions import Member
from bridge.lending.retention import Periods
from bridge.lending.right_words import RIGHT_NAMES
from bridge.office.family.wishes import wished_names
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import OfficeRoute
from bridge.office.loans.forgetting import erase_on, erase_words
from bridge.office.loans.lifeline import LifeDays, lifeline
from bridge.office.loans.saying import used_said
from bridge.office.loans.week import lesson_week
from bridge.office.papers.loan_papers import loan_papers
from bridge.register.loan_views import LoanView, TickView

TEMPLATE = "loans/templates/loan.html"


@dataclass(frozen=True)
class TickLine:
    """One line to tick, as the page shows it.

    Args:
        may: Whether whoever looks may change it.
    """

    key: str
    words: Words
    below: Words
    counted: bool
    done_on: date | None
    person: str
    may: bool


async def show_loan(ask: Ask, loan: LoanView, status: int = 200, **said: Any) -> web.StreamResponse:
    """Return the page of a loan.

    Args:
        said: `notice` with `notice_look`: words that stand above everything.
    """
    register, member = ask.desk.register, ask.member
    today, kept = register.today(), await register.periods()
    ticks = [_tick(one, member, loan) for one in await register.tick_views(member, loan.id)]
    school = await register.school(member, loan.school_id) if loan.school_id else None
    # Whoever only reads learns of no person.
    may_call = school is not None and member.may("see_schools")
    contacts = await register.contacts(member, school.id) if school and may_call else []
    devices, codes, link_used = [], [], None
    if member.may("lock_devices"):
        devices = await register.loan_devices(member, loan.id)
        codes = await register.open_codes(member, loan.id)
        link_used = await register.link_used_on(member, loan.id)
    open_ticks = [one for one in ticks if one.done_on is None]
    values = {
        "loan": loan,
        "here": f"/office/loans/{loan.id}",
        "state": loan.state,
        "is_open": loan.state in BLOCKING,
        "title": title(loan),
        "where": _where(loan),
        "robot": loan.robot_name,
        "eyes": "open" if loan.state == "running" else "closed",
        "school_line": _school_line(loan),
        "span": span_words(loan.first, loan.last),
        "steps": lifeline(_life(loan, today, kept, await _asked(ask, loan))),
        "profile": loan.profile,
        "state_name": STATE_NAMES.get(loan.profile_name, Words("", "")),
        "ticks": ticks,
        "open_ticks": len(open_ticks),
        "missing": open_ticks[0].words if open_ticks else Words("", ""),
        "unlock_words": _unlock_words(loan),
        "devices": devices,
        "codes": codes,
        "shut_out": bool(devices) and all(one.locked_at is not None for one in devices),
        "link_used": used_said(link_used, today),
        "week": lesson_week(loan.windows if loan.policy != "always" else ()),
        "policy_words": POLICY_WORDS[loan.policy],
        "closed_words": _closed_words(loan),
        "child": loan.short_name or ask_child(ask),
        "rights": _rights(loan, member),
        "school": school,
        "contacts": contacts,
        "needs_child": loan.child_id is None and not loan.short_name and loan.state in BLOCKING,
        "erase_words": erase_words(loan, kept),
        "notice": None,
        "notice_look": "",
        "papers": await loan_papers(ask, loan.id) if member.may("see_papers") else [],
        "wished": await wished_names(ask, loan.id) if member.may("unlock") else [],
    }
    return ask.page(TEMPLATE, status, **(values | said))


def ask_child(ask: Ask) -> str:
    """Return what a child without a shown name is called."""
    return "das Kind" if ask.language == "de" else "the child"


def title(loan: LoanView) -> Words:
    """Return what the loan is called: Otto für Kind 6."""
    if not loan.short_name:
        return Words(loan.robot_name, loan.robot_name)
    return Words(
        f"{loan.robot_name} für {loan.short_name}", f"{loan.robot_name} for {loan.short_name}"
    )


def _where(loan: LoanView) -> Words:
    if not loan.school_name:
        return Words(loan.robot_name, loan.robot_name)
    return Words(
        f"{loan.robot_name} bei {loan.school_name}", f"{loan.robot_name} at {loan.school_name}"
    )


def _school_line(loan: LoanView) -> Words:
    """Return school, town and class."""
    parts = [loan.school_name]
    if loan.school_town and loan.school_town.casefold() not in loan.school_name.casefold():
        parts.append(loan.school_town)
    there = [part for part in parts if part]
    name = loan.class_name
    if not name:
        return Words(", ".join(there), ", ".join(there))
    is_said = name.casefold().startswith(("klasse", "class"))
    de, en = (name, name) if is_said else (f"Klasse {name}", f"class {name}")
    return Words(", ".join([*there, de]), ", ".join([*there, en]))


async def _asked(ask: Ask, loan: LoanView) -> tuple[date | None, date | None]:
    """Return when the loan was asked for, and when somebody looked at it."""
    if loan.request_id is None or not ask.may("see_requests"):
        return None, None
    try:
        request = await ask.desk.register.request(ask.member, loan.request_id)
    except NotYours:
        # It came from another school, or its time is over.
        return None, None
    checked = request.facts.checked_at or request.facts.done_at
    return local_day(request.facts.asked_at), _day(checked)


def _life(
    loan: LoanView, today: date, kept: Periods, asked: tuple[date | None, date | None]
) -> LifeDays:
    facts = loan.facts
    handed = facts.handed_over_at
    cancelled = facts.ended_at if loan.state == "cancelled" else None
    returned = facts.returned_at or (facts.ended_at if cancelled is None else None)
    back = _day(returned)
    if loan.state == "returned" and back is None:
        back = loan.last
    return LifeDays(
        first=loan.first,
        last=loan.last,
        today=today,
        asked=asked[0],
        checked=asked[1],
        reserved=_day(loan.created or None),
        # A loan of the command line was handed over when it began.
        handed_over=loan.first if handed == 0 else _day(handed),
        locked=_day(facts.locked_at) if loan.state == "locked" else None,
        cancelled=_day(cancelled),
        returned=back,
        erase=erase_on(loan, kept),
        erased=_day(facts.erased_at),
        may_run=not facts.open_ticks,
    )


def _day(unix_s: int | None) -> date | None:
    return local_day(unix_s) if unix_s else None


def _tick(tick: TickView, member: Member, loan: LoanView) -> TickLine:
    line = tick.line
    below = line.hint
    if tick.done_on is not None and line.counted:
        below = Words(f"{tick.counted} von {tick.of_all}", f"{tick.counted} of {tick.of_all}")
    may = member.may("tick") and loan.state in BLOCKING
    return TickLine(
        line.key,
        line.words,
        below,
        line.counted,
        tick.done_on,
        tick.person,
        may and (member.role != "school" or line.ticker == "school"),
    )


def _unlock_words(loan: LoanView) -> Words:
    if loan.locked_by in ("family", "child"):
        return Words(
            "Die Familie hat gestoppt. Öffnen Sie nur, wenn die Familie es möchte.",
            "The family stopped it. Open it only if the family wishes so.",
        )
    return Words("Das Kind kommt dann wieder herein.", "The child then comes in again.")


def _closed_words(loan: LoanView) -> Words:
    name = loan.robot_name
    if loan.policy == "always":
        return Words(
            f"{name} lässt das Kind an jedem Tag der Leihe herein.",
            f"{name} lets the child in on every day of the loan.",
        )
    state = f" von {loan.federal_state}" if loan.federal_state else ""
    state_en = f" of {loan.federal_state}" if loan.federal_state else ""
    if loan.policy == "teacher":
        return Words(
            f"In den Ferien{state} zu. Die Lehrkraft öffnet auf ihrer Seite.",
            f"Closed in the holidays{state_en}. The teacher opens on their page.",
        )
    return Words(
        f"In den Ferien{state} zu. Außerhalb dieser Zeiten bleibt {name} zu.",
        f"Closed in the holidays{state_en}. Outside these times {name} stays closed.",
    )


def _rights(loan: LoanView, member: Member) -> list[tuple[str, Words, bool, bool]]:
    """Return name, words, whether it is allowed, and whether the member may change it."""
    found: list[tuple[str, Words, bool, bool]] = []
    for name, words in RIGHT_NAMES.items():
        on = bool(getattr(loan.rights, name))
        found.append((name, words, on, on or member.role != "school"))
    return found


async def _loan(ask: Ask) -> web.StreamResponse:
    loan = await ask.desk.register.loan_view(ask.member, ask.number("loan"))
    return await show_loan(ask, loan)


ROUTES = (OfficeRoute("GET", r"/office/loans/{loan:\d{1,9}}", _loan, "see_loans"),)
