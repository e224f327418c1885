"""Whatever the description allows is answered as it says, and never by an error of our own."""

import asyncio
import json
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

from bridge.office.frame.door import COOKIE
from bridge.office.frame.openapi import ANSWERS
from bridge.office.office import DESCRIPTION
from tests.bridge.office.staff import Staff
from tests.bridge.store.samples import ROBOT, office_loan

EXAMPLES = 6
"""Requests to each route: with a hundred routes that is enough to meet every kind of field."""


def ask(operation: Any, staff: Staff, token: str) -> None:
    """Ask one route as its description allows."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def asked(case: Any) -> None:
        answer = case.call(
            base_url=staff.url,
            headers={"Origin": staff.url, "Cookie": f"{COOKIE}={token}"},
            allow_redirects=False,
        )
        assert str(answer.status_code) in ANSWERS, (case.as_curl_command(), answer.text[:500])
        assert "Traceback" not in answer.text
        if answer.status_code not in (400, 413):
            (policy,) = answer.headers["content-security-policy"]
            assert "default-src 'none'" in policy

    asked()


@pytest.mark.thorough
async def test_every_route_answers_as_it_is_described(staff: Staff) -> None:
    await staff.store.put_robot(ROBOT)
    await office_loan(staff.store, ("Lena K.", "Frau K.", "0451 5550199", "7c"))
    lead = await staff.signed_in("lead")
    schema = schemathesis.openapi.from_dict(json.loads(await lead.get(DESCRIPTION)))
    for found in schema.get_all_operations():
        operation = found.ok()
        # Some acts end the session that does them.
        token = await staff.cookie(lead.member)
        await asyncio.to_thread(ask, operation, staff, token)
