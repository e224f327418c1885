import pytest

from bridge.base.records import RaisedAlarm, Sighting
from bridge.base.words import NotYours
from bridge.lending.permissions import Member
from bridge.office.desk.sight import desk_robots, one_robot
from bridge.office.office import ROUTES
from bridge.protocol.fleet import RobotHealth
from bridge.protocol.presence import Help, Snapshot
from tests.bridge.office.desk.lent import two_schools
from tests.bridge.office.staff import Staff

OFFICE = Member(1, "Anna", "office")


async def test_what_is_kept_and_what_is_told_come_together(staff: Staff) -> None:
    hamburg, kiel = await two_schools(staff)
    now = int(staff.clock.unix_s())
    await staff.store.put_sightings([Sighting("pelle", now - 60, "1.8", lesson_at=now - 90)])
    await staff.store.change_alarms([RaisedAlarm("fiete", "doctor", now)], [])
    async with staff.with_routes(*ROUTES) as office:
        wanted = Snapshot(1, "P" * 22, "present", help=Help(wanted=True))
        office.here("lotte", RobotHealth("lesson", "1.9", 77.0, True), wanted)
        desk = office.desk
        assert desk is not None
        fiete, lotte, pelle = await desk_robots(desk, OFFICE)
        assert (fiete.state, fiete.live.alarms) == ("lent", ("doctor",))
        assert (lotte.state, lotte.battery, lotte.live.version) == ("help", 77, "1.9")
        assert (pelle.state, pelle.live.seen_at, pelle.live.lesson_at) == (
            *("free", now - 60),
            now - 90,
        )
        contact = Member(2, "Frau Muster", "school", hamburg)
        assert [one.id for one in await desk_robots(desk, contact)] == ["fiete"]
        with pytest.raises(NotYours):
            await one_robot(desk, contact, "lotte")
        assert (await one_robot(desk, Member(3, "Herr Test", "school", kiel), "lotte")).needs
