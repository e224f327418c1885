"""Requests for a robot: the form's, and those that staff write down."""

from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from bridge.base.words import Declined, NotYours, Words
from bridge.lending.asked import AskedFor
from bridge.lending.permissions import Member
from bridge.lending.waiting import Outcome, RequestFacts, RequestState, in_order, state_of_request
from bridge.register.changes import UNDO_S, Change
from bridge.register.pencilled import Pencilled, PencilRows
from bridge.register.schools import Made
from bridge.store.office_tables import pencilled, requests, schools
from bridge.store.tables import loans

FORM = Member(-1, "Formular", "reader")
"""Whoever fills in the public form, as the history sees them."""

MOST_ASIDE = 500
"""Requests on the side list; whoever sends more is asked to call."""

SIDE_LIST_FULL = Words(
    "Gerade kommen zu viele Anfragen. Bitte rufen Sie uns an.",
    "Too many requests are coming in right now. Please call us.",
)
OVER = Words("Diese Anfrage ist schon erledigt.", "This request is done already.")
NO_SENTENCE = Words(
    "Bitte schreiben Sie dazu, warum. Der Verlauf behält den Satz.",
    "Please say why. The history keeps the sentence.",
)


@dataclass(frozen=True)
class RequestView:
    """One request."""

    id: int
    asked: AskedFor
    facts: RequestFacts
    school_id: int | None = None
    school_called: str = ""
    """Name of the school in the office, once somebody said which it is."""
    outcome: str = ""
    loan_id: int | None = None
    """Loan that came of it."""
    version: int = 1
    pencils: tuple[Pencilled, ...] = field(default=())

    @property
    def state(self) -> RequestState:
        """Its state."""
        return state_of_request(self.facts)


class RequestRows(PencilRows):
    """Requests of a database."""

    async def add_request(
        self,
        member: Member,
        asked: AskedFor,
        *,
        is_aside: bool = False,
        school_id: int | None = None,
    ) -> Made:
        """Write a request down.

        Args:
            member: `FORM` for the public form.
            is_aside: Whether it looks like spam; it is kept, and out of the way.

        Raises:
            Declined: The side list is full.
        """
        now = int(self._clock.unix_s())
        undo_s = 0 if member is FORM else UNDO_S
        kind = "request.came" if member is FORM else "request.noted"
        async with self.change(member, kind, school_id=school_id, undo_s=undo_s) as change:
            if is_aside and await self._aside(change) >= MOST_ASIDE:
                raise Declined(SIDE_LIST_FULL)
            row = await change.insert(
                requests,
                **_columns(asked),
                school_id=school_id,
                asked_at=now,
                aside_at=now if is_aside else None,
            )
        return Made(row["id"], change.id)

    async def requests(self, member: Member, with_done: bool = False) -> list[RequestView]:
        """Return the requests that a person may see, in the order in which they are answered."""
        where = [_reached(member)]
        if not with_done:
            where.append(requests.c.done_at.is_(None))
        async with self._database.begin() as connection:
            rows = (await connection.execute(_requests().where(*where))).all()
        noted = await self._noted(member)
        return in_order(_view(row, noted.get(row.id, [])) for row in rows)

    async def request(self, member: Member, request_id: int) -> RequestView:
        """Return one request.

        Raises:
            NotYours: No such row exists, or it is another school's.
        """
        query = _requests().where(requests.c.id == request_id, _reached(member))
        async with self._database.begin() as connection:
            row = (await connection.execute(query)).one_or_none()
        if row is None:
            raise NotYours
        return _view(row, (await self._noted(member)).get(request_id, []))

    async def edit_request(
        self, member: Member, request_id: int, asked: AskedFor, version: int | None = None
    ) -> int:
        """Write down what somebody said on the phone; return the number of the change."""
        before = await self.request(member, request_id)
        columns = _columns(asked)
        if before.school_id is not None:
            # The school's own town and federal state hold.
            columns |= {name: getattr(before.asked, name) for name in ("town", "postcode", "state")}
        return await self._set(member, request_id, "request.edited", version, **columns)

    @staticmethod
    async def belongs_to(
        change: Change, request_id: int, school_id: int, version: int | None = None
    ) -> None:
        """Say within a change which school a request is for, with its town and federal state."""
        school = await change.row(schools, {"id": school_id})
        known = {name: school[name] for name in ("town", "postcode", "state") if school[name]}
        await change.update(requests, {"id": request_id}, version, school_id=school_id, **known)

    async def take_in(self, member: Member, request_id: int, version: int | None = None) -> int:
        """Bring a request back from the side list; return the number of the change."""
        return await self._set(member, request_id, "request.taken_in", version, aside_at=None)

    async def let_wait(self, member: Member, request_id: int, version: int | None = None) -> int:
        """Put a request on the waiting list; return the number of the change."""
        now = int(self._clock.unix_s())
        return await self._set(
            member, request_id, "request.waits", version, waiting_at=now, checked_at=now
        )

    async def move_up(
        self, member: Member, request_id: int, why: str, version: int | None = None
    ) -> int:
        """Put a request before those that nobody moved up; return the number of the change.

        Raises:
            Declined: Nobody says why.
        """
        sentence = " ".join(why.split())
        if not sentence:
            raise Declined(NO_SENTENCE, "why")
        facts = {"why": sentence}
        return await self._set(
            member, request_id, "request.moved_up", version, facts, moved_up=sentence
        )

    async def note_answer(self, member: Member, request_id: int, kind: str) -> int:
        """Note that a letter was sent; return the number of the change.

        Args:
            kind: Kind of the letter, as in `letters`.
        """
        now = int(self._clock.unix_s())
        async with self.change(
            *(member, f"request.wrote_{kind}"),
            facts={"request": request_id},
            school_id=(await self.request(member, request_id)).school_id,
            undo_s=0,
        ) as change:
            await change.update(requests, {"id": request_id}, answered_at=now, checked_at=now)
        return change.id

    async def finish_request(
        self, member: Member, request_id: int, outcome: Outcome, version: int | None = None
    ) -> int:
        """Close a request; what is pencilled in for it goes. Return the number of the change.

        Raises:
            Declined: It is done already.
        """
        before = await self.request(member, request_id)
        if before.state == "done":
            raise Declined(OVER)
        async with self.change(
            member,
            f"request.{outcome}",
            facts={"request": request_id},
            school_id=before.school_id,
        ) as change:
            await finish(change, request_id, outcome, int(self._clock.unix_s()), version)
        return change.id

    async def reopen_request(
        self, member: Member, request_id: int, version: int | None = None
    ) -> int:
        """Take up a request that was done; return the number of the change."""
        return await self._set(
            member, request_id, "request.reopened", version, done_at=None, outcome=""
        )

    async def _set(
        self,
        member: Member,
        request_id: int,
        kind: str,
        version: int | None,
        facts: dict[str, str] | None = None,
        **values: Any,
    ) -> int:
        before = await self.request(member, request_id)
        if before.state == "done" and "done_at" not in values:
            raise Declined(OVER)
        named: dict[str, str | int | None] = {"request": request_id, **(facts or {})}
        async with self.change(member, kind, facts=named, school_id=before.school_id) as change:
            await change.update(requests, {"id": request_id}, version, **values)
        return change.id

    async def _noted(self, member: Member) -> dict[int, list[Pencilled]]:
        """Return by request what is pencilled in for it and still holds."""
        found: dict[int, list[Pencilled]] = {}
        for one in await self.pencilled(member):
            if one.request_id is not None:
                found.setdefault(one.request_id, []).append(one)
        return found

    @staticmethod
    async def _aside(change: Change) -> int:
        query = sa.select(sa.func.count()).select_from(requests)
        query = query.where(requests.c.aside_at.is_not(None), requests.c.done_at.is_(None))
        return int((await change.connection.execute(query)).scalar_one())


