"""What a family decides on its page takes effect in the lesson that is on."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.lending.permissions import COMMAND_LINE
from bridge.office.family.family import COOKIE
from bridge.protocol import codec
from bridge.protocol.channels import Ended
from bridge.protocol.openings import WelcomePupil, WelcomeRobot
from bridge.protocol.signaling import Invite, LoanStatus, Revoke
from bridge.register.families import family_hash
from bridge.register.register import Register
from bridge.signaling import revocation
from bridge.store.office_tables import family_links
from tests.bridge.people import (
    ORIGIN,
    House,
    Peer,
    house_config,
    new_nonce,
    offer,
    open_house,
    snapshot,
)

TOKEN = "FamilyTokenOfOtto_0123"


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(revocation, "INTERVAL_S", 0.02)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(house_config(tmp_path)) as opened:
        register = Register(opened.store.database, opened.clock)
        async with register.change(COMMAND_LINE, "undo") as change:
            link = {"loan_id": opened.loan.id, "token_hash": family_hash(TOKEN), "created": 1}
            await change.insert(family_links, **link)
        yield opened


@asynccontextmanager
async def lesson(house: House, device: Ed25519PrivateKey) -> AsyncIterator[tuple[Peer, Peer]]:
    """Let the child into the robot."""
    presence = new_nonce()
    async with house.robot_link() as robot, house.pupil(device) as pupil:
        await robot.hear(WelcomeRobot)
        await pupil.hear(WelcomePupil)
        await pupil.say(offer(presence))
        await robot.hear(Invite)
        await robot.say(snapshot(presence))
        await pupil.hear_text()
        yield robot, pupil


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
    async with lesson(house, await house.paired_device()) as (robot, pupil):
        await decide(house, "lost")
        await told(robot, Revoke)
        assert (await pupil.hear(Ended)).reason == "revoked"


async def test_stopping_puts_the_child_out_and_lets_nobody_in(house: House) -> None:
    async with lesson(house, await house.paired_device()) as (robot, pupil):
        await decide(house, "stop")
        await told(robot, Revoke)
        assert (await pupil.hear(Ended)).reason == "revoked"


@pytest.mark.thorough
async def test_a_right_that_is_switched_off_reaches_the_robot(house: House) -> None:
    async with lesson(house, await house.paired_device()) as (robot, _):
        await decide(house, "off", right="still")
        status = await told(robot, LoanStatus)
        assert isinstance(status, LoanStatus)
        assert not status.rights.still
        assert status.rights.zoom
