"""The page *Excel*: a list comes in, others go out, and what was taken over can be taken back."""

import hashlib
from typing import Annotated

from aiohttp import web
from aiohttp.multipart import BodyPartReader
from msgspec import Meta

from bridge.base.words import Declined, NotYours, Words
from bridge.lists.opening import MOST_BYTES
from bridge.lists.refusals import UnreadableList
from bridge.lists.waiting import WaitingList
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import FORM_BYTES, Fields, OfficeRoute
from bridge.office.lists.looked_at import PAGE, plan_of
from bridge.register.putting_back import TOUCHED

NO_FILE = Words(
    "Welche Datei? Bitte wählen Sie Ihre Liste.", "Which file? Please choose your list."
)

CHUNK = 64 * 1024


class ListsFields(Fields, frozen=True):
    """Outcome of the last action: the import that was made, or that was changed since."""

    taken: Annotated[int, Meta(ge=0, le=2**31)] = 0
    changed: Annotated[int, Meta(ge=0, le=2**31)] = 0


class TakeBackFields(Fields, frozen=True):
    """Decision about rows that somebody has changed since."""

    leave: bool = False


async def _show(ask: Ask) -> web.StreamResponse:
    return await overview(ask)


async def overview(ask: Ask, status: int = 200, refused: Words | None = None) -> web.Response:
    """Return the page."""
    fields = ask.fields if isinstance(ask.fields, ListsFields) else ListsFields()
    now_s = ask.desk.clock.monotonic_s()
    imports = await ask.desk.register.imports(ask.member)
    return ask.page(
        "lists/templates/lists.html",
        status,
        refused=refused,
        waiting=ask.desk.lists.get(ask.member.id, now_s),
        imports=imports,
        taken=next((one for one in imports if one.id == fields.taken), None),
        changed=next((one for one in imports if one.id == fields.changed), None),
        year=ask.desk.clock.today().year,
    )


async def _file(ask: Ask) -> web.StreamResponse:
    try:
        data, name = await _uploaded(ask.request)
        today = ask.desk.register.today()
        file = await ask.desk.sandbox.read(data, name, today)
        found = WaitingList(file, name, hashlib.sha256(data).hexdigest())
        plan = await plan_of(ask, found)
        if not any(one.use in ("list", "archive", "hidden") for one in plan.sheets):
            raise UnreadableList("nothing_found", name)
    except NotYours:
        raise
    except Declined as declined:
        return await overview(ask, 409, declined.words)
    ask.desk.lists.put(ask.member.id, found, ask.desk.clock.monotonic_s())
    return ask.go(f"{PAGE}/columns")


async def _uploaded(request: web.Request) -> tuple[bytes, str]:
    """Return the file of a form and its name; it is never written to a disk.

    Raises:
        Declined: No file came.
    """
    if request.content_type != "multipart/form-data":
        raise Declined(NO_FILE, "file")
    data, name = bytearray(), ""
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or part.name != "file":
                continue
            name = part.filename or ""
            while chunk := await part.read_chunk(CHUNK):
                data += chunk
                if len(data) > MOST_BYTES:
                    raise UnreadableList("too_big", name)
    except (ValueError, LookupError, AssertionError):
        raise Declined(NO_FILE, "file") from None
    if not name:
        raise Declined(NO_FILE, "file")
    return bytes(data), name


async def _take_back(ask: Ask) -> web.StreamResponse:
    number, leave = ask.number("import"), ask.form(TakeBackFields).leave
    try:
        await ask.desk.register.take_back(ask.member, number, leave)
    except Declined as declined:
        if declined.words != TOUCHED:
            raise
        return ask.go(PAGE, changed=str(number))
    if (found := ask.desk.lists.get(ask.member.id, ask.desk.clock.monotonic_s())) is not None:
        found.plan = None
    return ask.go(PAGE)


ROUTES = (
    OfficeRoute("GET", PAGE, _show, "export_lists", fields=ListsFields),
    OfficeRoute(
        "POST",
        f"{PAGE}/file",
        _file,
        "import_lists",
        body_bytes=MOST_BYTES + FORM_BYTES,
        takes_file=True,
    ),
    OfficeRoute(
        "POST",
        PAGE + r"/imports/{import:\d{1,9}}/take-back",
        _take_back,
        "import_lists",
        fields=TakeBackFields,
        is_fresh=True,
    ),
)