async def finish(
    change: Change,
    request_id: int,
    outcome: Outcome,
    now_s: int,
    version: int | None = None,
    **values: Any,
) -> None:
    """Close a request within a change of somebody else, such as a reservation."""
    await change.update(
        requests, {"id": request_id}, version, done_at=now_s, outcome=outcome, **values
    )
    noted = sa.select(pencilled.c.id).where(pencilled.c.request_id == request_id)
    for pencil_id in (await change.connection.execute(noted)).scalars().all():
        await change.delete(pencilled, {"id": pencil_id})


def _reached(member: Member) -> sa.ColumnElement[bool]:
    return requests.c.school_id == member.school_id if member.role == "school" else sa.true()


def _requests() -> "sa.Select[Any]":
    called = sa.func.coalesce(schools.c.name, "").label("school_called")
    # One look through the loans, and not one for each request.
    made = (
        sa.select(loans.c.request_id, sa.func.max(loans.c.id).label("loan_id"))
        .where(loans.c.request_id.is_not(None), loans.c.erased_at.is_(None))
        .group_by(loans.c.request_id)
        .subquery()
    )
    return sa.select(requests, called, made.c.loan_id).select_from(
        requests.outerjoin(schools, schools.c.id == requests.c.school_id).outerjoin(
            made, made.c.request_id == requests.c.id
        )
    )


ASKED = tuple(AskedFor.__dataclass_fields__)
FACTS = tuple(RequestFacts.__dataclass_fields__)


def _columns(asked: AskedFor) -> dict[str, Any]:
    return {name: getattr(asked, name) for name in ASKED}


def _view(row: Any, pencils: list[Pencilled]) -> RequestView:
    values = row._mapping
    return RequestView(
        row.id,
        AskedFor(**{name: values[name] for name in ASKED}),
        RequestFacts(**{name: values[name] for name in FACTS}),
        row.school_id,
        row.school_called,
        row.outcome,
        row.loan_id,
        row.version,
        tuple(pencils),
    )
