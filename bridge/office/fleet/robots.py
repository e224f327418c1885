"""Health of the fleet, and errands: a doctor's visit, a log."""

from typing import Annotated, Literal

from aiohttp import web
from msgspec import Meta

from bridge.base.errors import BadRequest
from bridge.base.words import NotYours, Words
from bridge.fleet.rows import MARKS, filtered, most_urgent_first
from bridge.office.fleet.sight import ERRAND_WORDS, findings, line_of
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.protocol.fields import RobotId

CHIPS: tuple[tuple[str, Words], ...] = (
    ("", Words("Alle", "All")),
    ("alarm", Words("Alarm", "Alarm")),
    ("away", Words("Fort", "Away")),
    ("lesson", Words("Unterricht", "Lesson")),
    ("doctor", Words("Doctor", "Doctor")),
    ("broken", Words("Defekt", "Broken")),
)

MOST_ROWS = 500


class FleetFields(Fields, frozen=True):
    """Words that all have to fit, as `karlsson-bridge fleet --filter` takes them."""

    q: Annotated[str, Meta(max_length=80)] = ""


class ErrandPostFields(Fields, frozen=True, kw_only=True):
    """Errand, and the robot that is to do it."""

    robot: RobotId
    errand: Literal["doctor", "log_bundle"]


async def _show(ask: Ask) -> web.StreamResponse:
    wanted = ask.form(FleetFields).q.split()
    every = await ask.desk.fleet.rows()
    trouble = ""
    try:
        rows = filtered(every, wanted)
    except BadRequest as wrong:
        rows, trouble = [], str(wrong).removeprefix("--filter ")
    counts = {name: sum(fits(row) for row in every) for name, fits in MARKS.items()}
    lines = [line_of(row, ask.language) for row in most_urgent_first(rows)]
    names = {row.robot: row.name for row in every}
    return ask.page(
        "fleet/templates/robots.html",
        tab="robots",
        q=" ".join(wanted),
        trouble=trouble,
        lines=lines[:MOST_ROWS],
        left=max(0, len(lines) - MOST_ROWS),
        chips=CHIPS,
        counts={"": len(every), **counts},
        names=names,
        errands=ERRAND_WORDS,
        posted=[(one, findings(one)) for one in ask.desk.outside.board.all()],
    )


async def _send(ask: Ask) -> web.StreamResponse:
    fields = ask.form(ErrandPostFields)
    kind = "fleet.examined" if fields.errand == "doctor" else "fleet.log_fetched"
    await ask.desk.register.note_errand(ask.member, kind, fields.robot)
    ask.desk.outside.board.post(fields.robot, fields.errand, ask.language)
    return ask.go("/office/fleet")


async def _bundle(ask: Ask) -> web.StreamResponse:
    posted = ask.desk.outside.board.get(ask.number("errand"))
    if posted is None or posted.errand != "log_bundle" or posted.answer is None:
        raise NotYours
    if not posted.answer.data:
        raise NotYours
    name = f"karlsson-{posted.robot_id}.zip"
    return web.Response(
        body=posted.answer.data,
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


ROUTES = (
    OfficeRoute("GET", "/office/fleet", _show, "run_fleet", fields=FleetFields),
    OfficeRoute("POST", "/office/fleet/errands", _send, "run_fleet", fields=ErrandPostFields),
    OfficeRoute("GET", r"/office/fleet/errands/{errand:\d{1,9}}/log", _bundle, "run_fleet"),
)
