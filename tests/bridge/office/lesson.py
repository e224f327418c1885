"""A child in class while somebody decides about it on a page of the office."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bridge.protocol.openings import WelcomePupil, WelcomeRobot
from bridge.protocol.signaling import Invite
from tests.bridge.people import House, Peer, new_nonce, offer, snapshot


@asynccontextmanager
async def in_lesson(house: House) -> AsyncIterator[tuple[Peer, Peer]]:
    """Let a new tablet's child into the robot; yield robot and child."""
    presence = new_nonce()
    device = await house.paired_device()
    async with house.robot_link() as robot, house.pupil(device) as pupil:
        await robot.hear(WelcomeRobot)
        await pupil.hear(WelcomePupil)
        await pupil.say(offer(presence))
        await robot.hear(Invite)
        await robot.say(snapshot(presence))
        await pupil.hear_text()
        yield robot, pupil
