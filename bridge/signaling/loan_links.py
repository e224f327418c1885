"""Links of a loan as they are handed out, and what the database keeps of them."""

import secrets

from bridge.base.errors import BadRequest
from bridge.base.records import Robot
from bridge.protocol import keys
from bridge.protocol.errors import ProtocolError
from bridge.protocol.sealing import CLASS_KEY_BYTES, seal_class_key
from bridge.signaling import access


class LoanLinks:
    """New links of a loan, with the hashes and the sealed class key to store.

    Token and class key are in the links alone; neither can be made again from what is stored.

    Args:
        public_url: Of the bridge.
        robot: Robot to which the class key is sealed. Without a key of its own there are no sheets.

    Raises:
        BadRequest: The robot's key cannot be used.
    """

    def __init__(self, public_url: str, robot: Robot | None) -> None:
        teacher, buddy = (keys.to_text(secrets.token_bytes(16)) for _ in range(2))
        class_key = secrets.token_bytes(CLASS_KEY_BYTES)
        self.sealed_class_key = _sealed(class_key, robot)
        key = keys.to_text(class_key) if self.sealed_class_key else ""
        self.teacher = access.teacher_link(public_url, teacher, key)
        self.teacher_hash = access.token_hash(teacher)
        self.buddy = access.teacher_link(public_url, buddy)
        self.buddy_hash = access.buddy_hash(buddy)


def has_key(robot: Robot) -> bool:
    """Return False for a robot that lost its key in migration 0002."""
    try:
        keys.from_text(robot.public_key)
    except ProtocolError:
        return False
    return True


def _sealed(class_key: bytes, robot: Robot | None) -> str | None:
    """Return the class key as only this robot can open it; None for a robot without a key."""
    if robot is None or not has_key(robot):
        return None
    try:
        return seal_class_key(class_key, robot.public_key, robot.id, secrets.token_bytes(32))
    except ProtocolError as error:
        raise BadRequest(
            f"the key of robot {robot.id} is no Ed25519 key; `karlsson-robot key` prints it"
        ) from error
