"""A child in class: the first steps of every test of a running lesson."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.protocol.openings import WelcomePupil, WelcomeRobot
from bridge.protocol.signaling import Invite
from tests.bridge.people import House, Peer, new_nonce, offer, snapshot


@dataclass(frozen=True)
class PupilInClass:
    """A robot, and the child who is in it."""

    robot: Peer
    pupil: Peer
    device: Ed25519PrivateKey
    presence: str


@asynccontextmanager
async def invited(house: House) -> AsyncIterator[PupilInClass]:
    """Let a new tablet's child ask for a stay, and the robot hear of it."""
    device, presence = await house.paired_device(), new_nonce()
    async with house.robot_link() as robot, house.pupil(device) as pupil:
        await robot.hear(WelcomeRobot)
        await pupil.hear(WelcomePupil)
        await pupil.say(offer(presence))
        assert (await robot.hear(Invite)).presence == presence
        yield PupilInClass(robot, pupil, device, presence)


@asynccontextmanager
async def in_lesson(house: House) -> AsyncIterator[PupilInClass]:
    """Let a new tablet's child into the robot, which says so."""
    async with invited(house) as one:
        await one.robot.say(snapshot(one.presence))
        await one.pupil.hear_text()
        yield one
