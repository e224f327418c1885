"""Pages of requests: the list, one request with the robots that fit, and a form for the phone."""

from typing import Annotated, Any, Literal

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Words
from bridge.lending.asked import (
    ASKER_WORDS,
    KNOWS_WORDS,
    LONG_WORDS,
    FormAnswers,
    FormRead,
    answers_of,
    read_answers,
)
from bridge.lending.matching import Days, Wish, proposals
from bridge.lending.same_school import KnownSchool, same_school
from bridge.lending.towns import find_place
from bridge.lending.waiting import OUTCOME_WORDS, wished_days
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.office.requests.bars import WIDTH, pieces, window
from bridge.office.requests.rows import from_words, length_is_guessed, since_words, when_words
from bridge.office.requests.typed import TypedRequest
from bridge.register.requests import RequestView
from bridge.register.schools import SchoolRecord

MOST_PROPOSED = 6
"""Robots that a request shows; the rest is one press away."""

MOST_ROWS = 30
"""Requests of one state that are listed at once."""

MOST_DONE = 200
"""Requests that are done and listed, newest first."""

Shown = Literal["open", "aside", "done"]


class RequestListFields(Fields, frozen=True):
    """Part of the list that is shown, and the outcome of the last action."""

    show: Shown = "open"
    all: bool = False
    """True if every robot that fits is listed."""
    sent: bool = False
    """True if a letter has just left."""
    left_out: bool = False
    """True if a sentence that was typed has just been left out."""


async def _list(ask: Ask) -> web.StreamResponse:
    fields = ask.form(RequestListFields)
    every = await ask.desk.register.requests(ask.member)
    rows = await _rows(ask, every, fields.show)
    chosen = rows[0] if rows else None
    return await _page(ask, every, rows, chosen, fields)


async def _one(ask: Ask) -> web.StreamResponse:
    fields = ask.form(RequestListFields)
    chosen = await ask.desk.register.request(ask.member, ask.number("request"))
    shown = {"aside": "aside", "done": "done"}.get(chosen.state, "open")
    every = await ask.desk.register.requests(ask.member)
    rows = await _rows(ask, every, shown)
    return await _page(ask, every, rows, chosen, fields, is_list=False)


async def _rows(ask: Ask, every: list[RequestView], shown: str) -> list[RequestView]:
    """Return the rows of one part of the list.

    Args:
        every: Requests that are not done.
    """
    if shown == "done":
        kept = await ask.desk.register.requests(ask.member, with_done=True)
        done = [row for row in kept if row.state == "done"]
        return sorted(done, key=lambda row: -(row.facts.done_at or 0))[:MOST_DONE]
    return [row for row in every if (row.state == "aside") == (shown == "aside")]


async def _page(
    ask: Ask,
    every: list[RequestView],
    rows: list[RequestView],
    chosen: RequestView | None,
    fields: RequestListFields,
    is_list: bool = True,
) -> web.Response:
    today = ask.desk.clock.today()
    counts = {
        "new": sum(row.state in ("new", "asked_back") for row in every),
        "waiting": sum(row.state == "waiting" for row in every),
        "aside": sum(row.state == "aside" for row in every),
    }
    if ask.member.role == "reader":
        return ask.page("requests/templates/counts.html", counts=counts)
    works = ask.may("handle_requests")
    shown: Shown = "open"
    if chosen is not None and chosen.state in ("aside", "done"):
        shown = "aside" if chosen.state == "aside" else "done"
    elif is_list:
        shown = fields.show
    values: dict[str, Any] = {"schools": [], "same": [], "fits": [], "left": 0}
    values |= {"window": None, "guessed": None}
    if works and chosen is not None and chosen.state != "done":
        values = await _matching(ask, chosen, fields.all)
    return ask.page(
        "requests/templates/requests.html",
        rows=rows if fields.all else _part(rows),
        rows_left=0 if fields.all else len(rows) - len(_part(rows)),
        chosen=chosen,
        counts=counts,
        shown=shown,
        is_list=is_list,
        sent=fields.sent,
        left_out=fields.left_out,
        works=works,
        form_url=f"{ask.desk.public_url}/lend",
        when=lambda row: when_words(row.asked, today),
        since=lambda row: since_words(row, today),
        asks=lambda row: from_words(row.asked),
        outcomes=OUTCOME_WORDS,
        bar_width=WIDTH,
        **values,
    )


def _part(rows: list[RequestView]) -> list[RequestView]:
    """Return the first requests of each state: nobody reads hundreds at once."""
    found: list[RequestView] = []
    counted: dict[str, int] = {}
    for row in rows:
        counted[row.state] = counted.get(row.state, 0) + 1
        if counted[row.state] <= MOST_ROWS:
            found.append(row)
    return found


