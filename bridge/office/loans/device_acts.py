"""Acts on devices, codes and links of a loan. What is locked out leaves a running lesson."""

import base64
from typing import Annotated

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Words
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.office.loans.acts import LOAN, Number, acted
from bridge.office.loans.loan_page import title
from bridge.papers.qr_code import qr_svg
from bridge.signaling.loan_links import LoanLinks

LINK_WORDS = Words(
    "Die alte Lehrkraft-Seite ist zu. Diese Links sehen Sie nur jetzt.",
    "The old teacher's page is closed. You see these links only now.",
)


class DeviceFields(Fields, frozen=True):
    """A device, by its number on the page of its loan."""

    device: Annotated[int, Meta(ge=1, le=10_000)]


class CodeFields(Fields, frozen=True):
    """A code or word that nobody has used."""

    code: Number


async def _lock_out(ask: Ask) -> web.StreamResponse:
    number = ask.form(DeviceFields).device
    act = ask.desk.register.lock_out(ask.member, ask.number("loan"), number)
    return await acted(ask, act, "devices")


async def _withdraw(ask: Ask) -> web.StreamResponse:
    code = ask.form(CodeFields).code
    act = ask.desk.register.withdraw_code(ask.member, ask.number("loan"), code)
    return await acted(ask, act, "devices")


async def _renew(ask: Ask) -> web.StreamResponse:
    """Make new links, and show them once: they are stored as hashes alone."""
    register = ask.desk.register
    loan = await register.loan_view(ask.member, ask.number("loan"))
    links = LoanLinks(ask.desk.public_url, await ask.desk.store.robot(loan.robot_id))
    await register.set_links(
        ask.member, loan.id, links.teacher_hash, links.buddy_hash, links.sealed_class_key
    )
    return ask.page(
        "loans/templates/links.html",
        loan=loan,
        here=f"/office/loans/{loan.id}",
        where=title(loan),
        refused=None,
        said=LINK_WORDS,
        teacher=links.teacher,
        buddy=links.buddy,
        drawn=_drawn(links.teacher),
    )


def _drawn(link: str) -> str:
    """Return a QR code as the address of a picture."""
    return "data:image/svg+xml;base64," + base64.b64encode(qr_svg(link).encode()).decode()


ROUTES = (
    OfficeRoute("POST", f"{LOAN}/devices/lock-out", _lock_out, "lock_devices", fields=DeviceFields),
    OfficeRoute("POST", f"{LOAN}/codes/withdraw", _withdraw, "lock_devices", fields=CodeFields),
    OfficeRoute("POST", f"{LOAN}/links/renew", _renew, "print_links", is_fresh=True),
)
