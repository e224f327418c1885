"""Lesson times of a loan: typed, or taken from a timetable in iCalendar form."""

from typing import Annotated, Any

from aiohttp import web
from msgspec import Meta

from bridge.base.words import Declined, NotYours, Outdated, Words
from bridge.days.timetable import MOST_BYTES
from bridge.days.windows import Windows, read_windows, write_windows
from bridge.lending.life import POLICY_WORDS, Policy
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import FORM_BYTES, Fields, NoFields, OfficeRoute
from bridge.office.loans.acts import LOAN, Number
from bridge.office.loans.loan_page import title
from bridge.office.loans.timetable import TimetableReader
from bridge.office.loans.week import lesson_week, typed_times
from bridge.register.loan_views import LoanView

TIMES_LENGTH = 2000
READER = TimetableReader()

READ = Words(
    "Aus dem Stundenplan gelesen. Bitte sehen Sie nach, und speichern Sie dann.",
    "Read from the timetable. Please check, and then save.",
)
NO_FILE = Words(
    "Welche Datei? Bitte wählen Sie den Stundenplan als .ics-Datei.",
    "Which file? Please choose the timetable as an .ics file.",
)


class LessonFields(Fields, frozen=True):
    """Times at which the child may be in class."""

    policy: Policy
    windows: Annotated[str, Meta(max_length=TIMES_LENGTH)] = ""
    version: Number | None = None


class TypedFields(Fields, frozen=True):
    """Times while they are typed."""

    policy: Policy = "windows"
    windows: Annotated[str, Meta(max_length=TIMES_LENGTH)] = ""
    version: Number | None = None


async def _show(ask: Ask) -> web.StreamResponse:
    loan = await _loan(ask)
    return lessons_page(ask, loan, loan.policy, typed_times(loan.windows))


async def _read(ask: Ask) -> web.StreamResponse:
    """Show how typed times are understood."""
    typed = ask.form(TypedFields).windows
    try:
        week, wrong = lesson_week(read_windows(typed)), None
    except Declined as declined:
        week, wrong = lesson_week(()), declined.words
    return ask.page("loans/templates/week_reading.html", week=week, wrong=wrong)


async def _save(ask: Ask) -> web.StreamResponse:
    fields, register = ask.form(LessonFields), ask.desk.register
    loan = await _loan(ask)
    try:
        windows = read_windows(fields.windows)
        made = await register.set_times(
            ask.member, loan.id, fields.policy, windows, version=fields.version
        )
    except NotYours:
        raise
    except Outdated as outdated:
        # The page carries the new version: saving again is a choice.
        refused, note = outdated.words, _now_holds(loan)
        return lessons_page(
            ask, loan, fields.policy, fields.windows, 409, refused=refused, note=note
        )
    except Declined as declined:
        return lessons_page(ask, loan, fields.policy, fields.windows, 409, refused=declined.words)
    answer = ask.go(f"/office/loans/{loan.id}", undo=made.change_id)
    answer.headers["Location"] += "#lessons"
    return answer


async def _upload(ask: Ask) -> web.StreamResponse:
    """Read times from a timetable, and show them; nothing is saved before its button is pressed."""
    loan = await _loan(ask)
    try:
        windows, left_out = await READER.read(await _file(ask), loan)
    except Declined as declined:
        typed = typed_times(loan.windows)
        return lessons_page(ask, loan, loan.policy, typed, 409, refused=declined.words)
    note = READ if not left_out else _left_out(left_out)
    return lessons_page(ask, loan, "windows", typed_times(windows), note=note)


async def _file(ask: Ask) -> bytes:
    """Return the file of the form.

    Raises:
        Declined: No file came, or the form is broken.
    """
    try:
        form = await ask.request.post()
    except (ValueError, LookupError):
        raise Declined(NO_FILE, "timetable") from None
    files = [one for one in form.values() if isinstance(one, web.FileField)]
    try:
        if not files or not files[0].filename:
            raise Declined(NO_FILE, "timetable")
        return files[0].file.read(MOST_BYTES + 1)
    finally:
        for one in files:
            one.file.close()


def _now_holds(loan: LoanView) -> Words:
    times, policy = write_windows(loan.windows), POLICY_WORDS[loan.policy]
    return Words(f"Jetzt gilt: {policy.de}. {times}", f"Now it is: {policy.en}. {times}")


def _left_out(count: int) -> Words:
    return Words(
        f"{READ.de} {count} seltene Zeiten sind nicht dabei.",
        f"{READ.en} {count} rare times were left out.",
    )


def lessons_page(
    ask: Ask, loan: LoanView, policy: Policy, typed: str, status: int = 200, **said: Any
) -> web.Response:
    """Return the page on which lesson times are typed."""
    values: dict[str, Any] = {
        "loan": loan,
        "here": f"/office/loans/{loan.id}",
        "where": title(loan),
        "refused": None,
        "note": None,
        "policies": [(key, POLICY_WORDS[key]) for key in ("windows", "teacher", "always")],
        "policy": policy,
        "typed": typed,
        "week": lesson_week(_understood(typed)),
        "wrong": None,
    }
    return ask.page("loans/templates/lessons.html", status, **(values | said))


def _understood(typed: str) -> Windows:
    try:
        return read_windows(typed)
    except Declined:
        return ()


async def _loan(ask: Ask) -> LoanView:
    return await ask.desk.register.loan_view(ask.member, ask.number("loan"))


ROUTES = (
    OfficeRoute("GET", f"{LOAN}/lessons", _show, "lend", fields=NoFields),
    OfficeRoute("GET", f"{LOAN}/lessons/reading", _read, "lend", fields=TypedFields),
    OfficeRoute(
        "POST",
        f"{LOAN}/lessons/timetable",
        _upload,
        "lend",
        body_bytes=MOST_BYTES + FORM_BYTES,
        takes_file=True,
    ),
    OfficeRoute("POST", f"{LOAN}/lessons", _save, "lend", fields=LessonFields),
)
