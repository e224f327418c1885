"""Decisions of a family on its page: they take effect in the running lesson."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bridge.lending.permissions import COMMAND_LINE
from bridge.office.family.family import COOKIE
from bridge.protocol import codec
from bridge.protocol.channels import Ended
from bridge.protocol.signaling import LoanStatus, Revoke
from bridge.register.families import family_hash
from bridge.register.register import Register
from bridge.store.office_tables import family_links
from tests.bridge.lessons import in_lesson
from tests.bridge.people import ORIGIN, House, Peer, house_config, open_house

TOKEN = "FamilyTokenOfOtto_0123"


pytestmark = pytest.mark.usefixtures("impatient")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(house_config(tmp_path)) as opened:
        register = Register(opened.store.database, opened.clock)
        async with register.change(COMMAND_LINE, "undo") as change:
            link = {"loan_id": opened.loan.id, "token_hash": family_hash(TOKEN), "created": 1}
            await change.insert(family_links, **link)
        yield opened


async def decide(house: House, act: str, **fields: str) -> None:
    """Press a button on the family's page."""
    headers = {"Origin": ORIGIN, "Cookie": f"{COOKIE}={TOKEN}"}
    url = f"{house.url}/family/{act}"
    asked = house.http.post(url, data=fields, headers=headers, allow_redirects=False)
    async with asked as answer:
        assert answer.status == 303, await answer.text()


async def told(robot: Peer, kind: type[Revoke] | type[LoanStatus]) -> Revoke | LoanStatus:
    """Return the next message of a kind that the robot hears."""
    while not isinstance(found := codec.to_robot.decode(await robot.hear_text()), kind):
        pass
    return found


async def test_a_lost_tablet_is_put_out_of_the_lesson(house: House) -> None:
    async with in_lesson(house) as one:
        await decide(house, "lost")
        await told(one.robot, Revoke)
        assert (await one.pupil.hear(Ended)).reason == "revoked"


async def test_stopping_puts_the_child_out_and_lets_nobody_in(house: House) -> None:
    async with in_lesson(house) as one:
        await decide(house, "stop")
        await told(one.robot, Revoke)
        assert (await one.pupil.hear(Ended)).reason == "revoked"


@pytest.mark.thorough
async def test_a_right_that_is_switched_off_reaches_the_robot(house: House) -> None:
    async with in_lesson(house) as one:
        await decide(house, "off", right="still")
        status = await told(one.robot, LoanStatus)
        assert isinstance(status, LoanStatus)
        assert not status.rights.still
        assert status.rights.zoom
