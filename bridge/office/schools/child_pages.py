"""Pages of children: a short name each, its class, and the loans for it."""

from typing import Annotated, Any

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Declined, NotYours, Outdated
from bridge.days.zone import written
from bridge.lending.private_words import told_in
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.office.loans.forgetting import erase_on, erase_words
from bridge.office.loans.listing import sections
from bridge.register.children import Child
from bridge.register.loan_views import LoanFilter, LoanView

CHILD = r"/office/children/{child:\d{1,9}}"
AT_ONCE = 100


class ChildrenFields(Fields, frozen=True):
    """Filter of the list of children."""

    q: Annotated[str, Meta(max_length=60)] = ""


class ChildFields(Fields, frozen=True):
    """A short name and a class as they were typed."""

    short_name: Annotated[str, Meta(max_length=200)] = ""
    class_name: Annotated[str, Meta(max_length=40)] = ""
    version: Annotated[int, Meta(ge=0, le=2_000_000_000)] = 0


async def _list(ask: Ask) -> web.StreamResponse:
    fields = ask.form(ChildrenFields)
    register, member = ask.desk.register, ask.member
    found = await register.children(member, fields.q)
    kept = await register.periods()
    shown = found[:AT_ONCE]
    newest: dict[int | None, LoanView] = {}
    if shown:
        wanted = LoanFilter(child_ids=frozenset(one.id for one in shown))
        for loan in await register.loan_views(member, wanted):
            newest[loan.child_id] = loan
    return ask.page(
        "schools/templates/children.html",
        children=shown,
        count=len(found),
        newest=newest,
        erased_on={child_id: written(erase_on(loan, kept)) for child_id, loan in newest.items()},
        fields=fields,
    )


async def _child(ask: Ask) -> web.StreamResponse:
    return await _page(ask, await _of_path(ask))


async def _save(ask: Ask) -> web.StreamResponse:
    fields = ask.form(ChildFields)
    child = await _of_path(ask)
    typed = Child(
        child.id,
        fields.short_name,
        child.school_id,
        fields.class_name,
        version=fields.version,
        school_name=child.school_name,
    )
    try:
        made = await ask.desk.register.save_child(ask.member, typed)
    except NotYours:
        raise
    except Outdated as outdated:
        return await _page(ask, child, 409, refused=outdated.words)
    except Declined as declined:
        return await _page(ask, child, 409, refused=declined.words, typed=typed)
    return ask.go(f"/office/children/{child.id}", undo=made.change_id)


async def _of_path(ask: Ask) -> Child:
    return await ask.desk.register.child(ask.member, ask.number("child"))


async def _page(ask: Ask, child: Child, status: int = 200, **said: Any) -> web.StreamResponse:
    register, member = ask.desk.register, ask.member
    loans = await register.loan_views(member, LoanFilter(child_id=child.id))
    values: dict[str, Any] = {
        "child": child,
        "typed": child,
        "here": f"/office/children/{child.id}",
        "groups": sections(loans, register.today(), member.may("lend")),
        "erase_words": erase_words(loans[-1], await register.periods()) if loans else None,
        "hint": told_in(child.short_name) if child.short_name else None,
        "refused": None,
    }
    return ask.page("schools/templates/child.html", status, **(values | said))


ROUTES = (
    OfficeRoute("GET", "/office/children", _list, "see_children", fields=ChildrenFields),
    OfficeRoute("GET", CHILD, _child, "see_children"),
    OfficeRoute("POST", CHILD, _save, "lend", fields=ChildFields),
)
