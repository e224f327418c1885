"""PURE. What somebody was let in for, to be asked again while they are inside. No I/O."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Right:
    """A right to be connected to one robot's room, or to be inside the robot.

    Args:
        robot_key: Holds only while the robot has this key; empty for whatever key.
        device_key: Holds only while this pupil's device is bound to a loan of the robot that runs.
        token_hash: Holds only while this teacher's token opens a loan of the robot that runs.
    """

    robot_id: str
    robot_key: str = ""
    device_key: str = ""
    token_hash: str = ""
