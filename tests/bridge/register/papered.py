"""Loans for tests of the office: two schools, each with a robot that is lent to it."""

from datetime import timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.lending.permissions import COMMAND_LINE
from bridge.protocol import keys
from bridge.register.register import Register
from bridge.store.office_tables import schools
from bridge.store.tables import devices, loans, robots

CHILD = "Jonathan Geheim"
"""Name that no paper for the class, no line of the history and no address may hold."""


async def lend(register: Register, robot: str = "otto", state: str = "SH", **facts: Any) -> int:
    """Lend a robot that is new to a school that is new; return the number of the loan."""
    today = register._clock.today()
    async with register.change(COMMAND_LINE, "undo") as change:
        school = await change.insert(
            schools, name=f"GemS {robot.title()}", town="Flensburg", state=state, version=1
        )
        key = keys.public_text(Ed25519PrivateKey.generate())
        await change.insert(robots, id=robot, name=robot.title(), public_key=key, created=1)
        values = {
            "robot_id": robot,
            "pupil_name": CHILD,
            "from_date": today - timedelta(days=3),
            "until_date": today + timedelta(days=60),
            "teacher_token_hash": f"token of {robot}",
            "may_zoom": True,
            "may_still": True,
            "may_sheets": True,
            "may_speech": True,
            "school_id": school["id"],
            "class_name": "6c",
            "handed_over_at": 1,
        }
        row = await change.insert(loans, **values | facts)
    return int(row["id"])


async def bind(register: Register, loan_id: int, *device_keys: str) -> None:
    """Bind devices to a loan."""
    async with register.change(COMMAND_LINE, "undo") as change:
        for key in device_keys:
            await change.insert(devices, loan_id=loan_id, public_key=key, paired_at=1)
