"""PURE. Errors of the agent. No I/O.

    RobotError
    ├── IdentityError     the robot's key cannot be read, or is not a key
    ├── BodyAway          nothing answers on the body's socket
    ├── BodyMismatch      the body speaks another version of the wire
    ├── LinkLost          the bridge is away, or said something that ends the link
    ├── ClockAhead        the bridge's certificate is good, and this robot's clock is not
    ├── LinkRefused       the bridge refused this robot
    ├── CallFailed        a peer connection did not come up, or broke its rules
    └── MediaStuck        a device did not let go in time

Peers' mistakes are `bridge.protocol.errors.ProtocolError`.
"""

from collections.abc import Mapping

REMEDIES: Mapping[str, str] = {
    "signature": "the bridge knows this robot.id with another key. On the bridge's host: "
    "karlsson-bridge robot add ID --name NAME --key KEY --replace-key, with what karlsson-robot "
    "key prints; or robot.id is another robot's",
    "unknown_robot": "the bridge does not know this robot.id. On its host: karlsson-bridge "
    "robot add ID --name NAME --key KEY, with what karlsson-robot key prints",
    "version": "robot and bridge are of different ages; update the older one",
    "origin": "something between robot and bridge changes what is sent",
    "full": "raise limits.connections in bridge.toml",
    "too_fast": "the robot asks too often; another robot may have its key",
    "locked": "too many failed tries from this address; wait a while",
}
"""What a technician can do about a refusal, by its code."""


class RobotError(Exception):
    """The agent could not do something."""


class IdentityError(RobotError, OSError):
    """The robot's key is missing a reader's right, damaged, or cannot be kept."""


class BodyAway(RobotError, ConnectionError):
    """Nothing answers on the body's socket, or it fell silent."""


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


class CallFailed(RobotError):
    """A peer connection did not come up in time, or broke its rules."""


class MediaStuck(RobotError):
    """A camera, microphone or peer connection did not let go in time."""
