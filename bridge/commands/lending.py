"""The command `lend`: everything that a first lesson needs, in one step."""

from collections.abc import Set
from datetime import date

from bridge.base.records import Robot
from bridge.commands.devices import add_pairing
from bridge.commands.loans import add_loan
from bridge.commands.result import CommandResult
from bridge.commands.robots import add_robot
from bridge.protocol.fields import RightName
from bridge.store import Store


async def lend(
    store: Store,
    public_url: str,
    robot: Robot,
    pupil: str,
    span: tuple[date, date],
    without: Set[RightName] = frozenset(),
) -> CommandResult:
    """Add a robot, lend it and open a pairing: everything that a first lesson needs."""
    await add_robot(store, robot.id, robot.name, robot.public_key, replace_key=False)
    loan = await add_loan(store, public_url, robot.id, pupil, span, without)
    assert isinstance(loan.data, dict)
    pairing = await add_pairing(store, public_url, loan.data["id"], word=False, hours=None)
    links = {role: loan.data[role] for role in ("teacher", "buddy")}
    data = {"loan": loan.data["id"], **links, "pupil": pairing.link}
    return CommandResult(data, f"{loan.text}\n{pairing.text}", pairing.link)
