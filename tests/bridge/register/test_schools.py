import pytest

from bridge.base.words import Declined, NotYours, Outdated
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.register.register import Register
from bridge.register.schools import Contact, SchoolRecord


async def test_a_school_is_found_by_each_of_its_names(register: Register) -> None:
    new = SchoolRecord(0, "GS Öresund", "Kiel", "24103", "SH", ("Grundschule Öresund",))
    made = await register.add_school(COMMAND_LINE, new)
    for text in ("öresund", "kiel", "grundschule", ""):
        assert [one.id for one in await register.schools(COMMAND_LINE, text)] == [made.id]
    assert await register.schools(COMMAND_LINE, "möwe") == []
    school = await register.school(COMMAND_LINE, made.id)
    assert school.called == "GS Öresund, Kiel"
    await register.undo(COMMAND_LINE, made.change_id)
    assert await register.schools(COMMAND_LINE) == []


async def test_a_school_is_saved_from_the_version_that_was_read(register: Register) -> None:
    made = await register.add_school(COMMAND_LINE, SchoolRecord(0, "GS Öresund"))
    await register.save_school(COMMAND_LINE, SchoolRecord(made.id, "GS Oeresund", version=1))
    with pytest.raises(Outdated):
        await register.save_school(COMMAND_LINE, SchoolRecord(made.id, "GS Kattegat", version=1))


async def test_contacts_are_those_of_the_own_school(register: Register) -> None:
    made = await register.add_school(COMMAND_LINE, SchoolRecord(0, "GS Öresund"))
    contact = Contact(0, made.id, "Frau Muster", email="muster@schule.example")
    added = await register.add_contact(COMMAND_LINE, contact)
    own, other = (Member(7, "", "school", one) for one in (made.id, made.id + 1))
    assert [one.name for one in await register.contacts(own, made.id)] == ["Frau Muster"]
    with pytest.raises(NotYours):
        await register.contacts(other, made.id)
    changed = Contact(added.id, made.id, "Herr Test", phone="040 555", version=1)
    await register.save_contact(COMMAND_LINE, changed)
    removed = await register.remove_contact(COMMAND_LINE, added.id)
    assert await register.contacts(own, made.id) == []
    await register.undo(COMMAND_LINE, removed.change_id)
    assert [one.name for one in await register.contacts(own, made.id)] == ["Herr Test"]


async def test_what_cannot_be_a_school_is_refused(register: Register) -> None:
    for name, state, postcode in ((" ", "", ""), ("GS", "BY", ""), ("GS", "", "1234")):
        bad = SchoolRecord(0, name, state=state, postcode=postcode)
        with pytest.raises(Declined):
            await register.add_school(COMMAND_LINE, bad)
