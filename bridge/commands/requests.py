"""Commands about requests: the same acts as on the office's page."""

import argparse
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

from bridge.base.clock import Clock
from bridge.base.errors import BadRequest, NotKnown
from bridge.base.words import Declined, NotYours
from bridge.commands.result import CommandResult
from bridge.days.typed import read_span
from bridge.days.zone import local_day, written
from bridge.lending.asked import FormAnswers, read_answers
from bridge.lending.matching import Days, Proposal, Wish, proposals
from bridge.lending.permissions import COMMAND_LINE
from bridge.lending.towns import find_place
from bridge.lending.waiting import wished_days
from bridge.register.register import Register
from bridge.register.requests import RequestView
from bridge.store import Store

FIELDS = ("asker", "school", "class_name", "when", "how_long", "school_knows", "contact", "note")


class RequestCommand:
    """One call of the command."""

    def __init__(
        self, store: Store, options: argparse.Namespace, clock: Clock | None = None
    ) -> None:
        self._options = options
        self._clock = clock or Clock()
        self._register = Register(store.database, self._clock)

    async def run(self) -> CommandResult:
        """Carry out the command.

        Raises:
            NotKnown: There is no such request or robot.
            BadRequest: Something that was typed cannot be read.
            Declined: Something cannot be, in words.
        """
        if self._options.action == "list":
            return await self._list()
        if self._options.action == "add":
            return await self._add()
        number = self._options.request
        try:
            view = await self._register.request(COMMAND_LINE, number)
        except NotYours:
            raise NotKnown(f"there is no request {number}; `request list` shows all") from None
        if self._options.action == "show":
            return await self._show(view)
        try:
            await self._acts()[self._options.action](view)
        except NotYours:
            robot = getattr(self._options, "robot", "")
            raise NotKnown(f"no robot is called {robot}; `robot list` shows all") from None
        return await self._show(await self._register.request(COMMAND_LINE, number))

    def _acts(self) -> dict[str, Callable[[RequestView], Awaitable[Any]]]:
        register, options = self._register, self._options
        return {
            "wait": lambda view: register.let_wait(COMMAND_LINE, view.id),
            "up": lambda view: register.move_up(COMMAND_LINE, view.id, options.why),
            "take-in": lambda view: register.take_in(COMMAND_LINE, view.id),
            "end": lambda view: register.finish_request(COMMAND_LINE, view.id, options.outcome),
            "reopen": lambda view: register.reopen_request(COMMAND_LINE, view.id),
            "pencil": lambda view: register.pencil_in(
                COMMAND_LINE, options.robot, self._span(view), view.school_id, view.id
            ),
            "reserve": lambda view: register.reserve_for(
                COMMAND_LINE, view.id, options.robot, self._span(view)
            ),
        }

    async def _list(self) -> CommandResult:
        views = await self._register.requests(COMMAND_LINE, with_done=self._options.all)
        lines = [
            f"{view.id}\t{view.state}\t{view.asked.state}\t"
            f"{view.school_called or view.asked.school_name}\t"
            f"asked {written(local_day(view.facts.asked_at))}"
            for view in views
        ]
        return CommandResult([_row(view) for view in views], "\n".join(lines) or "Nobody waits.")

    async def _add(self) -> CommandResult:
        answers = FormAnswers(**{name: getattr(self._options, name) for name in FIELDS})
        read = read_answers(
            answers, self._today(), needs_contact=False, urgent=self._options.urgent
        )
        if read.asked is None:
            name, words = next(iter(read.errors.items()))
            raise BadRequest(f"--{name.replace('_name', '').replace('_', '-')}: {words.en}")
        made = await self._register.add_request(COMMAND_LINE, read.asked)
        shown = await self._show(await self._register.request(COMMAND_LINE, made.id))
        hints = [f"Left out: {words.en}" for words in read.hints]
        return CommandResult(shown.data, "\n".join((*hints, shown.text)))

    async def _show(self, view: RequestView) -> CommandResult:
        fits = [] if view.state == "done" else await self._fits(view)
        lines = [
            f"Request {view.id}: {view.school_called or view.asked.school_name}, {view.state}"
            + (f" ({view.outcome})" if view.outcome else "")
            + (f", loan {view.loan_id}" if view.loan_id else "")
        ]
        lines += [
            f"pencilled\t{note.robot_id}\t{written(note.first)} to {written(note.last)}"
            for note in view.pencils
        ]
        lines += [_line(one) for one in fits]
        return CommandResult(_row(view) | {"fits": [_fit(one) for one in fits]}, "\n".join(lines))

    async def _fits(self, view: RequestView) -> list[Proposal]:
        asked = view.asked
        place = find_place(asked.town or asked.school_name, asked.postcode)
        wish = Wish(Days(*wished_days(asked, self._today())), asked.state, place)
        return proposals(wish, await self._register.offered(COMMAND_LINE, view.id))

    def _span(self, view: RequestView) -> tuple[date, date]:
        if not self._options.days:
            return wished_days(view.asked, self._today())
        try:
            span = read_span(self._options.days, self._today(), view.asked.state)
        except Declined as wrong:
            raise BadRequest(f"--days {self._options.days!r}: {wrong.words.en}") from None
        return span.first, span.last

    def _today(self) -> date:
        return local_day(self._clock.unix_s())


def _row(view: RequestView) -> dict[str, Any]:
    asked = view.asked
    return {
        "id": view.id,
        "state": view.state,
        "outcome": view.outcome,
        "loan": view.loan_id,
        "school": view.school_called or asked.school_name,
        "class": asked.class_name,
        "town": asked.town,
        "federal_state": asked.state,
        "asker": asked.asker,
        "from": asked.from_date.isoformat() if asked.from_date else None,
        "until": asked.until_date.isoformat() if asked.until_date else None,
        "weeks": asked.weeks,
        "contact": ", ".join(filter(None, (asked.contact_name, asked.phone, asked.email))),
        "note": asked.note,
        "urgent": asked.urgent,
        "asked_at": view.facts.asked_at,
        "moved_up": view.facts.moved_up,
        "pencilled": [note.robot_id for note in view.pencils],
    }


def _fit(one: Proposal) -> dict[str, Any]:
    return {
        "robot": one.offered.robot_id,
        "name": one.offered.name,
        "from": one.span.first.isoformat(),
        "until": one.span.last.isoformat(),
        "late_days": one.late_days,
        "km": one.km,
        "same_state": one.same_state,
        "hurdle": one.offered.hurdle,
    }


def _line(one: Proposal) -> str:
    parts = [f"{written(one.span.first)} to {written(one.span.last)}"]
    parts += [f"{one.late_days} days later"] if one.late_days else []
    parts += [f"{one.km} km"] if one.km is not None else []
    parts += ["same state"] if one.same_state else []
    parts += [f"{one.offered.hurdle} first: {one.offered.why}".rstrip(": ")] * bool(
        one.offered.hurdle
    )
    return f"fits\t{one.offered.robot_id}\t{one.offered.name}\t{', '.join(parts)}"
