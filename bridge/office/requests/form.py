"""The public form: a school, a family or a hospital asks for a robot. It works without scripts."""

from typing import Annotated
from urllib.parse import urlencode

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Declined, Words
from bridge.lending.asked import (
    ASKER_WORDS,
    KNOWS_WORDS,
    LONG_WORDS,
    FormAnswers,
    FormRead,
    read_answers,
)
from bridge.mail.letter_queue import AutomaticLetter
from bridge.office.frame.ask import LANGUAGE_COOKIE, Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.office.requests.typed import Typed, TypedRequest
from bridge.paperwork.facts import CharityFacts
from bridge.register.requests import FORM

TOO_OFTEN = Words(
    "Von hier kamen gerade viele Anfragen. Bitte in 10 Minuten noch einmal, oder rufen Sie an.",
    "Many requests came from here just now. Please try again in 10 minutes, or call us.",
)
LEFT_OUT = Words(
    "Wenn Sie so absenden, speichern wir diesen Satz nicht.",
    "If you send it like this, we do not store that sentence.",
)
CONFIRMED = Words("Ihre Anfrage ist angekommen", "Your request has arrived")
CONFIRMATION = Words(
    "Guten Tag,\n\nIhre Anfrage nach einem Karlsson ist bei uns angekommen. Wir melden uns in "
    "3 Schultagen.\n\nSie haben nicht gefragt? Dann hat sich jemand bei der Adresse vertippt, und "
    "Sie brauchen nichts zu tun.\n\nDiese Nachricht hat ein Programm geschickt. Bitte antworten "
    "Sie nicht darauf.\n",
    "Hello,\n\nyour request for a Karlsson has arrived. You will hear from us within 3 school "
    "days.\n\nYou did not ask? Then somebody mistyped an address, and there is nothing to do.\n\n"
    "A program has sent this message. Please do not answer it.\n",
)
"""Nothing of what was typed is in it: anybody can type anybody's address."""

ORDER = tuple(FormAnswers.__dataclass_fields__)
"""Fields as they stand on the page."""


class FormFields(TypedRequest, frozen=True):
    """Form as it came, with any mistakes, which are said beside their fields."""

    website: Typed = ""
    """Nobody sees this field; whoever fills it is a program."""
    stamp: Typed = ""
    hinted: Typed = ""
    """Mark that hints were shown already."""


class LanguageFields(Fields, frozen=True):
    """Language that the reader chose on the page."""

    language: Annotated[str, Meta(max_length=2)] = ""


class ThanksFields(LanguageFields, frozen=True):
    """Notes that the page of thanks shows."""

    left_out: Annotated[str, Meta(max_length=1)] = ""
    mail: Annotated[str, Meta(max_length=1)] = ""


async def _show(ask: Ask) -> web.StreamResponse:
    chosen = ask.form(LanguageFields).language
    if chosen in ("de", "en"):
        answer = ask.go("/lend")
        answer.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=86400, path="/", samesite="Lax", httponly=True
        )
        return answer
    stamp = ask.desk.outside.guard.stamp(ask.desk.clock.monotonic_s())
    return await _page(ask, FormAnswers(), FormRead(None), stamp)


async def _take(ask: Ask) -> web.StreamResponse:
    fields = ask.form(FormFields)
    answers = fields.answers()
    read = read_answers(answers, ask.desk.clock.today())
    if read.asked is None or (read.hints and not fields.hinted):
        return await _page(ask, answers, read, fields.stamp, status=422)
    outside = ask.desk.outside
    now = ask.desk.clock.monotonic_s()
    found = outside.guard.look(
        now, outside.neighbourhood(ask.request), fields.stamp, fields.website
    )
    if found == "too_often":
        return await _page(ask, answers, read, fields.stamp, status=429, trouble=TOO_OFTEN)
    is_told = found == "fine" and outside.post.confirms and bool(read.asked.email)
    if found != "again":
        try:
            await ask.desk.register.add_request(FORM, read.asked, is_aside=found == "aside")
        except Declined as full:
            return await _page(ask, answers, read, fields.stamp, status=429, trouble=full.words)
    if is_told:
        words = (CONFIRMED.said(ask.language), CONFIRMATION.said(ask.language))
        is_told = outside.outbox.put(AutomaticLetter(read.asked.email, *words))
    said = {"left_out": bool(read.hints), "mail": is_told}
    query = urlencode({name: "1" for name, holds in said.items() if holds})
    return ask.go("/lend/thanks" + (f"?{query}" if query else ""))


async def _thank(ask: Ask) -> web.StreamResponse:
    fields = ask.form(ThanksFields)
    return ask.page(
        "requests/templates/thanks.html",
        left_out=bool(fields.left_out),
        mail=bool(fields.mail),
        charity=(await ask.desk.register.setting("charity", CharityFacts)).value,
    )


async def _page(
    ask: Ask,
    answers: FormAnswers,
    read: FormRead,
    stamp: str,
    status: int = 200,
    trouble: Words | None = None,
) -> web.Response:
    return ask.page(
        "requests/templates/form.html",
        status,
        answers=answers,
        errors={name: read.errors[name] for name in ORDER if name in read.errors},
        hints=read.hints,
        stamp=stamp,
        trouble=trouble,
        charity=(await ask.desk.register.setting("charity", CharityFacts)).value,
        left_out=LEFT_OUT,
        choices={"asker": ASKER_WORDS, "how_long": LONG_WORDS, "school_knows": KNOWS_WORDS},
    )


ROUTES = (
    OfficeRoute("GET", "/lend", _show, fields=LanguageFields, is_public=True),
    OfficeRoute("POST", "/lend", _take, fields=FormFields, is_public=True),
    OfficeRoute("GET", "/lend/thanks", _thank, fields=ThanksFields, is_public=True),
)
