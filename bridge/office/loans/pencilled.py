"""The page of something pencilled in: reserve it, or rub it out."""

from datetime import timedelta
from urllib.parse import urlencode

from aiohttp import web

from bridge.base.words import NotYours, Words
from bridge.days.zone import local_day, span_words, written
from bridge.lending.life import PENCIL_DAYS
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import NoFields, OfficeRoute
from bridge.register.pencilled import Pencilled

NOTE = r"/office/loans/pencilled/{note:\d{1,9}}"


async def _show(ask: Ask) -> web.StreamResponse:
    note = await _note(ask)
    schools = await ask.desk.register.schools(ask.member) if ask.may("see_schools") else []
    school = next((one.called for one in schools if one.id == note.school_id), note.school_name)
    name = Words(f"{note.robot_name} vorgemerkt", f"{note.robot_name} pencilled in")
    return ask.page(
        "loans/templates/pencilled.html",
        note=note,
        here=f"/office/loans/pencilled/{note.id}",
        where=name,
        refused=None,
        span=span_words(note.first, note.last),
        school=school,
        holds_until=local_day(note.noted_at) + timedelta(days=PENCIL_DAYS),
        reserve="/office/loans/new?"
        + urlencode(
            {
                "school": school,
                "days": f"{written(note.first)} bis {written(note.last)}",
                "robot": note.robot_id,
            }
        ),
    )


async def _rub_out(ask: Ask) -> web.StreamResponse:
    note = await _note(ask)
    made = await ask.desk.register.rub_out(ask.member, note.id)
    return ask.go("/office/loans", undo=made.change_id)


async def _note(ask: Ask) -> Pencilled:
    """Return the note of the path.

    Raises:
        NotYours: No such days exist, they hold no more, or are another school's.
    """
    number = ask.number("note")
    for one in await ask.desk.register.pencilled(ask.member):
        if one.id == number:
            return one
    raise NotYours


ROUTES = (
    OfficeRoute("GET", NOTE, _show, "see_loans", fields=NoFields),
    OfficeRoute("POST", f"{NOTE}/rub-out", _rub_out, "lend", fields=NoFields),
)
