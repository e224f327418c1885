import pytest

from bridge.base.records import Robot
from bridge.base.words import Declined, NotYours
from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.register.children import Child
from bridge.register.loan_wishes import LoanWish
from bridge.register.register import Register
from bridge.register.schools import SchoolRecord
from bridge.store import Store
from tests.bridge.people import TODAY


async def test_a_short_name_changes_in_the_lesson_too(register: Register, store: Store) -> None:
    await store.put_robot(Robot("krl-1", "Otto", "1" * 43, 1))
    school = (await register.add_school(COMMAND_LINE, SchoolRecord(0, "GS Öresund"))).id
    wish = LoanWish("krl-1", TODAY, TODAY, school, short_name=" J.  B. ", class_name="3b")
    loan = (await register.reserve(COMMAND_LINE, wish)).id
    (child,) = await register.children(COMMAND_LINE, "j. b.")
    assert (child.short_name, child.school_name, child.loans) == ("J. B.", "GS Öresund", 1)
    await register.save_child(COMMAND_LINE, Child(child.id, "Kind 6", class_name="3c"))
    assert (await register.loan_view(COMMAND_LINE, loan)).short_name == "Kind 6"
    kept = await store.loan(loan)
    assert kept
    assert kept.pupil_name == "Kind 6"
    again = LoanWish("krl-1", TODAY.replace(year=2027), TODAY.replace(year=2027), school, child.id)
    await register.reserve(COMMAND_LINE, again)
    assert (await register.child(COMMAND_LINE, child.id)).loans == 2


async def test_children_are_seen_by_their_own_school_alone(
    register: Register, store: Store
) -> None:
    await store.put_robot(Robot("krl-1", "Otto", "1" * 43, 1))
    school = (await register.add_school(COMMAND_LINE, SchoolRecord(0, "GS Öresund"))).id
    wish = LoanWish("krl-1", TODAY, TODAY, school, short_name="J. B.")
    await register.reserve(COMMAND_LINE, wish)
    assert len(await register.children(Member(1, "", "school", school))) == 1
    assert await register.children(Member(1, "", "school", school + 1)) == []
    reader = Member(2, "", "reader")
    with pytest.raises(NotYours):
        await register.children(reader)
    (view,) = await register.loan_views(reader)
    assert view.short_name == ""


async def test_a_name_that_cannot_be_shown_is_refused(register: Register, store: Store) -> None:
    await store.put_robot(Robot("krl-1", "Otto", "1" * 43, 1))
    await register.reserve(COMMAND_LINE, LoanWish("krl-1", TODAY, TODAY, short_name="J. B."))
    for name in ("", "x" * 41, "a\x07b"):
        with pytest.raises(Declined, match="short name"):
            await register.save_child(COMMAND_LINE, Child(1, name))
    assert (await register.child(COMMAND_LINE, 1)).short_name == "J. B."
