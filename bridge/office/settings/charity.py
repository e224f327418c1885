"""Settings of the charity: name, address and numbers, as they stand on its papers."""

from typing import Annotated, Any

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Declined, Outdated, Words
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.paperwork.facts import CharityFacts
from bridge.paperwork.letters import can_write

Line = Annotated[str, Meta(max_length=120)]
Phone = Annotated[str, Meta(max_length=40, pattern=r"^[0-9+()/ -]*$")]
Email = Annotated[str, Meta(max_length=120, pattern=r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$")]
Hours = Annotated[str, Meta(max_length=60)]
SHAPES: dict[str, Any] = {
    **{"name": Line, "address": Line, "phone": Phone, "hours": Hours, "email": Email},
    **{"responsible": Line, "privacy": Line, "host": Line},
}
"""Limits of each text; they hold at the command line as well."""

SETTING = "charity"


class CharityFields(Fields, frozen=True):
    """Form of the charity; `version` is the one that the person saw."""

    version: Annotated[int, Meta(ge=0)]
    name: Line = ""
    address: Line = ""
    phone: Phone = ""
    hours: Hours = ""
    email: Email = ""
    responsible: Line = ""
    privacy: Line = ""
    host: Line = ""


NOT_PRINTABLE = Words(
    "Ein Zeichen darin kann kein Papier zeigen: {sign}. Bitte ohne dieses Zeichen.",
    "No paper can show one of its characters: {sign}. Please leave it out.",
)


async def _show(ask: Ask) -> web.StreamResponse:
    kept = await ask.desk.register.setting(SETTING, CharityFacts)
    return _page(ask, kept.value, kept.version)


async def _save(ask: Ask) -> web.StreamResponse:
    form = ask.form(CharityFields)
    values = {field: " ".join(getattr(form, field).split()) for field in _TEXTS}
    for field, text in values.items():
        wrong = next((sign for sign in text if not can_write(sign)), "")
        if wrong:
            words = Words(*(one.format(sign=wrong) for one in NOT_PRINTABLE))
            raise Declined(words, field)
    register = ask.desk.register
    try:
        change = await register.set_setting(
            ask.member, SETTING, CharityFacts(**values), form.version
        )
    except Outdated as outdated:
        kept = await register.setting(SETTING, CharityFacts)
        return _page(ask, CharityFacts(**values), kept.version, outdated.words, kept.value)
    return ask.go("/office/settings", undo=change)


def _page(
    ask: Ask,
    charity: CharityFacts,
    version: int,
    outdated: Words | None = None,
    theirs: CharityFacts | None = None,
) -> web.Response:
    """Return the form; where somebody was faster, with both values."""
    status = 409 if outdated else 200
    shown = {"charity": charity, "version": version, "outdated": outdated, "theirs": theirs}
    return ask.page("settings/templates/charity.html", status, **shown)


_TEXTS = tuple(name for name in CharityFields.__struct_fields__ if name != "version")

ROUTES = (
    OfficeRoute("GET", "/office/settings", _show, "keep_settings"),
    OfficeRoute("POST", "/office/settings", _save, "keep_settings", fields=CharityFields),
)
