from datetime import date

import pytest

from bridge.base.records import Robot
from bridge.base.words import Declined, NotYours, Outdated
from bridge.lending.asked import AskedFor
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.register import requests as requests_module
from bridge.register.register import Register
from bridge.register.requests import FORM
from bridge.store import Store
from bridge.store.office_tables import schools
from tests.bridge.people import TurnedClock

ASKED = AskedFor(
    "family",
    "Gymnasium Schlosssee, Schwerin",
    class_name="8b",
    town="Schwerin",
    state="MV",
    weeks=26,
    email="familie@beispiel.example",
    school_knows=True,
)
OFFICE = Member(3, "Anna Beispiel", "office")


async def new_school(register: Register, name: str = "Gymnasium Schlosssee") -> int:
    async with register.change(COMMAND_LINE, "undo") as change:
        row = await change.insert(schools, name=name, town="Schwerin", state="MV")
    return int(row["id"])


async def test_a_request_of_the_form_is_kept_as_it_was_asked(register: Register) -> None:
    number, change = await register.add_request(FORM, ASKED)
    (row,) = await register.requests(OFFICE)
    assert (row.id, row.asked, row.state) == (number, ASKED, "new")
    with pytest.raises(Declined):  # nobody takes back what a stranger has sent
        await register.undo(OFFICE, change)


async def test_the_side_list_is_out_of_the_way_and_has_an_end(
    register: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(requests_module, "MOST_ASIDE", 2)
    first, _ = await register.add_request(FORM, ASKED, is_aside=True)
    await register.add_request(FORM, ASKED, is_aside=True)
    with pytest.raises(Declined, match="call us"):
        await register.add_request(FORM, ASKED, is_aside=True)
    assert [row.state for row in await register.requests(OFFICE)] == ["aside", "aside"]
    await register.take_in(OFFICE, first)
    assert (await register.request(OFFICE, first)).state == "new"
    await register.add_request(FORM, ASKED, is_aside=True)


async def test_a_request_waits_moves_up_and_is_done(register: Register, clock: TurnedClock) -> None:
    first, _ = await register.add_request(OFFICE, ASKED)
    clock.now_s += 60
    second, _ = await register.add_request(OFFICE, ASKED)
    for one in (first, second):
        await register.let_wait(OFFICE, one)
    with pytest.raises(Declined, match="why"):
        await register.move_up(OFFICE, second, " \n")
    moved = await register.move_up(OFFICE, second, "Das Kind zieht um.")
    assert [row.id for row in await register.requests(OFFICE)] == [second, first]
    await register.undo(OFFICE, moved)
    assert [row.id for row in await register.requests(OFFICE)] == [first, second]
    done = await register.finish_request(OFFICE, first, "declined")
    assert [row.id for row in await register.requests(OFFICE)] == [second]
    assert [row.outcome for row in await register.requests(OFFICE, True)] == ["declined", ""]
    for act in (register.let_wait, register.take_in):
        with pytest.raises(Declined, match="done already"):
            await act(OFFICE, first)
    with pytest.raises(Declined, match="done already"):
        await register.finish_request(OFFICE, first, "double")
    await register.undo(OFFICE, done)
    assert (await register.request(OFFICE, first)).state == "waiting"
    await register.finish_request(OFFICE, first, "withdrawn")
    await register.reopen_request(OFFICE, first)
    assert (await register.request(OFFICE, first)).state == "waiting"


async def test_a_letter_that_was_sent_is_noted(register: Register) -> None:
    number, _ = await register.add_request(FORM, ASKED)
    await register.note_answer(OFFICE, number, "question")
    assert (await register.request(OFFICE, number)).state == "asked_back"


async def test_what_is_pencilled_in_belongs_to_its_request_and_goes_with_it(
    register: Register, store: Store
) -> None:
    await store.put_robot(Robot("krl-0007", "Pelle", "k" * 43, 0))
    number, _ = await register.add_request(FORM, ASKED)
    days = (date(2027, 1, 11), date(2027, 3, 19))
    await register.pencil_in(OFFICE, "krl-0007", days, None, number)
    (noted,) = (await register.request(OFFICE, number)).pencils
    assert (noted.robot_name, noted.first, noted.last) == ("Pelle", *days)
    done = await register.finish_request(OFFICE, number, "declined")
    assert await register.pencilled(OFFICE) == []
    await register.undo(OFFICE, done)
    assert [row.pencils for row in await register.requests(OFFICE)] == [(noted,)]


async def test_who_read_an_older_request_is_told(register: Register) -> None:
    number, _ = await register.add_request(OFFICE, ASKED)
    await register.edit_request(OFFICE, number, ASKED, version=1)
    with pytest.raises(Outdated):
        await register.edit_request(OFFICE, number, ASKED, version=1)


async def test_a_school_sees_its_own_requests_alone(register: Register) -> None:
    school = await new_school(register)
    number, _ = await register.add_request(FORM, ASKED)
    contact = Member(9, "Frau Muster", "school", school)
    assert await register.requests(contact) == []
    for act in (register.request, register.let_wait, register.reopen_request):
        with pytest.raises(NotYours):
            await act(contact, number)
    await register.name_request_school(OFFICE, number, school)
    (row,) = await register.requests(contact)
    assert (row.school_called, row.asked.town) == ("Gymnasium Schlosssee", "Schwerin")
    assert await register.requests(Member(9, "Herr Probe", "school", school + 1)) == []
    with pytest.raises(NotYours):
        await register.name_request_school(OFFICE, number, school + 5)
