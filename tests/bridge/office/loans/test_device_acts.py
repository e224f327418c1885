import re

import pytest

from bridge.base.records import LinkUse
from bridge.lending.permissions import COMMAND_LINE
from bridge.register.history import HistoryFilter
from bridge.signaling import access
from tests.bridge.office.loans.lent import running
from tests.bridge.office.staff import Staff

DEVICE = "A" * 43


async def test_devices_are_locked_out_and_codes_withdrawn(staff: Staff) -> None:
    lent = await running(staff)
    now = int(staff.clock.unix_s())
    paired = await staff.store.add_pairing(lent.loan, "secret", "one", b"k" * 32, now + 600)
    assert await staff.store.use_pairing(paired, DEVICE, now)
    left = await staff.store.add_pairing(lent.loan, "word", "two", b"k" * 32, now + 600)
    office = await staff.signed_in("office")
    page = await office.get(lent.page)
    assert "Tablet vom Kind" in page
    assert "1 offenes Zauberwort" in page
    assert DEVICE not in page
    said = "Das lässt sich nicht zurücknehmen; das Tablet braucht dann ein neues Willkommensblatt."
    assert said in page
    assert "Das lässt sich nicht zurücknehmen; ein Tablet braucht dann" in page  # for the code
    where = await office.post(f"{lent.page}/devices/lock-out", {"device": "1"})
    assert await staff.store.device_locked(DEVICE)
    page = await office.get(where)
    assert "ausgesperrt" in page
    # No undo, but the way back in.
    assert "/office/undo/" not in page
    assert "Nur ein neues Willkommensblatt lässt es wieder herein." in page
    assert f'action="{lent.page}/papers/welcome" target="_blank"><button class="main ' in page
    again = await office.post(f"{lent.page}/devices/lock-out", {"device": "1"}, status=409)
    assert "schon ausgesperrt" in again
    await office.post(f"{lent.page}/devices/lock-out", {"device": "2"}, status=404)
    where = await office.post(f"{lent.page}/codes/withdraw", {"code": str(left.id)})
    assert "/office/undo/" not in await office.get(where)
    assert not await staff.store.use_pairing(left, "B" * 43, now)
    await office.post(f"{lent.page}/codes/withdraw", {"code": "999"}, status=404)


async def test_new_links_are_shown_once_and_the_old_ones_are_gone(staff: Staff) -> None:
    lent = await running(staff)
    office = await staff.signed_in("office")
    page = await office.post(f"{lent.page}/links/renew", status=200)
    link = re.search(r'class="secret"[^>]*>(http[^<]+)<', page)
    assert link is not None
    token = re.search(r"[#&;]t=([\w-]+)", link[1]) or re.search(r"#([\w-]{20,})", link[1])
    assert token is not None, link[1]
    assert await staff.store.teacher_loan(access.token_hash(token[1])) is not None
    assert "data:image/svg+xml;base64," in page
    await office.post(f"{lent.page}/links/renew", status=200)
    assert await staff.store.teacher_loan(access.token_hash(token[1])) is None
    assert link[1] not in await office.get(lent.page)


@pytest.mark.thorough
async def test_links_need_a_passkey_that_was_just_used(staff: Staff) -> None:
    lent = await running(staff)
    school = await staff.signed_in("school", lent.school)
    staff.clock.now_s += 301
    before = await staff.register.loan_view(COMMAND_LINE, lent.loan)
    await school.post(f"{lent.page}/links/renew", status=403)
    assert await staff.register.loan_view(COMMAND_LINE, lent.loan) == before


async def test_an_undo_that_would_let_in_again_is_refused_in_words(staff: Staff) -> None:
    lent = await running(staff)
    now = int(staff.clock.unix_s())
    paired = await staff.store.add_pairing(lent.loan, "secret", "one", b"k" * 32, now + 600)
    assert await staff.store.use_pairing(paired, DEVICE, now)
    made = await staff.register.lock_out(COMMAND_LINE, lent.loan, 1)
    office = await staff.signed_in("office")
    page = await office.post(f"/office/undo/{made.change_id}", {"back": lent.page}, status=409)
    assert "Was gesperrt ist, bleibt gesperrt." in page
    lines = await staff.register.history(COMMAND_LINE, HistoryFilter(loan_id=lent.loan))
    (arrived,) = [one for one in lines if one.kind == "loan.handed_over"]
    page = await office.post(f"/office/undo/{arrived.id}", {"back": lent.page}, status=409)
    assert "Seitdem hat sich ein Tablet verbunden" in page


async def test_staff_see_on_which_day_the_teachers_link_was_used(staff: Staff) -> None:
    lent = await running(staff)
    office = await staff.signed_in("office")
    assert "zuletzt benutzt: noch nie" in await office.get(lent.page)
    await staff.register.set_links(COMMAND_LINE, lent.loan, "t" * 64, "b" * 64, None)
    today = staff.register.today()
    await staff.store.note_link_uses([LinkUse(lent.loan, "t" * 64, today)])
    assert "zuletzt benutzt: heute" in await office.get(lent.page)
    staff.clock.now_s += 24 * 3600
    office = await staff.signed_in("office")
    assert "zuletzt benutzt: Mo, 23.11." in await office.get(lent.page)
    await office.post(f"{lent.page}/links/renew", status=200)
    assert "zuletzt benutzt: noch nie" in await office.get(lent.page)
    await staff.register.give_back(COMMAND_LINE, lent.loan)
    assert "zuletzt benutzt" not in await office.get(lent.page)
