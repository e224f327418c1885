"""Commands about robots."""

import time
from typing import Any

from bridge.base.errors import BadRequest
from bridge.base.records import Robot
from bridge.commands.result import CommandResult, when
from bridge.fleet.naming import check_shape
from bridge.protocol import fields, keys
from bridge.protocol.errors import ProtocolError
from bridge.signaling.loan_links import has_key
from bridge.store import Store


async def add_robot(
    store: Store, robot_id: str, name: str, key: str, replace_key: bool
) -> CommandResult:
    """Add a robot by its public key, or rename it."""
    check_shape(robot_id, fields.RobotId, "the robot's id: a-z, 0-9 and hyphens, at most 32")
    check_shape(name, fields.DisplayName, "the robot's name: 1 to 40 characters")
    check_shape(key, fields.Key, "the key: 43 characters, as `karlsson-robot key` prints it")
    try:
        keys.from_text(key)
    except ProtocolError as error:
        raise BadRequest("the key is not base64url of 32 bytes") from error
    robot = await store.put_robot(Robot(robot_id, name, key, int(time.time())), replace_key)
    return CommandResult(_robot(robot), f"Robot {robot.id} ({robot.name}) is known.")


async def list_robots(store: Store) -> CommandResult:
    """List all robots."""
    robots = await store.robots()
    lines = [f"{robot.id}\t{robot.name}\t{_key_shown(robot)}" for robot in robots]
    return CommandResult([_robot(robot) for robot in robots], "\n".join(lines) or "No robot yet.")


def _key_shown(robot: Robot) -> str:
    """Return a robot's key, or a sentence for a robot that lost its key in migration 0002."""
    return robot.public_key if has_key(robot) else "no key of its own yet: robot add --replace-key"


def _robot(robot: Robot) -> dict[str, Any]:
    known = has_key(robot)
    return {
        "id": robot.id,
        "name": robot.name,
        "key": robot.public_key if known else None,
        "fingerprint": keys.fingerprint(robot.public_key) if known else None,
        "created": when(robot.created),
    }
