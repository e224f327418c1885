from bridge.lending.permissions import COMMAND_LINE, Member
from bridge.register.last_change import LastChange
from bridge.register.register import Register
from bridge.store import Store
from tests.bridge.people import TurnedClock
from tests.bridge.register.lent import OFFICE, new_school, wish


async def test_the_newest_change_of_a_loan_has_a_name_and_a_time(
    store: Store, register: Register, clock: TurnedClock
) -> None:
    school = await new_school(store, register)
    loan = (await register.reserve(COMMAND_LINE, wish(school))).id
    assert await register.last_change(OFFICE, loan) == LastChange("", int(clock.unix_s()))
    tom = await register.add_person("Tom Probe", "office")
    clock.now_s += 60
    await register.set_class(tom, loan, "7c")
    assert await register.last_change(tom, loan) == LastChange("Tom Probe", int(clock.unix_s()))
    other = Member(7, "Frau Muster", "school", school + 1)
    assert await register.last_change(other, loan) is None
    assert await register.last_change(OFFICE, loan + 1) is None
