from bridge.office.lists.looked_at import GONE
from tests.bridge.office.staff import Staff


async def test_a_list_that_is_gone_is_told_in_words(staff: Staff) -> None:
    visit = await staff.signed_in("office")
    assert GONE.de in await visit.get("/office/lists/columns", status=409)
