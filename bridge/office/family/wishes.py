"""Answers of the office to what families wish: give a right back, or say no."""

from typing import Literal

from aiohttp import web

from bridge.base.words import Words
from bridge.lending.right_words import RIGHT_NAMES
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.register.families import RIGHTS


class WishFields(Fields, frozen=True):
    """Answer to a family's wish."""

    answer: Literal["yes", "no"]


async def wished_names(ask: Ask, loan_id: int) -> list[Words]:
    """Return what the family of a loan wishes back, by name; for the page of the loan."""
    found = await ask.desk.register.wishes(ask.member)
    rights = next((one.rights for one in found if one.loan_id == loan_id), frozenset())
    return [RIGHT_NAMES[right] for right in RIGHTS if right in rights]


async def _answer(ask: Ask) -> web.StreamResponse:
    loan_id = ask.number("loan")
    change = await ask.desk.register.answer_wish(
        ask.member, loan_id, ask.form(WishFields).answer == "yes"
    )
    return ask.go(f"/office/loans/{loan_id}", undo=change)


ROUTES = (
    OfficeRoute("POST", r"/office/loans/{loan:\d{1,9}}/wish", _answer, "unlock", fields=WishFields),
)
