"""Pages about erasing: what comes next, one loan at once, and the protocols."""

import logging
from datetime import timedelta

from aiohttp import web

from bridge.base.errors import StoreError
from bridge.base.words import Words
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import OfficeRoute
from bridge.store.scrubbing import scrub

log = logging.getLogger(__name__)

PAGE = "/office/erased"
SOON_DAYS = 60

COUNTED: dict[str, Words] = {
    "children": Words("Name des Kindes", "child's name"),
    "devices": Words("Tablets", "tablets"),
    "codes": Words("Codes zum Verbinden", "codes for pairing"),
    "family_links": Words("Seite für die Familie", "the family's page"),
    "link_uses": Words(
        "Tag, an dem die Lehrkraft-Seite zuletzt benutzt wurde",
        "day on which the teacher's page was used last",
    ),
    "requests": Words("Angaben in der Anfrage", "details of the request"),
    "papers": Words("Vermerke über gedruckte Papiere", "notes of printed papers"),
    "images": Words("Zwischenstände für „Rückgängig“", "rows kept for undoing"),
}
"""Items that a protocol counts, in the order of the page."""


async def _list(ask: Ask) -> web.StreamResponse:
    register = ask.desk.register
    until = ask.desk.clock.today() + timedelta(days=SOON_DAYS)
    soon = await register.erased_soon(ask.member, until)
    done = await register.erasures(ask.member)
    return ask.page("keeping/templates/erased.html", soon=soon, done=done)


async def _protocol(ask: Ask) -> web.StreamResponse:
    found = await ask.desk.register.erasure(ask.member, ask.number("number"))
    return ask.page("keeping/templates/protocol.html", one=found, counted=COUNTED)


async def _confirm(ask: Ask) -> web.StreamResponse:
    counts = await ask.desk.register.would_erase(ask.member, ask.number("loan"))
    named = [(COUNTED[name], counts[name]) for name in COUNTED if counts.get(name)]
    return ask.page("keeping/templates/erase.html", loan=ask.number("loan"), counts=named)


async def _erase(ask: Ask) -> web.StreamResponse:
    number = await ask.desk.register.erase_loan(ask.member, ask.number("loan"))
    try:
        await scrub(ask.desk.store.database)
    except StoreError as error:
        # The loan is erased. The job writes the files anew within the hour.
        log.warning("files with traces of an erased loan: %s", error)
    return ask.go(f"{PAGE}/{number}")


ROUTES = (
    OfficeRoute("GET", PAGE, _list, "see_history"),
    OfficeRoute("GET", PAGE + r"/{number:\d{1,9}}", _protocol, "see_history"),
    OfficeRoute("GET", r"/office/loans/{loan:\d{1,9}}/erase", _confirm, "erase"),
    OfficeRoute("POST", r"/office/loans/{loan:\d{1,9}}/erase", _erase, "erase", is_fresh=True),
)
