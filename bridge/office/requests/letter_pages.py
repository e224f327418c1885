"""Letters to whoever asked: drafted here, read and sent by a person."""

from typing import Annotated
from urllib.parse import quote

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Declined, Words
from bridge.lending.matching import Days
from bridge.mail.refused import MailRefused
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.office.requests.letters import LETTER_WORDS, Draft, LetterKind, draft
from bridge.office.requests.pages import ONE
from bridge.paperwork.facts import CharityFacts
from bridge.register.requests import RequestView

NO_ADDRESS = Words(
    "Zu dieser Anfrage gibt es keine E-Mail-Adresse. Bitte rufen Sie an.",
    "There is no e-mail address for this request. Please call.",
)
EMPTY = Words("Der Brief ist leer.", "The letter is empty.")


class LetterFields(Fields, frozen=True):
    """Kind of the letter."""

    kind: LetterKind = "question"


class SendFields(LetterFields, frozen=True):
    """The letter as the person has read and changed it."""

    subject: Annotated[str, Meta(max_length=150)] = ""
    text: Annotated[str, Meta(max_length=5000)] = ""


async def _write(ask: Ask) -> web.StreamResponse:
    kind = ask.form(LetterFields).kind
    view = await ask.desk.register.request(ask.member, ask.number("request"))
    return _page(ask, view, kind, await _draft(ask, view, kind))


async def _send(ask: Ask) -> web.StreamResponse:
    fields = ask.form(SendFields)
    view = await ask.desk.register.request(ask.member, ask.number("request"))
    letter = Draft(fields.subject, fields.text.replace("\r\n", "\n"))
    if not view.asked.email:
        raise Declined(NO_ADDRESS)
    if not letter.text.strip():
        return _page(ask, view, fields.kind, letter, 422, EMPTY)
    try:
        await ask.desk.outside.post.send(view.asked.email, letter.subject, letter.text)
    except MailRefused as refused:
        trouble = Words(
            f"Der Brief ging nicht hinaus. Er steht noch hier. Für die Technik: {refused}",
            f"The letter did not leave. It is still here. For the technicians: {refused}",
        )
        return _page(ask, view, fields.kind, letter, 409, trouble)
    await ask.desk.register.note_answer(ask.member, view.id, fields.kind)
    return ask.go(f"/office/requests/{view.id}", sent="1")


async def _draft(ask: Ask, view: RequestView, kind: LetterKind) -> Draft:
    robot, span, lines = "", None, list[str]()
    if kind == "promise" and view.loan_id is not None:
        loan = await ask.desk.register.loan_view(ask.member, view.loan_id)
        robot, span = loan.robot_name, Days(loan.first, loan.last)
        lines = [line.words.de for line in loan.profile.lines] if loan.profile else []
    charity = (await ask.desk.register.setting("charity", CharityFacts)).value
    writer = "\n".join(filter(None, (ask.member.name, charity.name, charity.phone)))
    return draft(kind, view.asked, writer, robot, span, lines)


def _page(
    ask: Ask,
    view: RequestView,
    kind: LetterKind,
    letter: Draft,
    status: int = 200,
    trouble: Words | None = None,
) -> web.Response:
    link = f"mailto:{view.asked.email}?subject={quote(letter.subject)}&body={quote(letter.text)}"
    return ask.page(
        "requests/templates/letter.html",
        status,
        view=view,
        kind=kind,
        kinds=LETTER_WORDS,
        letter=letter,
        trouble=trouble,
        sends=ask.desk.outside.post.sends,
        link=link if view.asked.email else "",
    )


ROUTES = (
    OfficeRoute("GET", f"{ONE}/letter", _write, "handle_requests", fields=LetterFields),
    OfficeRoute("POST", f"{ONE}/letter", _send, "handle_requests", fields=SendFields),
)
