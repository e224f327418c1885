from datetime import timedelta

import pytest

from bridge.base.words import Declined, NotYours
from bridge.lending.life import PENCIL_DAYS
from bridge.lending.permissions import Member
from bridge.register.register import Register
from bridge.store import Store
from tests.bridge.people import TODAY, TurnedClock
from tests.bridge.register.lent import OFFICE, new_school, wish


async def test_notes_overlap_and_fade(register: Register, store: Store, clock: TurnedClock) -> None:
    school = await new_school(store, register)
    days = (TODAY, TODAY + timedelta(days=9))
    await register.reserve(OFFICE, wish(school))
    first = await register.pencil_in(OFFICE, "krl-1", days, school)
    await register.pencil_in(OFFICE, "krl-1", days)
    assert [one.school_name for one in await register.pencilled(OFFICE)] == ["GemS Fördewind", ""]
    assert len(await register.pencilled(Member(2, "", "school", school))) == 1
    await register.rub_out(OFFICE, first.id)
    assert len(await register.pencilled(OFFICE)) == 1
    clock.now_s += (PENCIL_DAYS + 1) * 24 * 3600
    assert await register.pencilled(OFFICE) == []


async def test_what_cannot_be_noted_is_refused(register: Register, store: Store) -> None:
    await new_school(store, register)
    with pytest.raises(NotYours):
        await register.pencil_in(OFFICE, "krl-9", (TODAY, TODAY))
    with pytest.raises(Declined):
        await register.pencil_in(OFFICE, "krl-1", (TODAY, TODAY - timedelta(days=1)))
    with pytest.raises(NotYours):
        await register.rub_out(OFFICE, 7)
