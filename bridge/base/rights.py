"""PURE. Right by which a peer was let in, which is checked again while it is inside. No I/O."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Right:
    """A right to be connected to one robot's room, or to be inside the robot.

    Args:
        robot_key: Holds only while the robot has this key; empty for any key.
        device_key: Holds only while this pupil's device is bound to a running loan of the robot.
        token_hash: Holds only while this token of a teacher or buddy opens a running loan of the
            robot.
    """

    robot_id: str
    robot_key: str = ""
    device_key: str = ""
    token_hash: str = ""
