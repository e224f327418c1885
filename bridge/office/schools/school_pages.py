"""Pages of schools: the list, one school with its contacts, robots and loans."""

from collections.abc import Awaitable
from typing import Annotated, Any

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Declined, NotYours, Outdated, Words
from bridge.days.school_days import FEDERAL_STATES, STATE_NAMES
from bridge.lending.life import BLOCKING
from bridge.lending.towns import state_of
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, NoFields, OfficeRoute
from bridge.office.loans.listing import sections
from bridge.register.loan_views import LoanFilter
from bridge.register.schools import Contact, Made, SchoolRecord

Number = Annotated[int, Meta(ge=0, le=2_000_000_000)]
Line = Annotated[str, Meta(max_length=254)]
SCHOOL = r"/office/schools/{school:\d{1,9}}"
AT_ONCE = 200
PAST_LOANS = 20


class SchoolsFields(Fields, frozen=True):
    """Filters of the list of schools."""

    q: Annotated[str, Meta(max_length=80)] = ""
    state: Annotated[str, Meta(max_length=2)] = ""


class SchoolFormFields(Fields, frozen=True):
    """A school as it was typed. Too long or wrong values are answered in words."""

    name: Line = ""
    town: Line = ""
    postcode: Annotated[str, Meta(max_length=20)] = ""
    state: Annotated[str, Meta(max_length=2)] = ""
    also_called: Annotated[str, Meta(max_length=2000)] = ""
    note: Annotated[str, Meta(max_length=1000)] = ""
    version: Number = 0

    def record(self, school_id: int) -> SchoolRecord:
        """Return the school, with a federal state that its town tells."""
        names = tuple(line.strip() for line in self.also_called.splitlines() if line.strip())
        found = self.state or state_of(self.town or self.name, self.postcode.strip())
        return SchoolRecord(
            school_id,
            self.name,
            town=self.town,
            postcode=self.postcode.strip(),
            state=found if found in FEDERAL_STATES else "",
            also_called=names,
            note=self.note,
            version=self.version,
        )


class ContactFields(Fields, frozen=True):
    """A contact as it was typed."""

    name: Line = ""
    phone: Line = ""
    email: Line = ""
    best_time: Line = ""
    version: Number = 0

    def record(self, school_id: int, contact_id: int) -> Contact:
        """Return the contact."""
        return Contact(
            contact_id, school_id, self.name, self.phone, self.email, self.best_time, self.version
        )


async def _list(ask: Ask) -> web.StreamResponse:
    fields = ask.form(SchoolsFields)
    register, member = ask.desk.register, ask.member
    found = [
        one for one in await register.schools(member, fields.q) if fields.state in ("", one.state)
    ]
    lent: dict[int | None, int] = {}
    for loan in await register.loan_views(member, LoanFilter(states=BLOCKING)):
        lent[loan.school_id] = lent.get(loan.school_id, 0) + 1
    return ask.page(
        "schools/templates/schools.html",
        schools=found[:AT_ONCE],
        count=len(found),
        lent=lent,
        fields=fields,
        state_links=[
            (f"/office/schools?state={key}", Words(key, key), None, key == fields.state)
            for key in FEDERAL_STATES
        ],
    )


async def _show_new(ask: Ask) -> web.StreamResponse:
    return _form(ask, SchoolRecord(0, ""))


async def _add(ask: Ask) -> web.StreamResponse:
    school = ask.form(SchoolFormFields).record(0)
    try:
        made = await ask.desk.register.add_school(ask.member, school)
    except Declined as declined:
        return _form(ask, school, 409, refused=declined.words, wrong=declined.field)
    return ask.go(f"/office/schools/{made.id}", undo=made.change_id)


async def _school(ask: Ask) -> web.StreamResponse:
    return await _page(ask, await _of_path(ask))


async def _show_edit(ask: Ask) -> web.StreamResponse:
    return _form(ask, await _of_path(ask))


async def _save(ask: Ask) -> web.StreamResponse:
    school_id = (await _of_path(ask)).id
    school = ask.form(SchoolFormFields).record(school_id)
    try:
        made = await ask.desk.register.save_school(ask.member, school)
    except NotYours:
        raise
    except Outdated as outdated:
        now = await _of_path(ask)
        return _form(ask, now, 409, refused=outdated.words, mine=school)
    except Declined as declined:
        return _form(ask, school, 409, refused=declined.words, wrong=declined.field)
    return ask.go(f"/office/schools/{school_id}", undo=made.change_id)


