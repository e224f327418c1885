import pytest

from tests.bridge.office.lists.uploads import SAMPLES, as_of_the_samples, hand_in
from tests.bridge.office.staff import Staff, Visit


@pytest.fixture
async def visit(staff: Staff) -> Visit:
    await as_of_the_samples(staff)
    one = await staff.signed_in("office")
    await hand_in(one, (SAMPLES / "01-avatar-ausleihe.xlsx").read_bytes(), "liste.xlsx")
    return one


async def test_an_answer_clears_its_row_and_can_be_taken_back(visit: Visit) -> None:
    assert "8 klare Zeilen übernehmen" in await visit.get("/office/lists/check")
    await visit.post("/office/lists/answer", key="0!H12", value="2026-11-30")
    page = await visit.get("/office/lists/check")
    assert "9 klare Zeilen übernehmen" in page
    assert "Ihre letzten Antworten" in page
    await visit.post("/office/lists/answer", key="0!H12")
    assert "8 klare Zeilen übernehmen" in await visit.get("/office/lists/check")


@pytest.mark.thorough
async def test_something_else_may_be_typed_or_the_row_left_out(visit: Visit) -> None:
    await visit.post("/office/lists/answer", key="0!H6", typed="15.1.2027")
    assert "9 klare Zeilen übernehmen" in await visit.get("/office/lists/check")
    await visit.post("/office/lists/answer", key="0!H15", typed="irgendwann")
    assert "verstehen wir nicht als Datum" in await visit.get("/office/lists/check")
    await visit.post("/office/lists/answer", key="0!12", value="skip")
    assert "31.11.2026" not in await visit.get("/office/lists/check", show="stop")


async def test_rows_are_filtered_and_paged(visit: Visit) -> None:
    stopped = await visit.get("/office/lists/check", show="stop")
    assert "Seite 1 von 1, 4 Zeilen" in stopped
    assert "Seite 1 von 1, 10 Zeilen" not in await visit.get("/office/lists/check", page="99")


@pytest.mark.thorough
@pytest.mark.parametrize("key", ["H6", "0!<script>", "0!H6; drop", "9999!H6"])
async def test_keys_of_answers_have_one_shape(visit: Visit, key: str) -> None:
    await visit.post("/office/lists/answer", status=409, key=key, value="x")
