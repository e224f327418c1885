"""Nobody reads or changes another school's row, on whichever route, with whatever numbers."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from bridge.lending.permissions import ROLES, Member, Role
from bridge.office.frame.door import COOKIE
from bridge.office.frame.routes import OfficeRoute
from bridge.office.office import ROUTES
from bridge.store.office_tables import changes
from tests.bridge.office.staff import Staff
from tests.bridge.office.two_schools import (
    CANARY,
    CHILD_TYPED,
    Side,
    fill,
    forms,
    is_of,
    paths,
    plain,
    rows_of,
    share_a_robot,
    takes,
)

GET = tuple(route for route in ROUTES if route.method == "GET")
POST = tuple(route for route in ROUTES if route.method == "POST")

PRIVATE = (
    *("chil short_na", "loan pupil_na", "cont name", "cont phone", "cont email"),
    *("requ contact_", "requ phone", "requ email", "requ note"),
)
"""Beginnings of texts that are nobody's but the school's and the office's."""


every_form = pytest.mark.parametrize(
    ("staff", "many"),
    [("sqlite", False), pytest.param("postgresql", True, marks=pytest.mark.thorough)],
    ids=["one", "all"],
    indirect=["staff"],
)
"""Each page is asked without a filter, and each act with its full form; all, where time allows."""

one_database = pytest.mark.parametrize("staff", ["sqlite"], indirect=True)
"""A permission does not know its database."""


class Asker:
    """Somebody who asks every route, and begins a new session when one has ended."""

    def __init__(self, staff: Staff, member: Member) -> None:
        self._staff = staff
        self.member = member
        self._token = ""
        self.asked = 0

    async def ask(
        self, method: str, path: str, fields: dict[str, Any] | None = None
    ) -> tuple[int, str]:
        """Return status and page; where the answer leads is part of it."""
        if not self._token or await self._staff.register.session(self._token) is None:
            self._token = await self._staff.cookie(self.member)
        self.asked += 1
        given = {"params": fields} if method == "GET" else {"data": fields or {}}
        url = self._staff.url + path
        headers = {"Cookie": f"{COOKIE}={self._token}", "Origin": self._staff.url}
        asking = self._staff.http.request(
            method, url, headers=headers, allow_redirects=False, **given
        )
        async with asking as answer:
            text = (await answer.read()).decode("utf-8", "replace")
            assert answer.status != 500, (method, path, fields, text[-2000:])
            return answer.status, text + answer.headers.get("Location", "")


@pytest.fixture
async def schools(staff: Staff) -> tuple[Side, Side]:
    """Return our school and the other one."""
    ours, theirs = await fill(staff, "unsere"), await fill(staff, f"{CANARY}e")
    await share_a_robot(staff, theirs, ours)
    return ours, theirs


@pytest.fixture
async def contact(staff: Staff, schools: tuple[Side, Side]) -> Asker:
    school = schools[0].ids["school_id"]
    member = await staff.register.add_person("Frau Muster", "school", school)
    return Asker(staff, member)


@every_form
async def test_a_contact_reads_nothing_of_the_other_school(
    contact: Asker, schools: tuple[Side, Side], many: bool
) -> None:
    ours, theirs = schools
    for route in GET:
        for path, missing in paths(route, theirs, ours):
            for fields in forms(route, theirs)[: 2 if many else 1]:
                status, text = await contact.ask("GET", path, fields)
                assert not is_of(plain(text, path, fields)), (path, fields)
                if path != missing:
                    twin = await contact.ask("GET", missing, fields)
                    same = plain(twin[1], missing, fields)
                    assert (status, plain(text, path, fields)) == (twin[0], same), path


@every_form
async def test_a_contact_changes_nothing_of_the_other_school(
    staff: Staff, contact: Asker, schools: tuple[Side, Side], many: bool
) -> None:
    ours, theirs = schools
    before = await rows_of(staff, theirs)
    for route in POST:
        for path, missing in paths(route, theirs, ours):
            for fields in forms(route, theirs)[0 if many else -1 :]:
                assert takes(route.fields, fields) or route.takes_file, (path, fields)
                status, text = await contact.ask("POST", path, fields)
                assert not is_of(plain(text, path, fields)), (path, fields)
                if path != missing:
                    twin = await contact.ask("POST", missing, fields)
                    same = plain(twin[1], missing, fields)
                    assert (status, plain(text, path, fields)) == (twin[0], same), path
        if many:  # which route it was, where time allows
            assert await rows_of(staff, theirs) == before, route.path
    assert await rows_of(staff, theirs) == before


@one_database
@pytest.mark.thorough
async def test_the_office_reads_what_a_contact_must_not(
    staff: Staff, schools: tuple[Side, Side]
) -> None:
    """Without this, pages that show nothing at all would pass."""
    ours, theirs = schools
    asker = Asker(staff, await staff.person("lead"))
    seen = set()
    for route in GET:
        for path, _missing in paths(route, theirs, ours):
            for fields in forms(route, theirs):
                _, text = await asker.ask("GET", path, fields)
                if is_of(plain(text, path, fields)):
                    seen.add(route.path)
    named = {
        route.path for route in GET if re.search(r"\{(loan|school|child|request):", route.path)
    }
    assert 2 * len(named & seen) >= len(named), named - seen


def lacking(role: Role) -> list[OfficeRoute]:
    member = Member(1, "", role, 1)
    return [
        route
        for route in ROUTES
        if not route.is_public and route.permission and not member.may(route.permission)
    ]


@one_database
@pytest.mark.thorough
@pytest.mark.parametrize("role", ROLES)
async def test_what_a_role_may_not_do_looks_as_if_it_were_not_there(
    staff: Staff, schools: tuple[Side, Side], role: Role
) -> None:
    ours = schools[0]
    asker = Asker(staff, await staff.person(role, ours.ids["school_id"]))
    for route in lacking(role):
        path = next(paths(route, ours, ours))[0]
        status, text = await asker.ask(route.method, path, forms(route, ours)[-1])
        assert status == 404, path
        assert "Diese Seite gibt es nicht, oder sie gehört nicht zu Ihrer Schule." in text


@one_database
@pytest.mark.thorough
async def test_whoever_only_reads_learns_of_no_child_and_of_no_contact(
    staff: Staff, schools: tuple[Side, Side]
) -> None:
    ours, theirs = schools
    reader = Asker(staff, await staff.person("reader"))
    for route in GET:
        for path, _missing in paths(route, theirs, ours):
            _, text = await reader.ask("GET", path, forms(route, theirs)[0])
            assert [one for one in PRIVATE if one in text] == [], path


@pytest.mark.thorough
async def test_nobody_meets_an_error_of_our_own_and_no_line_names_a_child(
    staff: Staff, schools: tuple[Side, Side]
) -> None:
    ours, theirs = schools
    asker = Asker(staff, await staff.person("office"))
    for route in (*GET, *POST):
        for path, missing in paths(route, ours, theirs):
            for fields in forms(route, ours):
                await asker.ask(route.method, path, fields)
            await asker.ask(route.method, missing, fields)
    async with staff.store.database.begin() as connection:
        lines = (await connection.execute(sa.select(changes.c.kind, changes.c.facts))).all()
    assert len({line.kind for line in lines}) > 8
    named = (*PRIVATE, CHILD_TYPED)
    assert [line for line in lines if any(one in line.facts for one in named)] == []
