import asyncio

import pytest

from bridge.base.errors import BridgeError
from bridge.base.words import Declined, NotYours, Outdated
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.register.members import PersonProfile
from bridge.register.register import Register
from bridge.store.office_tables import schools
from tests.bridge.register.keys import new_passkey, with_passkey

TOM = PersonProfile("Tom Probe", "tom@verein.example", "office")


async def new_school(register: Register) -> int:
    async with register.change(COMMAND_LINE, "undo") as change:
        row = await change.insert(schools, name="GS Lindenkoppel", town="Kiel", state="SH")
    return int(row["id"])


async def test_people_are_listed_with_what_they_need(register: Register) -> None:
    anna = await with_passkey(register, "lead")
    contact = PersonProfile("Frau Muster", "", "school", await new_school(register))
    invited = await register.invite(anna, contact)
    annas, muster = await register.people(anna)
    assert (annas.passkeys, annas.needs_a_second_way, annas.invited_until) == (1, True, None)
    assert (muster.school, muster.passkeys) == ("GS Lindenkoppel, Kiel", 0)
    assert muster.invited_until == invited.expires_at
    await register.make_paper_code(anna)
    assert not (await register.person(anna, anna.id)).needs_a_second_way
    assert await register.schools_of_people() == [(contact.school_id, "GS Lindenkoppel, Kiel")]


async def test_people_are_the_leads_alone_but_everybody_sees_themselves(
    register: Register,
) -> None:
    anna = await with_passkey(register, "lead")
    tom = await with_passkey(register, "office", "Tom Probe")
    with pytest.raises(NotYours):
        await register.people(tom)
    with pytest.raises(NotYours):
        await register.person(tom, anna.id)
    with pytest.raises(NotYours):
        await register.person(anna, 999)
    assert (await register.person(tom, tom.id)).profile.name == "Tom Probe"


async def test_a_school_is_named_for_its_contact_and_for_nobody_else(register: Register) -> None:
    school = await new_school(register)
    with pytest.raises(Declined, match="school is missing"):
        await register.invite(COMMAND_LINE, PersonProfile("Frau Muster", "", "school"))
    with pytest.raises(NotYours):
        await register.invite(COMMAND_LINE, PersonProfile("Frau Muster", "", "school", school + 1))
    invited = await register.invite(COMMAND_LINE, PersonProfile("Tom", "", "office", school))
    assert invited.member.school_id is None


async def test_a_change_of_role_holds_at_once_and_is_taken_back(register: Register) -> None:
    anna = await with_passkey(register, "lead")
    tom = await with_passkey(register, "office", "Tom Probe")
    token = await register.begin_session(tom.id)
    change = await register.change_person(anna, tom.id, PersonProfile("Tom Probe", "", "reader"), 1)
    session = await register.session(token)
    assert session is not None
    assert session.member.role == "reader"
    with pytest.raises(Outdated):
        await register.change_person(anna, tom.id, PersonProfile("Tom", "", "lead"), 1)
    await register.undo(anna, change)
    assert (await register.person(anna, tom.id)).profile.role == "office"


async def test_whoever_leaves_is_out_at_once(register: Register) -> None:
    anna = await with_passkey(register, "lead")
    invited = await register.invite(anna, TOM)
    token = await register.enter(invited.token, new_passkey())
    left = await register.let_go(anna, invited.member.id)
    assert await register.session(token) is None
    assert [one.id for one in await register.people(anna)] == [anna.id]
    for act in (register.invite_again, register.let_go):
        with pytest.raises(NotYours):
            await act(anna, invited.member.id)
    with pytest.raises(Declined, match="Invite the person anew"):
        await register.undo(anna, left)
    with pytest.raises(Declined):
        await register.passkey(new_passkey().credential_id)
    assert len(await register.people(anna)) == 1


async def test_the_last_lead_stays_also_by_undo(register: Register) -> None:
    anna = await with_passkey(register, "lead")
    tom = await with_passkey(register, "office", "Tom Probe")
    office = PersonProfile("Anna Beispiel", "", "office")
    with pytest.raises(Declined, match="invite people"):
        await register.change_person(anna, anna.id, office)
    with pytest.raises(Declined, match="invite people"):
        await register.let_go(anna, anna.id)
    await register.invite(anna, PersonProfile("Jo", "", "lead"))  # who may never come
    with pytest.raises(Declined, match="invite people"):
        await register.let_go(anna, anna.id)
    raised = await register.change_person(anna, tom.id, PersonProfile("Tom Probe", "", "lead"))
    tom = Member(tom.id, "Tom Probe", "lead")
    await register.change_person(tom, anna.id, office)
    with pytest.raises(Declined, match="invite people"):
        await register.undo(tom, raised)


async def test_two_leads_cannot_remove_each_other(register: Register) -> None:
    anna = await with_passkey(register, "lead")
    tom = await with_passkey(register, "lead", "Tom Probe")
    both = await asyncio.gather(
        register.let_go(anna, tom.id), register.let_go(tom, anna.id), return_exceptions=True
    )
    refused = [one for one in both if isinstance(one, BridgeError)]
    assert len(refused) == 1
    assert isinstance(refused[0], Declined)


async def test_sessions_are_ended_by_the_lead(register: Register) -> None:
    anna = await with_passkey(register, "lead")
    tom = await with_passkey(register, "office", "Tom Probe")
    token = await register.begin_session(tom.id)
    await register.end_sessions(anna, tom.id)
    assert await register.session(token) is None


async def test_everybody_keeps_their_own_settings(register: Register) -> None:
    tom = await with_passkey(register, "office", "Tom Probe")
    change = await register.set_own(tom, "en", True)
    assert await register.own_settings(tom) == ("en", True)
    await register.undo(tom, change)
    assert await register.own_settings(tom) == ("", False)
