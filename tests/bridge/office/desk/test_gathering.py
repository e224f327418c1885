from bridge.lending.permissions import Member
from bridge.office.desk.gathering import today_facts
from bridge.office.office import ROUTES
from tests.bridge.office.desk.lent import lend, two_schools
from tests.bridge.office.staff import Staff


async def test_everything_that_lines_are_made_of_is_read(staff: Staff) -> None:
    hamburg, kiel = await two_schools(staff)
    await lend(staff, "pelle", hamburg, (-3, 30), ready=False)
    await staff.register.lock(Member(1, "Anna", "office"), 2)
    async with staff.with_routes(*ROUTES) as served:
        lead = (await served.signed_in("lead")).member
        assert served.desk is not None
        facts = await today_facts(served.desk, lead)
        assert [robot.id for robot in facts.robots] == ["fiete", "lotte", "pelle"]
        assert facts.phones == {kiel: "0431 5550101"}
        assert facts.missing[3][0].de.startswith("Schule bestätigt")
        contact = (await served.signed_in("school", hamburg)).member
        theirs = await today_facts(served.desk, contact)
        assert [robot.id for robot in theirs.robots] == ["fiete", "pelle"]
        assert (theirs.phones, theirs.single, theirs.lends) == ({}, [], False)
