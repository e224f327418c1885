import pytest

from bridge.base.words import Declined, NotYours, Outdated
from bridge.lending.permissions import Member
from bridge.register.register import Register
from bridge.store import Store
from tests.bridge.register.lent import OFFICE, new_school, wish


@pytest.fixture
async def school(store: Store, register: Register) -> int:
    return await new_school(store, register)


async def test_notes_are_written_removed_and_taken_back(register: Register, school: int) -> None:
    with pytest.raises(Declined, match="empty"):
        await register.add_robot_note(OFFICE, "krl-1", " \n ")
    for told in ("Das Kind hat Leukämie", "Sohn heißt Ben"):
        with pytest.raises(Declined, match="leave it out"):
            await register.add_robot_note(OFFICE, "krl-1", told)
        with pytest.raises(Declined, match="leave it out"):
            await register.send_to_workshop(OFFICE, "krl-1", told)
    await register.add_robot_note(OFFICE, "krl-1", "Kopf  klemmt")
    change = await register.add_robot_note(OFFICE, "krl-1", "x" * 900)
    first, second = await register.robot_notes(OFFICE, "krl-1")
    assert (len(first.text), second.text) == (400, "Kopf klemmt")
    await register.undo(OFFICE, change)
    await register.remove_robot_note(OFFICE, "krl-1", second.id)
    assert await register.robot_notes(OFFICE, "krl-1") == []
    for robot_id in ("krl-1", "krl-2"):
        with pytest.raises(NotYours):
            await register.remove_robot_note(OFFICE, robot_id, second.id)


async def test_facts_are_saved_from_the_version_that_was_read(
    register: Register, school: int
) -> None:
    await register.set_robot(OFFICE, "krl-1", "Fiete", "Lager Kiel", "Ladegerät", 0)
    kept = await register.kept_robot(OFFICE, "krl-1")
    assert (kept.name, kept.home, kept.accessories) == ("Fiete", "Lager Kiel", "Ladegerät")
    with pytest.raises(Outdated):
        await register.set_robot(OFFICE, "krl-1", "Lotte", "", "", 0)
    assert (await register.kept_robot(OFFICE, "krl-1")).name == "Fiete"
    change = await register.set_robot(OFFICE, "krl-1", "Lotte", "", "", kept.version)
    await register.undo(OFFICE, change)
    assert (await register.kept_robot(OFFICE, "krl-1")).name == "Fiete"
    with pytest.raises(Declined, match="name"):
        await register.set_robot(OFFICE, "krl-1", " ", "", "", kept.version)


async def test_a_robot_comes_from_the_workshop_to_be_checked(
    register: Register, school: int
) -> None:
    await register.send_to_workshop(OFFICE, "krl-1", "Kopf klemmt")
    kept = await register.kept_robot(OFFICE, "krl-1")
    assert (kept.workshop_since is not None, kept.workshop_note) == (True, "Kopf klemmt")
    await register.back_from_workshop(OFFICE, "krl-1")
    kept = await register.kept_robot(OFFICE, "krl-1")
    assert (kept.workshop_since, kept.check_since is not None) == (None, True)
    change = await register.note_checked(OFFICE, "krl-1")
    assert (await register.kept_robot(OFFICE, "krl-1")).check_since is None
    await register.undo(OFFICE, change)
    assert (await register.kept_robot(OFFICE, "krl-1")).check_since is not None


async def test_a_lent_robot_is_not_scrapped(register: Register, school: int) -> None:
    loan = (await register.reserve(OFFICE, wish(school))).id
    with pytest.raises(Declined, match="still lent"):
        await register.scrap(OFFICE, "krl-1")
    await register.cancel(OFFICE, loan)
    await register.scrap(OFFICE, "krl-1")
    assert (await register.kept_robot(OFFICE, "krl-1")).scrapped_at is not None


async def test_a_school_reports_what_is_wrong_with_its_own_robot(
    register: Register, school: int
) -> None:
    contact, stranger = (Member(7, "Frau Muster", "school", one) for one in (school, school + 1))
    loan = (await register.reserve(OFFICE, wish(school))).id
    await register.hand_over(OFFICE, loan)
    await register.ask_for_check(contact, "krl-1", "Das Rad ist locker")
    assert (await register.kept_robot(OFFICE, "krl-1")).check_note == "Das Rad ist locker"
    with pytest.raises(NotYours):
        await register.ask_for_check(stranger, "krl-1", "x")
    with pytest.raises(NotYours):
        await register.add_robot_note(stranger, "krl-1", "x")