async def _add_contact(ask: Ask) -> web.StreamResponse:
    contact = ask.form(ContactFields).record(ask.number("school"), 0)
    return await _with_contact(ask, contact, ask.desk.register.add_contact(ask.member, contact))


async def _save_contact(ask: Ask) -> web.StreamResponse:
    contact = ask.form(ContactFields).record(ask.number("school"), ask.number("contact"))
    await _known_contact(ask, contact.id)
    return await _with_contact(ask, contact, ask.desk.register.save_contact(ask.member, contact))


async def _remove_contact(ask: Ask) -> web.StreamResponse:
    await _known_contact(ask, ask.number("contact"))
    made = await ask.desk.register.remove_contact(ask.member, ask.number("contact"))
    return ask.go(f"/office/schools/{ask.number('school')}", undo=made.change_id)


async def _with_contact(ask: Ask, contact: Contact, act: Awaitable[Made]) -> web.StreamResponse:
    try:
        made = await act
    except NotYours:
        raise
    except Declined as declined:
        school = await _of_path(ask)
        return await _page(ask, school, 409, refused=declined.words, typed=contact)
    return ask.go(f"/office/schools/{contact.school_id}", undo=made.change_id)


async def _known_contact(ask: Ask, contact_id: int) -> None:
    """Refuse a contact that belongs to another school than the path says.

    Raises:
        NotYours: It does.
    """
    contacts = await ask.desk.register.contacts(ask.member, ask.number("school"))
    if contact_id not in {one.id for one in contacts}:
        raise NotYours


async def _of_path(ask: Ask) -> SchoolRecord:
    return await ask.desk.register.school(ask.member, ask.number("school"))


async def _page(
    ask: Ask, school: SchoolRecord, status: int = 200, **said: Any
) -> web.StreamResponse:
    register, member = ask.desk.register, ask.member
    loans = await register.loan_views(member, LoanFilter(school_id=school.id))
    current = [one for one in loans if one.state in BLOCKING]
    past = [one for one in loans if one.state not in BLOCKING][-PAST_LOANS:]
    values: dict[str, Any] = {
        "school": school,
        "here": f"/office/schools/{school.id}",
        "names": STATE_NAMES,
        "contacts": await register.contacts(member, school.id),
        "groups": sections([*current, *past], register.today(), member.may("lend")),
        "refused": None,
        "typed": Contact(-1, school.id),
    }
    return ask.page("schools/templates/school.html", status, **(values | said))


def _form(ask: Ask, school: SchoolRecord, status: int = 200, **said: Any) -> web.StreamResponse:
    values: dict[str, Any] = {
        "school": school,
        "here": f"/office/schools/{school.id}" if school.id else "/office/schools/new",
        "states": [(key, STATE_NAMES[key]) for key in FEDERAL_STATES],
        "refused": None,
        "wrong": "",
        "mine": None,
    }
    return ask.page("schools/templates/school_form.html", status, **(values | said))


CONTACT = SCHOOL + r"/contacts/{contact:\d{1,9}}"

ROUTES = (
    OfficeRoute("GET", "/office/schools", _list, "see_schools", fields=SchoolsFields),
    OfficeRoute("GET", "/office/schools/new", _show_new, "keep_schools", fields=NoFields),
    OfficeRoute("POST", "/office/schools/new", _add, "keep_schools", fields=SchoolFormFields),
    OfficeRoute("GET", SCHOOL, _school, "see_schools"),
    OfficeRoute("GET", f"{SCHOOL}/edit", _show_edit, "keep_schools"),
    OfficeRoute("POST", SCHOOL, _save, "keep_schools", fields=SchoolFormFields),
    OfficeRoute("POST", f"{SCHOOL}/contacts", _add_contact, "keep_schools", fields=ContactFields),
    OfficeRoute("POST", CONTACT, _save_contact, "keep_schools", fields=ContactFields),
    OfficeRoute("POST", f"{CONTACT}/remove", _remove_contact, "keep_schools"),
)