async def _matching(ask: Ask, chosen: RequestView, with_all: bool) -> dict[str, Any]:
    today = ask.desk.clock.today()
    asked = chosen.asked
    first, last = wished_days(asked, today)
    place = find_place(asked.town or asked.school_name, asked.postcode)
    wish = Wish(Days(first, last), asked.state, place)
    found = proposals(wish, await ask.desk.register.offered(ask.member, chosen.id))
    shown = found if with_all else found[:MOST_PROPOSED]
    bars = window(wish.span, shown)
    same: list[tuple[SchoolRecord, bool]] = []
    schools: list[SchoolRecord] = []
    if chosen.school_id is None:
        schools = await ask.desk.register.schools(ask.member)
        known = [
            KnownSchool(school.id, (school.name, *school.also_called), school.town)
            for school in schools
        ]
        by_id = {school.id: school for school in schools}
        likely = same_school(asked.school_name, asked.town, known)[:3]
        same = [(by_id[one.id], one.is_same) for one in likely]
    return {
        "schools": schools,
        "same": same,
        "fits": [(one, pieces(one, bars)) for one in shown],
        "left": len(found) - len(shown),
        "window": bars,
        "guessed": length_is_guessed(asked),
    }


class StaffFormFields(TypedRequest, frozen=True):
    """A request as staff write it down; mistakes are said beside their fields."""

    urgent: bool = False
    version: Annotated[int, Meta(ge=0, le=10**9)] = 0


async def _new(ask: Ask) -> web.StreamResponse:
    return await _form(ask, FormAnswers(asker="school", how_long="unknown", school_knows="yes"))


async def _add(ask: Ask) -> web.StreamResponse:
    fields = ask.form(StaffFormFields)
    read = _read(ask, fields)
    if read.asked is None:
        return await _form(ask, fields.answers(), read, fields.urgent, status=422)
    made = await ask.desk.register.add_request(ask.member, read.asked)
    return _saved(ask, made.id, made.change_id, read)


async def _change(ask: Ask) -> web.StreamResponse:
    view = await ask.desk.register.request(ask.member, ask.number("request"))
    return await _form(
        ask, answers_of(view.asked), urgent=view.asked.urgent, version=view.version, of=view
    )


async def _save(ask: Ask) -> web.StreamResponse:
    fields = ask.form(StaffFormFields)
    number = ask.number("request")
    view = await ask.desk.register.request(ask.member, number)
    read = _read(ask, fields)
    if read.asked is None:
        return await _form(
            ask, fields.answers(), read, fields.urgent, fields.version, of=view, status=422
        )
    change = await ask.desk.register.edit_request(
        ask.member, number, read.asked, fields.version or None
    )
    return _saved(ask, number, change, read)


def _saved(ask: Ask, number: int, change: int, read: FormRead) -> web.Response:
    """Lead to the request, and tell there if a sentence of the note was not stored."""
    said = {"left_out": "true"} if read.hints else {}
    return ask.go(f"/office/requests/{number}", undo=change, **said)


def _read(ask: Ask, fields: StaffFormFields) -> FormRead:
    return read_answers(
        fields.answers(), ask.desk.clock.today(), needs_contact=False, urgent=fields.urgent
    )


async def _form(
    ask: Ask,
    answers: FormAnswers,
    read: FormRead | None = None,
    urgent: bool = False,
    version: int = 0,
    of: RequestView | None = None,
    status: int = 200,
) -> web.Response:
    errors: dict[str, Words] = read.errors if read is not None else {}
    return ask.page(
        "requests/templates/staff_form.html",
        status,
        answers=answers,
        errors=errors,
        urgent=urgent,
        version=version,
        of=of,
        schools=await ask.desk.register.schools(ask.member),
        choices={"asker": ASKER_WORDS, "how_long": LONG_WORDS, "school_knows": KNOWS_WORDS},
    )


ONE = r"/office/requests/{request:\d{1,9}}"

ROUTES = (
    OfficeRoute("GET", "/office/requests", _list, "see_requests", fields=RequestListFields),
    OfficeRoute("GET", "/office/requests/new", _new, "handle_requests"),
    OfficeRoute("POST", "/office/requests/new", _add, "handle_requests", fields=StaffFormFields),
    OfficeRoute("GET", ONE, _one, "see_requests", fields=RequestListFields),
    OfficeRoute("GET", f"{ONE}/edit", _change, "handle_requests"),
    OfficeRoute("POST", f"{ONE}/edit", _save, "handle_requests", fields=StaffFormFields),
)
