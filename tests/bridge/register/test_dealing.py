from datetime import date

import pytest

from bridge.base.records import Robot
from bridge.base.words import Declined, Outdated
from bridge.lending.asked import AskedFor
from bridge.lending.matching import Days
from bridge.lending.permissions import COMMAND_LINE
from bridge.lending.waiting import RequestFacts
from bridge.register.dealing import school_of_request
from bridge.register.free_days import RobotTaken
from bridge.register.loan_wishes import LoanWish
from bridge.register.register import Register
from bridge.register.requests import FORM, RequestView
from bridge.store import Store
from bridge.store.office_tables import robot_facts
from tests.bridge.register.test_requests import ASKED, OFFICE, new_school

DAYS = (date(2027, 1, 11), date(2027, 3, 19))
LATER = (date(2027, 3, 1), date(2027, 3, 30))


async def take_in(store: Store, *names: str) -> None:
    for name in names:
        await store.put_robot(Robot(name.lower(), name, name.lower().ljust(43, "k"), 0))


async def test_a_reservation_ends_the_request_and_adds_its_school(
    register: Register, store: Store
) -> None:
    await take_in(store, "Nele")
    number, _ = await register.add_request(FORM, ASKED)
    await register.pencil_in(OFFICE, "nele", DAYS, None, number)
    made = await register.reserve_for(OFFICE, number, "nele", DAYS)
    done = await register.request(OFFICE, number)
    assert (done.state, done.outcome, done.loan_id, done.pencils) == (
        "done",
        "reserved",
        made.id,
        (),
    )
    (school,) = await register.schools(OFFICE)
    assert (school.name, school.town, school.state) == ("Gymnasium Schlosssee", "Schwerin", "MV")
    loan = await register.loan_view(OFFICE, made.id)
    assert (loan.state, loan.class_name, loan.first, loan.last) == ("reserved", "8b", *DAYS)
    assert loan.profile is not None
    with pytest.raises(Declined, match="done already"):
        await register.reserve_for(OFFICE, number, "nele", DAYS)
    # One press takes all of it back.
    await register.undo(OFFICE, made.change_id)
    again = await register.request(OFFICE, number)
    assert (again.state, again.loan_id, len(again.pencils)) == ("new", None, 1)
    assert await register.schools(OFFICE) == []


async def test_a_robot_that_is_taken_leaves_everything_as_it_was(
    register: Register, store: Store
) -> None:
    await take_in(store, "Nele")
    await register.reserve(COMMAND_LINE, LoanWish("nele", *LATER))
    number, _ = await register.add_request(FORM, ASKED)
    with pytest.raises(RobotTaken):
        await register.reserve_for(OFFICE, number, "nele", DAYS)
    assert (await register.request(OFFICE, number)).state == "new"
    assert await register.schools(OFFICE) == []
    with pytest.raises(Outdated):
        await register.reserve_for(OFFICE, number, "nele", (DAYS[0], date(2027, 2, 1)), version=7)
    assert await register.schools(OFFICE) == []


async def test_robots_are_offered_with_what_they_are_taken_by(
    register: Register, store: Store
) -> None:
    await take_in(store, "Nele", "Krümel", "Fips", "Alt")
    async with register.change(COMMAND_LINE, "undo") as change:
        await change.insert(robot_facts, robot_id="nele", home="Lager Rostock")
        await change.insert(robot_facts, robot_id="krümel", check_since=1, check_note="Ladegerät")
        await change.insert(robot_facts, robot_id="fips", workshop_since=1)
        await change.insert(robot_facts, robot_id="alt", scrapped_at=1)
    school = await new_school(register)
    await register.reserve(COMMAND_LINE, LoanWish("nele", *LATER, school_id=school))
    number, _ = await register.add_request(FORM, ASKED)
    await register.pencil_in(OFFICE, "fips", DAYS, school, number)
    found = {one.name: one for one in await register.offered(OFFICE)}
    assert set(found) == {"Nele", "Krümel", "Fips"}
    nele = found["Nele"]
    assert nele.place is not None
    assert nele.place.name == "Rostock"
    assert nele.taken == (Days(*LATER, "Gymnasium Schlosssee"),)
    assert (found["Krümel"].hurdle, found["Krümel"].why) == ("check", "Ladegerät")
    assert found["Fips"].hurdle == "workshop"
    assert found["Fips"].taken == (Days(*DAYS, "Gymnasium Schlosssee", firm=False),)
    # What is pencilled in for the request itself does not stand in its way.
    own = {one.name: one for one in await register.offered(OFFICE, number)}
    assert own["Fips"].taken == ()


async def test_the_school_of_a_request_is_named_or_added(register: Register) -> None:
    school = await new_school(register)
    first, _ = await register.add_request(FORM, ASKED)
    named = await register.name_request_school(OFFICE, first, school)
    assert (await register.request(OFFICE, first)).school_called == "Gymnasium Schlosssee"
    await register.undo(OFFICE, named)
    assert (await register.request(OFFICE, first)).school_id is None
    other = AskedFor(
        "clinic", "Klinikschule Elbufer, 20095 Hamburg", postcode="20095", town="Hamburg"
    )
    second, _ = await register.add_request(FORM, other)
    added = await register.add_school_of_request(OFFICE, second)
    assert (await register.school(OFFICE, added.id)).name == "Klinikschule Elbufer"
    third, _ = await register.add_request(FORM, AskedFor("school", "Elbufer Klinik"))
    await register.name_request_school(OFFICE, third, added.id)
    assert (await register.school(OFFICE, added.id)).also_called == ("Elbufer Klinik",)


def test_a_school_outside_of_the_four_states_has_none() -> None:
    asked = AskedFor("school", "GS Weser, Bremen", town="Bremen", state="HB")
    school = school_of_request(RequestView(1, asked, RequestFacts(0)))
    assert (school.name, school.state) == ("GS Weser", "")
