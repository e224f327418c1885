import re

from bridge.office.papers.loan_papers import needed_kinds, print_permission
from tests.bridge.office.papers.printed import printed
from tests.bridge.office.staff import Staff
from tests.bridge.register.papered import lend


def test_a_state_that_asks_nobody_needs_no_form_of_consent() -> None:
    assert needed_kinds("SH") - needed_kinds("HH") == {"consent"}
    assert "welcome" in needed_kinds("")


def test_only_who_may_give_links_prints_the_sheet_with_the_key() -> None:
    assert print_permission("welcome") == "print_links"
    assert print_permission("consent") == "print_papers"


async def test_a_loan_shows_its_papers_and_when_each_was_printed(staff: Staff) -> None:
    loan = await lend(staff.register, state="HH")
    office = await staff.signed_in("office")
    page = await office.get(f"/office/loans/{loan}/papers")
    assert page.count("Drucken<span") == 10
    assert page.count("noch nicht") == 10
    assert "In Hamburg nicht nötig" in page
    await printed(office, f"/office/loans/{loan}/papers/parents")
    page = await office.get(f"/office/loans/{loan}/papers")
    assert page.count("noch nicht") == 9
    assert re.search(r"23\.11\.", page)


async def test_a_loan_that_is_over_has_papers_and_no_welcome_sheet(staff: Staff) -> None:
    loan = await lend(staff.register, returned_at=5)
    page = await (await staff.signed_in("office")).get(f"/office/loans/{loan}/papers")
    assert page.count("Drucken<span") == 9
    assert f"/office/loans/{loan}/papers/welcome" not in page
