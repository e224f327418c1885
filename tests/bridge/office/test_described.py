"""Whatever the description allows is answered as it says, and never by an error of our own."""

import asyncio
import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.core.result import Ok

from bridge.office.frame.door import COOKIE
from bridge.office.frame.openapi import ANSWERS
from bridge.office.office import DESCRIPTION
from tests.bridge.office.staff import Staff
from tests.bridge.store.samples import ROBOT, office_loan

EXAMPLES = 4
"""Requests to each route: with a hundred routes that is enough to meet every kind of field."""

WITHOUT_A_POLICY = {400, 413}
"""Answers from before the office is asked."""


def ask(operation: Any, staff: Staff, token: str, wrong: list[str]) -> None:
    """Ask one route as its description allows, and note what it answers wrongly."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def asked(case: Any) -> None:
        case.cookies = {COOKIE: token}
        answer = case.call(base_url=staff.url, headers={"Origin": staff.url}, allow_redirects=False)
        policy = "".join(answer.headers.get("content-security-policy", ()))
        code = answer.status_code
        is_told = str(code) in ANSWERS and b"Traceback" not in answer.content
        if not is_told or not (code in WITHOUT_A_POLICY or "default-src 'none'" in policy):
            wrong.append(f"{code} {case.as_curl_command()}")

    asked()


# What the description allows does not depend on the database.
@pytest.mark.parametrize("staff", ["sqlite"], indirect=True)
@pytest.mark.timeout(400)
@pytest.mark.thorough
async def test_every_route_answers_as_it_is_described(staff: Staff) -> None:
    await staff.store.put_robot(ROBOT)
    await office_loan(staff.store, ("Lena K.", "Frau K.", "0451 5550199", "7c"))
    lead = await staff.signed_in("lead")
    schema = schemathesis.openapi.from_dict(json.loads(await lead.get(DESCRIPTION)))
    wrong: list[str] = []
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        # Some acts end the session that does them.
        token = await staff.cookie(lead.member)
        await asyncio.to_thread(ask, found.ok(), staff, token, wrong)
    assert not wrong, "\n".join(wrong)
