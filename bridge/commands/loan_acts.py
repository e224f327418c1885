"""Commands about the life of loans: reserve, move, hand over, swap, return, lock, tick, times."""

import argparse
from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Any

from bridge.base.clock import Clock
from bridge.base.errors import BadRequest, NotKnown
from bridge.base.words import NotYours
from bridge.commands.loans import rights
from bridge.commands.result import CommandResult, when
from bridge.commands.schools import find_school
from bridge.days.timetable import MOST_BYTES, read_timetable
from bridge.days.typed import read_day, read_span, read_until
from bridge.days.windows import joined, read_windows, write_windows
from bridge.lending.life import POLICY_WORDS, STATE_WORDS, Policy
from bridge.lending.permissions import COMMAND_LINE
from bridge.process import file_words
from bridge.protocol.openings import LoanRights
from bridge.register.loan_views import LoanView, TickView
from bridge.register.loan_wishes import GivenBack, LoanWish
from bridge.register.register import Register
from bridge.register.schools import Made
from bridge.store import Store

NO_RIGHTS_WITHHELD: frozenset[str] = frozenset()


class LoanCommand:
    """One command about a loan, with the office's rows behind it.

    Args:
        store: The open database.
        options: Arguments of the command.
    """

    def __init__(self, store: Store, options: argparse.Namespace) -> None:
        self._register = Register(store.database, Clock())
        self._options = options

    async def run(self) -> CommandResult:
        """Carry it out.

        Raises:
            NotKnown: There is no such loan, school, child, robot or line.
            Declined: The office does not do it, in words.
        """
        try:
            act: Callable[[], Awaitable[CommandResult]] = getattr(self, self._options.act)
            return await act()
        except NotYours:
            raise NotKnown(
                f"{_named(self._options)}; `loan list` and `school list` show all"
            ) from None

    async def reserve(self) -> CommandResult:
        """Reserve a robot; nothing is handed over yet."""
        options, register = self._options, self._register
        school = await find_school(register, options.school) if options.school else None
        span = read_span(options.days, register.today(), school.state if school else "")
        withheld = rights(options.without) if options.without else NO_RIGHTS_WITHHELD
        windows = read_windows(options.times)
        wish = LoanWish(
            options.robot,
            span.first,
            span.last,
            school.id if school else None,
            child_id=options.child,
            short_name=options.pupil,
            class_name=options.class_name,
            policy=options.policy or ("windows" if windows else "always"),
            windows=windows,
            rights=LoanRights(
                **{name: name not in withheld for name in LoanRights.__struct_fields__}
            ),
        )
        return await self._told(await register.reserve(COMMAND_LINE, wish))

    async def pencil(self) -> CommandResult:
        """Note a robot for some days."""
        options, register = self._options, self._register
        school = await find_school(register, options.school) if options.school else None
        span = read_span(options.days, register.today(), school.state if school else "")
        made = await register.pencil_in(
            COMMAND_LINE, options.robot, (span.first, span.last), school.id if school else None
        )
        text = (
            f"Robot {options.robot} is noted from {span.first} to {span.last}, as note {made.id}."
        )
        return CommandResult({"note": made.id, "change": made.change_id}, text)

    async def pencilled(self) -> CommandResult:
        """List what is noted."""
        notes = await self._register.pencilled(COMMAND_LINE)
        rows = [
            {
                "note": one.id,
                "robot": one.robot_id,
                "school": one.school_name,
                "from": one.first.isoformat(),
                "until": one.last.isoformat(),
            }
            for one in notes
        ]
        lines = ["\t".join(str(value) for value in one.values()) for one in rows]
        return CommandResult(rows, "\n".join(lines) or "Nothing is noted.")

    async def rub_out(self) -> CommandResult:
        """Remove a note."""
        made = await self._register.rub_out(COMMAND_LINE, self._options.note)
        return CommandResult(
            {"note": made.id, "change": made.change_id}, f"Note {made.id} is gone."
        )

    async def move(self) -> CommandResult:
        """Give a loan other days, or another robot."""
        view = await self._view()
        span = read_span(self._options.days, self._register.today(), view.federal_state)
        made = await self._register.move(
            COMMAND_LINE, view.id, span.first, span.last, robot_id=self._options.robot
        )
        return await self._told(made)

    async def extend(self) -> CommandResult:
        """Move the last day of a loan."""
        view = await self._view()
        span = read_until(self._options.until, view.first, view.federal_state)
        made = await self._register.move(COMMAND_LINE, view.id, view.first, span.last)
        return await self._told(made)

    async def hand_over(self) -> CommandResult:
        """Note that the robot is at the school."""
        return await self._told(
            await self._register.hand_over(COMMAND_LINE, self._options.loan, self._day())
        )

    async def swap(self) -> CommandResult:
        """Give the child another robot."""
        made = await self._register.swap(
            COMMAND_LINE, self._options.loan, self._options.robot, self._day()
        )
        return await self._told(made)

    async def give_back(self) -> CommandResult:
        """Note that the robot is back."""
        options = self._options
        complete = not options.incomplete
        given = GivenBack(self._day(), options.reason, complete, options.note)
        return await self._told(await self._register.give_back(COMMAND_LINE, options.loan, given))

    async def lock(self) -> CommandResult:
        """Let no child in from now on."""
        options = self._options
        return await self._told(await self._register.lock(COMMAND_LINE, options.loan, options.by))

    async def unlock(self) -> CommandResult:
        """Let the child in again."""
        options = self._options
        return await self._told(
            await self._register.unlock(COMMAND_LINE, options.loan, options.family_agrees)
        )

    async def tick(self) -> CommandResult:
        """Tick a line of the profile."""
        options = self._options
        counted, of_all = _counts(options.count)
        made = await self._register.tick(
            COMMAND_LINE,
            options.loan,
            options.line,
            day=self._day(),
            counted=counted,
            of_all=of_all,
        )
        return await self._told(made)

    async def untick(self) -> CommandResult:
        """Take a tick away."""
        options = self._options
        return await self._told(
            await self._register.untick(COMMAND_LINE, options.loan, options.line)
        )

    async def times(self) -> CommandResult:
        """Set when the child may be in class."""
        options = self._options
        view = await self._view()
        windows = read_windows(options.times)
        if options.timetable is not None:
            read = read_timetable(
                _file(options.timetable), view.first, view.last, view.federal_state
            )
            windows = joined((*windows, *read.windows))
        policy: Policy = options.policy or ("windows" if windows else "always")
        return await self._told(
            await self._register.set_times(COMMAND_LINE, options.loan, policy, windows)
        )

    async def show(self) -> CommandResult:
        """Show everything about one loan, without its child's devices' keys."""
        return await self._shown(self._options.loan)

    async def undo(self) -> CommandResult:
        """Take a change back."""
        number = self._options.change
        await self._register.undo(COMMAND_LINE, number)
        return CommandResult({"change": number, "state": "undone"}, f"Change {number} is undone.")

    async def _view(self) -> LoanView:
        return await self._register.loan_view(COMMAND_LINE, self._options.loan)

    def _day(self) -> date | None:
        text = getattr(self._options, "day", "")
        return read_day(text, self._register.today()) if text else None

    async def _told(self, made: Made) -> CommandResult:
        """Return the loan as it is now, and how the change is taken back if it can be."""
        shown = await self._shown(made.id)
        assert isinstance(shown.data, dict)
        text = shown.text
        if await self._register.undo_offer(COMMAND_LINE, made.change_id) is not None:
            undo = f"karlsson-bridge loan undo --change {made.change_id}"
            text += f"\nTo take it back within 10 minutes: {undo}"
        return CommandResult(shown.data | {"change": made.change_id}, text)

    async def _shown(self, loan_id: int) -> CommandResult:
        view = await self._register.loan_view(COMMAND_LINE, loan_id)
        ticks = await self._register.tick_views(COMMAND_LINE, loan_id)
        codes = await self._register.open_codes(COMMAND_LINE, loan_id)
        devices = await self._register.loan_devices(COMMAND_LINE, loan_id)
        used_on = await self._register.link_used_on(COMMAND_LINE, loan_id)
        data = row(view) | {
            "ticks": [_tick(one) for one in ticks],
            "teachers_link_used": used_on.isoformat() if used_on else None,
            "open_codes": [{"id": one.id, "expires": when(one.expires_at)} for one in codes],
            "devices": [
                {
                    "number": one.number,
                    "paired": when(one.paired_at),
                    "seen": when(one.seen_at) if one.seen_at else None,
                    "locked": one.locked_at is not None,
                }
                for one in devices
            ],
        }
        return CommandResult(data, _text(view, ticks))


