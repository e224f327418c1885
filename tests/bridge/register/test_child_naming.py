from dataclasses import replace

import pytest

from bridge.base.words import Declined
from bridge.register.register import Register
from bridge.store import Store
from tests.bridge.register.lent import OFFICE, new_school, wish


async def test_a_loan_that_was_reserved_without_a_child_gets_one(
    store: Store, register: Register
) -> None:
    school = await new_school(store, register)
    loan = (await register.reserve(OFFICE, replace(wish(school), short_name=""))).id
    with pytest.raises(Declined, match="short name"):
        await register.name_child(OFFICE, loan, " ")
    made = await register.name_child(OFFICE, loan, " J.  B. ")
    assert (await register.loan_view(OFFICE, loan)).short_name == "J. B."
    (child,) = await register.children(OFFICE)
    assert (child.short_name, child.school_id, child.class_name) == ("J. B.", school, "6c")
    with pytest.raises(Declined, match="already"):
        await register.name_child(OFFICE, loan, "Kind 7")
    await register.undo(OFFICE, made.change_id)
    assert (await register.loan_view(OFFICE, loan)).child_id is None
    await register.cancel(OFFICE, loan)
    with pytest.raises(Declined, match="over"):
        await register.name_child(OFFICE, loan, "J. B.")
