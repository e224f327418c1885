"""The page of one robot, and what staff do to it beside lending."""

from typing import Annotated, Final, Literal

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Declined, Words
from bridge.days.zone import local
from bridge.office.desk.nights import last_mornings
from bridge.office.desk.robot_list import row_of_robot
from bridge.office.desk.robot_state import DeskRobot, lasts_until, next_lesson
from bridge.office.desk.sight import one_robot
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import Fields, OfficeRoute
from bridge.protocol.fleet import ErrandName
from bridge.register.history import HistoryFilter, HistoryLine
from bridge.register.loan_views import LoanFilter
from bridge.register.robot_acts import NOTE_LENGTH
from bridge.register.schools import Contact

PATH = r"/office/robots/{robot:[a-z0-9-]{1,32}}"
MOST_LOANS = 200
MOST_LINES = 8

DONE: Final[dict[ErrandName, str]] = {
    "identify": "robot.winked",
    "doctor": "robot.examined",
    "restart": "robot.restarted",
}
"""Errands that a robot is sent from here, and the kind of the line of each in the history."""

IN_LESSON = Words(
    "{robot} ist gerade im Unterricht. Bitte danach noch einmal.",
    "{robot} is in a lesson right now. Please try again afterwards.",
)


class NoteFields(Fields, frozen=True):
    """A note."""

    note: Annotated[str, Meta(max_length=NOTE_LENGTH)] = ""


class FactFields(Fields, frozen=True):
    """Facts that staff know about a robot."""

    version: Annotated[int, Meta(ge=0, le=10**9)]
    name: Annotated[str, Meta(max_length=40)] = ""
    home: Annotated[str, Meta(max_length=80)] = ""
    accessories: Annotated[str, Meta(max_length=200)] = ""


class ErrandFields(Fields, frozen=True):
    """Errand for a robot."""

    errand: Literal["identify", "doctor", "restart"]


async def _show(ask: Ask) -> web.StreamResponse:
    return await _page(ask, await one_robot(ask.desk, ask.member, ask.text("robot")))


async def _page(ask: Ask, robot: DeskRobot) -> web.StreamResponse:
    register, today = ask.desk.register, ask.desk.clock.today()
    loans = await register.loan_views(ask.member, LoanFilter(robot_id=robot.id, limit=MOST_LOANS))
    loan = robot.kept.loan
    now = local(ask.desk.clock.unix_s())
    lessons = next_lesson(loan, now) if loan else None
    return ask.page(
        "desk/templates/robot.html",
        robot=robot,
        kept=robot.kept,
        live=robot.live,
        row=row_of_robot(robot, today),
        loans=loans[::-1],
        notes=await register.robot_notes(ask.member, robot.id),
        history=await _history(ask, robot),
        contact=await _contact(ask, robot),
        lasts=lasts_until(robot.live, now),
        lesson=lessons,
        note_length=NOTE_LENGTH,
        mornings=last_mornings(await ask.desk.store.mornings(robot.id), now.date()),
    )


async def _history(ask: Ask, robot: DeskRobot) -> list[HistoryLine]:
    if not ask.may("see_history"):
        return []
    wanted = HistoryFilter(robot_id=robot.id)
    return await ask.desk.register.history(ask.member, wanted, MOST_LINES)


async def _contact(ask: Ask, robot: DeskRobot) -> Contact | None:
    """Return whom to call about a robot, if it stands at a school."""
    loan = robot.kept.loan
    if loan is None or loan.school_id is None or not ask.may("see_schools"):
        return None
    contacts = await ask.desk.register.contacts(ask.member, loan.school_id)
    return next((one for one in contacts if one.phone), None)


async def _note(ask: Ask) -> web.StreamResponse:
    change = await ask.desk.register.add_robot_note(
        ask.member, ask.text("robot"), ask.form(NoteFields).note
    )
    return _back(ask, change)


async def _remove_note(ask: Ask) -> web.StreamResponse:
    change = await ask.desk.register.remove_robot_note(
        ask.member, ask.text("robot"), ask.number("note")
    )
    return _back(ask, change)


async def _set_facts(ask: Ask) -> web.StreamResponse:
    form = ask.form(FactFields)
    change = await ask.desk.register.set_robot(
        ask.member, ask.text("robot"), form.name, form.home, form.accessories, form.version
    )
    return _back(ask, change)


async def _to_workshop(ask: Ask) -> web.StreamResponse:
    change = await ask.desk.register.send_to_workshop(
        ask.member, ask.text("robot"), ask.form(NoteFields).note
    )
    return _back(ask, change)


async def _from_workshop(ask: Ask) -> web.StreamResponse:
    return _back(ask, await ask.desk.register.back_from_workshop(ask.member, ask.text("robot")))


async def _report(ask: Ask) -> web.StreamResponse:
    change = await ask.desk.register.ask_for_check(
        ask.member, ask.text("robot"), ask.form(NoteFields).note
    )
    return _back(ask, change)


async def _checked(ask: Ask) -> web.StreamResponse:
    return _back(ask, await ask.desk.register.note_checked(ask.member, ask.text("robot")))


async def _scrap(ask: Ask) -> web.StreamResponse:
    return _back(ask, await ask.desk.register.scrap(ask.member, ask.text("robot")))


async def _errand(ask: Ask) -> web.StreamResponse:
    robot = await one_robot(ask.desk, ask.member, ask.text("robot"))
    if robot.live.state == "lesson":
        # The robot refuses it, too: what is known here may be a moment old.
        raise Declined(Words(*(text.format(robot=robot.name) for text in IN_LESSON)))
    errand = ask.form(ErrandFields).errand
    answer = await ask.desk.fleet.asking.ask(robot.id, errand, ask.language)
    if answer.refused is None:
        school_id = robot.kept.loan.school_id if robot.kept.loan else None
        async with ask.desk.register.change(
            ask.member,
            DONE[errand],
            facts={"robot": robot.name},
            robot_id=robot.id,
            school_id=school_id,
            undo_s=0,
        ):
            pass  # nothing but the line in the history
    template = "answer" if ask.is_live else "answered"
    return ask.page(f"desk/templates/{template}.html", robot=robot, answer=answer)


def _back(ask: Ask, change: int) -> web.StreamResponse:
    return ask.go(f"/office/robots/{ask.text('robot')}", undo=change)


ROUTES = (
    OfficeRoute("GET", PATH, _show, "see_robots"),
    OfficeRoute("POST", f"{PATH}/note", _note, "care_for_robots", NoteFields),
    OfficeRoute("POST", PATH + r"/note/{note:\d{1,9}}/remove", _remove_note, "care_for_robots"),
    OfficeRoute("POST", f"{PATH}/check", _report, "care_for_robots", NoteFields),
    OfficeRoute("POST", f"{PATH}/errand", _errand, "care_for_robots", ErrandFields),
    OfficeRoute("POST", f"{PATH}/checked", _checked, "own_robots"),
    OfficeRoute("POST", f"{PATH}/facts", _set_facts, "own_robots", FactFields),
    OfficeRoute("POST", f"{PATH}/workshop", _to_workshop, "own_robots", NoteFields),
    OfficeRoute("POST", f"{PATH}/workshop/back", _from_workshop, "own_robots"),
    OfficeRoute("POST", f"{PATH}/scrap", _scrap, "own_robots"),
)
