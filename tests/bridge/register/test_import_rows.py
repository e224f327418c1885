from datetime import date

import sqlalchemy as sa

from bridge.lending.permissions import COMMAND_LINE
from bridge.lists.verdicts import ContactEntry, LoanEntry, ReadRow, RobotRemark, SchoolEntry
from bridge.register.import_rows import ImportRows
from bridge.register.register import Register
from bridge.store import Store
from bridge.store.office_tables import contacts, notes, robot_facts, schools
from bridge.store.tables import loans, robots
from tests.bridge.register.lent import put_robots

SCHOOL = SchoolEntry("GS Hain", "Kiel", "24103", "SH")


def row(
    robot: RobotRemark | None = None,
    contact: ContactEntry | None = None,
    last: date = date(2026, 12, 18),
    child: str = "",
) -> ReadRow:
    loan = LoanEntry("KRL-0001", SCHOOL, child, "3", date(2026, 9, 7), last, "lent")
    return ReadRow(0, "S", 5, "ok", "loan", loans=(loan,), robot=robot, contact=contact)


async def write(register: Register, *rows: ReadRow) -> None:
    async with register.change(COMMAND_LINE, "list.imported") as change:
        await ImportRows(change, COMMAND_LINE, int(register._clock.unix_s())).write(rows)


async def column(register: Register, which: "sa.Column[object]") -> list[object]:
    async with register._database.begin() as connection:
        return list((await connection.execute(sa.select(which))).scalars())


async def test_what_the_office_knows_is_completed_and_never_doubled(
    register: Register, store: Store
) -> None:
    await put_robots(store, "KRL-0001")
    contact = ContactEntry("Frau Muster", "040 5550101")
    robot = RobotRemark("KRL-0001", "Fiete", "check", None, ("Kopf klemmt",))
    for _ in range(2):
        await write(register, row(robot, contact))
    assert await column(register, schools.c.name) == ["GS Hain"]
    assert await column(register, contacts.c.phone) == ["040 5550101"]
    assert await column(register, notes.c.text) == ["Kopf klemmt"]
    assert await column(register, robots.c.name) == ["Fiete"]
    assert len(await column(register, loans.c.id)) == 1


async def test_a_longer_end_and_a_child_are_written_into_the_same_loan(
    register: Register, store: Store
) -> None:
    await put_robots(store, "KRL-0001")
    await write(register, row(child="J. B."))
    await write(register, row(last=date(2027, 1, 29), child="Mia"))
    assert await column(register, loans.c.until_date) == [date(2027, 1, 29)]
    assert await column(register, loans.c.pupil_name) == ["Mia"]


async def test_what_was_seen_to_does_not_come_up_again(register: Register, store: Store) -> None:
    await put_robots(store, "KRL-0001")
    robot = RobotRemark("KRL-0001", "", "check", None, ("Kopf klemmt",))
    await write(register, row(robot))
    async with register.change(COMMAND_LINE, "list.imported") as change:
        await change.update(robot_facts, {"robot_id": "KRL-0001"}, check_since=None)
    await write(register, row(robot))
    assert await column(register, robot_facts.c.check_since) == [None]
