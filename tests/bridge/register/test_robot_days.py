from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.register.register import Register
from bridge.store import Store
from bridge.store.office_tables import robot_facts
from tests.bridge.people import TODAY, TurnedClock
from tests.bridge.register.lent import OFFICE, new_school, wish


async def test_robots_come_with_their_place_and_what_has_to_be_done(
    store: Store, register: Register, clock: TurnedClock
) -> None:
    school = await new_school(store, register)
    now = int(clock.unix_s())
    async with register.change(COMMAND_LINE, "undo") as change:
        kept = {"robot_id": "krl-1", "home": "Lager Kiel", "accessories": "", "check_note": ""}
        await change.insert(
            robot_facts, **kept, workshop_since=now, workshop_note="Kopf klemmt", version=1
        )
        gone = kept | {"robot_id": "krl-2", "scrapped_at": now, "workshop_note": ""}
        await change.insert(robot_facts, **gone, version=1)
    found = {one.id: one for one in await register.lent_robots(OFFICE)}
    assert "krl-2" not in found
    robot = found["krl-1"]
    assert (robot.home, robot.workshop_since, robot.workshop_note) == (
        "Lager Kiel",
        TODAY,
        "Kopf klemmt",
    )
    assert robot.check_since is None
    own = Member(7, "Frau Muster", "school", school)
    assert await register.lent_robots(own) == []
    await register.reserve(OFFICE, wish(school))
    assert [one.id for one in await register.lent_robots(own)] == ["krl-1"]
