"""Acts on requests, each with its undo."""

from datetime import date
from typing import Annotated, Literal

from aiohttp import web
from msgspec import Meta

from bridge.base.words import NotYours
from bridge.lending.waiting import Outcome
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.office.requests.pages import ONE
from bridge.protocol.fields import RobotId

Version = Annotated[int, Meta(ge=0, le=10**9)]


class ActFields(Fields, frozen=True):
    """Version of the request that the person saw; 0 does not ask."""

    version: Version = 0


class WhyFields(ActFields, frozen=True):
    """Reason for which a request goes before others."""

    why: Annotated[str, Meta(max_length=200)] = ""


class FinishFields(ActFields, frozen=True):
    """End of a request."""

    outcome: Outcome = "declined"


class AskedSchoolFields(ActFields, frozen=True):
    """School of the request: one that the office has, or a new one."""

    school: Annotated[str, Meta(pattern=r"^(new|\d{1,9})$")] = "new"


class SpanFields(ActFields, frozen=True, kw_only=True):
    """A robot and its days."""

    robot: RobotId
    first: date
    last: date
    act: Literal["reserve", "pencil"] = "reserve"


def _back(ask: Ask, change: int) -> web.Response:
    return ask.go(f"/office/requests/{ask.number('request')}", undo=change)


async def _wait(ask: Ask) -> web.StreamResponse:
    version = ask.form(ActFields).version or None
    register = ask.desk.register
    return _back(ask, await register.let_wait(ask.member, ask.number("request"), version))


async def _take_in(ask: Ask) -> web.StreamResponse:
    version = ask.form(ActFields).version or None
    register = ask.desk.register
    return _back(ask, await register.take_in(ask.member, ask.number("request"), version))


async def _reopen(ask: Ask) -> web.StreamResponse:
    version = ask.form(ActFields).version or None
    register = ask.desk.register
    return _back(ask, await register.reopen_request(ask.member, ask.number("request"), version))


async def _move_up(ask: Ask) -> web.StreamResponse:
    fields = ask.form(WhyFields)
    change = await ask.desk.register.move_up(
        ask.member, ask.number("request"), fields.why, fields.version or None
    )
    return _back(ask, change)


async def _finish(ask: Ask) -> web.StreamResponse:
    fields = ask.form(FinishFields)
    change = await ask.desk.register.finish_request(
        ask.member, ask.number("request"), fields.outcome, fields.version or None
    )
    return _back(ask, change)


async def _name_school(ask: Ask) -> web.StreamResponse:
    fields = ask.form(AskedSchoolFields)
    number, version = ask.number("request"), fields.version or None
    register = ask.desk.register
    if fields.school == "new":
        made = await register.add_school_of_request(ask.member, number, version)
        return _back(ask, made.change_id)
    school = int(fields.school)
    return _back(ask, await register.name_request_school(ask.member, number, school, version))


async def _offer(ask: Ask) -> web.StreamResponse:
    fields = ask.form(SpanFields)
    number, span = ask.number("request"), (fields.first, fields.last)
    register = ask.desk.register
    if fields.act == "pencil":
        view = await register.request(ask.member, number)
        made = await register.pencil_in(ask.member, fields.robot, span, view.school_id, number)
    else:
        version = fields.version or None
        made = await register.reserve_for(ask.member, number, fields.robot, span, version)
    return _back(ask, made.change_id)


async def _rub_out(ask: Ask) -> web.StreamResponse:
    view = await ask.desk.register.request(ask.member, ask.number("request"))
    pencil = ask.number("pencil")
    if pencil not in [one.id for one in view.pencils]:
        raise NotYours
    made = await ask.desk.register.rub_out(ask.member, pencil)
    return _back(ask, made.change_id)


ROUTES = (
    OfficeRoute("POST", f"{ONE}/wait", _wait, "handle_requests", fields=ActFields),
    OfficeRoute("POST", f"{ONE}/take-in", _take_in, "handle_requests", fields=ActFields),
    OfficeRoute("POST", f"{ONE}/reopen", _reopen, "handle_requests", fields=ActFields),
    OfficeRoute("POST", f"{ONE}/up", _move_up, "handle_requests", fields=WhyFields),
    OfficeRoute("POST", f"{ONE}/finish", _finish, "handle_requests", fields=FinishFields),
    OfficeRoute("POST", f"{ONE}/school", _name_school, "handle_requests", fields=AskedSchoolFields),
    OfficeRoute("POST", f"{ONE}/robot", _offer, "handle_requests", fields=SpanFields),
    OfficeRoute("POST", ONE + r"/rub-out/{pencil:\d{1,9}}", _rub_out, "handle_requests"),
)
