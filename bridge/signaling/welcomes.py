"""Welcomes of `/signal`: what each role is told once it is in its room."""

from collections.abc import Callable

from msgspec import Struct

from bridge.protocol import PROTOCOL_VERSION
from bridge.protocol.openings import WelcomePupil, WelcomeRobot, WelcomeTeacher
from bridge.signaling.reception import Guest
from bridge.signaling.room_events import Joined

NAMELESS = "Kind"
"""Child of a loan in which the office keeps no short name."""

FreshIceServers = Callable[[str], tuple[dict[str, str], ...]]


def welcome(guest: Guest, joined: Joined, servers: FreshIceServers, unix_s: float) -> Struct:
    """Return what a peer is told that has come into its room.

    Args:
        guest: Who came.
        joined: State of the room.
        servers: Returns ICE servers with fresh credentials for a robot.
        unix_s: Clock of the bridge.
    """
    if guest.role == "robot":
        told = guest.loan_status
        return WelcomeRobot(
            version=PROTOCOL_VERSION,
            robot=guest.robot.id,
            robot_name=guest.robot.name,
            ice_servers=servers(guest.robot.id),
            unix_s=unix_s,
            loan=told.loan,
            rights=told.rights,
            sealed_class_key=told.sealed_class_key,
            openings=told.openings,
            by_teacher=told.by_teacher,
            answers_ping=True,
            takes_health=True,
        )
    if guest.role == "pupil":
        return WelcomePupil(
            version=PROTOCOL_VERSION,
            robot=guest.robot.id,
            robot_name=guest.robot.name,
            robot_key=guest.robot.public_key,
            robot_online=joined.robot_online,
            robot_lost=joined.robot_lost,
            unix_s=unix_s,
            offer_nonce=joined.offer_nonce,
            ice_servers=servers(guest.robot.id),
            proof=guest.proof,
            answers_ping=True,
            rights=guest.loan.rights if guest.loan else None,
        )
    return WelcomeTeacher(
        version=PROTOCOL_VERSION,
        robot=guest.robot.id,
        robot_name=guest.robot.name,
        pupil_name=(guest.loan.pupil_name or NAMELESS) if guest.loan else "",
        robot_online=joined.robot_online,
        robot_lost=joined.robot_lost,
        role="buddy" if guest.role == "buddy" else "teacher",
        until=guest.loan.until_date.isoformat() if guest.loan else None,
        answers_ping=True,
    )
