from bridge.lending.permissions import COMMAND_LINE
from bridge.lending.right_words import RIGHT_NAMES
from bridge.office.frame.pages import OfficePages
from bridge.store.office_tables import family_links
from tests.bridge.office.staff import Staff
from tests.bridge.register.papered import lend

CARD = '{% from "family/templates/wish.html" import wish with context %}'


async def wished(staff: Staff) -> int:
    """Return a loan whose family wishes for the board photo."""
    loan = await lend(staff.register, may_still=False)
    async with staff.register.change(COMMAND_LINE, "undo") as change:
        await change.insert(family_links, loan_id=loan, token_hash="x" * 64, created=1)
    await staff.register.wish_for(await staff.register.child_loan(loan), "still")
    return loan


async def test_the_office_switches_on_what_a_family_wishes(staff: Staff) -> None:
    loan = await wished(staff)
    office = await staff.signed_in("office")
    back = await office.post(f"/office/loans/{loan}/wish", {"answer": "yes"})
    assert back.startswith(f"/office/loans/{loan}?undo=")
    assert "still" in (await staff.register.child_loan(loan)).allowed
    await office.post(f"/office/loans/{loan}/wish", {"answer": "yes"}, status=404)


async def test_a_school_reads_the_wish_and_does_not_answer_it(staff: Staff) -> None:
    loan = await wished(staff)
    school = await staff.signed_in("school", 1)
    await school.post(f"/office/loans/{loan}/wish", {"answer": "yes"}, status=404)
    assert "still" not in (await staff.register.child_loan(loan)).allowed


def test_a_loan_shows_the_wish_with_its_two_answers() -> None:
    pages = OfficePages()
    name = RIGHT_NAMES["still"]
    template = pages._templates.from_string(CARD + "{{ wish(7, rights) }}")
    member = COMMAND_LINE
    words = {"t": lambda de, en="": de.de if hasattr(de, "de") else de, "member": member}
    page = template.render(words | {"rights": [name]})
    assert "Tafel-Foto" in page
    assert 'action="/office/loans/7/wish"' in page
    assert template.render(words | {"rights": []}).strip() == ""