def row(view: LoanView) -> dict[str, Any]:
    """Return a loan for programs."""
    return {
        "id": view.id,
        "robot": view.robot_id,
        "pupil": view.short_name,
        "child": view.child_id,
        "school": view.school_name,
        "federal_state": view.federal_state,
        "class": view.class_name,
        "from": view.first.isoformat(),
        "until": view.last.isoformat(),
        "state": view.state,
        "policy": view.policy,
        "times": write_windows(view.windows),
        "locked_by": view.locked_by,
        "version": view.version,
    }


def _text(view: LoanView, ticks: list[TickView]) -> str:
    school = f", {view.school_name}" if view.school_name else ""
    times = f": {write_windows(view.windows)}" if view.windows else ""
    lines = [
        f"Loan {view.id}: robot {view.robot_id}, {view.first} to {view.last}{school}",
        f"State: {STATE_WORDS[view.state].en}; lessons: {POLICY_WORDS[view.policy].en}{times}",
    ]
    lines += [
        f"[{'x' if one.done_on else ' '}] {one.line.key}\t{one.line.words.de}"
        + (f"\t{one.done_on}" if one.done_on else "")
        + (f"\t{one.counted} of {one.of_all}" if one.counted else "")
        for one in ticks
    ]
    return "\n".join(lines)


def _tick(one: TickView) -> dict[str, Any]:
    return {
        "line": one.line.key,
        "by": one.line.ticker,
        "done": one.done_on.isoformat() if one.done_on else None,
        "counted": one.counted,
        "of": one.of_all,
    }


def _file(path: Path) -> bytes:
    """Return a file that is not too large to be a timetable."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadRequest(f"{path}: {file_words.words(error)}") from error


def _counts(text: str) -> tuple[int | None, int | None]:
    """Return both numbers of `22/22` or `22 von 22`."""
    if not text:
        return None, None
    parts = text.replace("von", "/").replace("of", "/").split("/")
    if len(parts) != 2 or not all(part.strip().isdecimal() for part in parts):
        raise BadRequest(f"{text[:20]!r} is not a count such as 22/22")
    return int(parts[0]), int(parts[1])


def _named(options: argparse.Namespace) -> str:
    loan = getattr(options, "loan", None)
    robot = getattr(options, "robot", "")
    if loan is not None:
        line = getattr(options, "line", "")
        other = f", no robot {robot}" if robot else f", or it has no line {line!r}" if line else ""
        return f"there is no loan {loan}{other}"
    if robot:
        return f"there is no robot {robot}, or no such school or child"
    return "there is no such note" if hasattr(options, "note") else "there is no such change"
