"""PURE. Errors of the agent. No I/O.

    RobotError
    ├── IdentityError     the robot's key cannot be read, or is not a key
    ├── BodyAway          nothing answers on the body's socket
    ├── BodyMismatch      the body speaks another version of the wire
    ├── LinkLost          the bridge is away, or said something that ends the link
    ├── ClockAhead        the bridge's certificate is good, and this robot's clock is not
    ├── LinkRefused       the bridge refused this robot
    ├── IdentityTrouble   this robot is not who it should be, and knows it by itself
    ├── CallFailed        a peer connection did not come up, or broke its rules
    └── MediaStuck        a device did not let go in time

Peers' mistakes are `bridge.protocol.errors.ProtocolError`.
"""

from collections.abc import Mapping

from bridge.protocol.causes import NetworkCause

REMEDIES: Mapping[str, str] = {
    "version": "robot and bridge are of different ages; update the older one",
    "origin": "something between robot and bridge changes what is sent",
}
"""Remedies for a technician, by code, for refusals whose cause has no words of its own."""


class RobotError(Exception):
    """The agent could not do something."""


class IdentityError(RobotError, OSError):
    """The robot's key is missing a reader's right, damaged, or cannot be kept."""


class BodyAway(RobotError, ConnectionError):
    """Silence on the body's socket."""


class BodyMismatch(RobotError):
    """The body speaks another version of the wire."""


class LinkLost(RobotError, ConnectionError):
    """The WebSocket to the bridge ended."""


class ClockAhead(LinkLost):
    """The bridge's certificate is good at the bridge's own time; this robot's clock is ahead."""


class LinkRefused(LinkLost):
    """The bridge refused this robot.

    Args:
        code: Key of `bridge.protocol.errors.REFUSALS`, or a foreign word.
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)

    def __str__(self) -> str:
        remedy = REMEDIES.get(self.code, "")
        return f"refused by the bridge: {self.code}" + (f"; {remedy}" if remedy else "")


class IdentityTrouble(LinkLost):
    """The robot itself knows why the bridge cannot take it.

    Args:
        cause: One of `bridge.protocol.causes.OF_IDENTITY`.
    """

    def __init__(self, cause: NetworkCause) -> None:
        self.cause = cause
        super().__init__(cause)


class CallFailed(RobotError):
    """A peer connection did not come up in time, or broke its rules."""


class MediaStuck(RobotError):
    """A camera, microphone or peer connection did not let go in time."""
