"""The page *new loan*: five answers, and everything else is derived from them."""

from typing import Annotated, Any, Literal

from aiohttp import web
from msgspec import Meta, structs

from bridge.base.words import Declined, NotYours, Words
from bridge.days.school_days import FEDERAL_STATES, STATE_NAMES
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.office.loans.calendar_rows import RobotsDays
from bridge.office.loans.outlook import Known, Outlook, Typed, outlook, school_of
from bridge.office.loans.swap import RobotId
from bridge.register.children import checked_name
from bridge.register.loan_views import LoanFilter
from bridge.register.loan_wishes import LoanWish
from bridge.register.schools import SchoolRecord

Number = Annotated[int, Meta(ge=0, le=2_000_000_000)]
Short = Annotated[str, Meta(max_length=40)]

NO_SCHOOL = Words("Welche Schule?", "Which school?")
NO_STATE = Words("In welchem Bundesland liegt die Schule?", "In which federal state is the school?")
NO_DAYS = Words(
    "Von wann bis wann? Zum Beispiel 11.1. bis 25.3.",
    "From when until when? Such as 11.1. bis 25.3.",
)
NO_ROBOT = Words(
    "In dieser Zeit ist kein Roboter frei. Andere Tage?", "No robot is free then. Other days?"
)


class NewLoanFields(Fields, frozen=True):
    """Answers of the form, as they were typed.

    Args:
        act: Which button was pressed.
    """

    school: Annotated[str, Meta(max_length=160)] = ""
    town: Annotated[str, Meta(max_length=80)] = ""
    federal_state: Annotated[str, Meta(max_length=2)] = ""
    short_name: Short = ""
    class_name: Short = ""
    days: Annotated[str, Meta(max_length=80)] = ""
    robot: RobotId = ""
    child: Number = 0
    act: Literal["reserve", "pencil"] = "reserve"

    def typed(self) -> Typed:
        """Return the answers alone."""
        kept = {name: getattr(self, name) for name in Typed.__dataclass_fields__}
        return Typed(**kept)


async def _show(ask: Ask) -> web.StreamResponse:
    return await _page(ask, ask.form(NewLoanFields))


async def _look(ask: Ask) -> web.StreamResponse:
    fields = ask.form(NewLoanFields)
    seen, known = await _outlook(ask, fields)
    # What somebody types into is not renewed under their fingers.
    asks_school = "town" in ask.request.query
    values = _values(fields, seen, known) | {"asks_school": asks_school}
    return ask.page("loans/templates/new_outlook.html", **values)


async def _save(ask: Ask) -> web.StreamResponse:
    fields = ask.form(NewLoanFields)
    seen, _known = await _outlook(ask, fields)
    try:
        _check(fields, seen)
        school_id = await _school(ask, fields, seen)
        if fields.act == "pencil":
            return await _pencil_in(ask, fields, seen, school_id)
        assert seen.span is not None
        same = seen.same is not None and seen.same.id == fields.child
        wish = LoanWish(
            fields.robot or seen.chosen,
            seen.span.first,
            seen.span.last,
            school_id=school_id,
            child_id=fields.child if same else None,
            short_name=fields.short_name,
            class_name=fields.class_name,
        )
        made = await ask.desk.register.reserve(ask.member, wish)
    except NotYours:
        raise
    except Declined as declined:
        # A robot that was taken meanwhile is no longer chosen.
        again = structs.replace(fields, robot="") if declined.field == "robot" else fields
        return await _page(ask, again, 409, refused=declined.words, wrong=declined.field)
    return ask.go(f"/office/loans/{made.id}", undo=made.change_id)


async def _pencil_in(
    ask: Ask, fields: NewLoanFields, seen: Outlook, school_id: int
) -> web.StreamResponse:
    assert seen.span is not None
    made = await ask.desk.register.pencil_in(
        ask.member,
        fields.robot or seen.chosen,
        (seen.span.first, seen.span.last),
        school_id,
    )
    return ask.go("/office/loans", undo=made.change_id)


def _check(fields: NewLoanFields, seen: Outlook) -> None:
    """Refuse a form in which something is missing.

    Raises:
        Declined: Something is; its field is named.
    """
    if not fields.school.strip():
        raise Declined(NO_SCHOOL, "school")
    if seen.school is None and not seen.state:
        raise Declined(NO_STATE, "federal_state")
    if fields.act == "reserve":
        checked_name(fields.short_name)
    if seen.span is None:
        raise Declined(seen.wrong_days or NO_DAYS, "days")
    if not (fields.robot or seen.chosen):
        raise Declined(NO_ROBOT, "robot")


async def _school(ask: Ask, fields: NewLoanFields, seen: Outlook) -> int:
    """Return the number of the school; a new one is added."""
    if seen.school is not None:
        return seen.school.id
    name, comma, town = fields.school.strip().rpartition(",")
    if not comma:
        name, town = fields.school, ""
    made = await ask.desk.register.add_school(
        ask.member,
        SchoolRecord(0, name.strip(), town=(fields.town or town).strip(), state=seen.state),
    )
    return made.id


async def _outlook(ask: Ask, fields: NewLoanFields) -> tuple[Outlook, Known]:
    register, member = ask.desk.register, ask.member
    today = register.today()
    schools = await register.schools(member)
    school = school_of(fields.school, schools)
    known = Known(
        schools,
        await register.contacts(member, school.id) if school else [],
        await register.children(member) if fields.short_name.strip() else [],
        RobotsDays(
            await register.lent_robots(member),
            await register.loan_views(member, LoanFilter(first=today)),
            await register.pencilled(member),
        ),
        (await register.periods())["names"],
    )
    return outlook(fields.typed(), known, today), known


async def _page(
    ask: Ask, fields: NewLoanFields, status: int = 200, **said: Any
) -> web.StreamResponse:
    seen, known = await _outlook(ask, fields)
    values = _values(fields, seen, known) | {"refused": None, "wrong": ""}
    return ask.page("loans/templates/new.html", status, **(values | said))


def _values(fields: NewLoanFields, seen: Outlook, known: Known) -> dict[str, Any]:
    return {
        "fields": fields,
        "seen": seen,
        "schools": known.schools,
        "states": [(key, STATE_NAMES[key]) for key in FEDERAL_STATES],
    }


ROUTES = (
    OfficeRoute("GET", "/office/loans/new", _show, "lend", fields=NewLoanFields),
    OfficeRoute("GET", "/office/loans/new/outlook", _look, "lend", fields=NewLoanFields),
    OfficeRoute("POST", "/office/loans/new", _save, "lend", fields=NewLoanFields),
)
