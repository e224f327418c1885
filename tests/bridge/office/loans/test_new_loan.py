import pytest

from bridge.lending.permissions import COMMAND_LINE
from tests.bridge.office.loans.lent import LATER, add_school, reserve
from tests.bridge.office.staff import Staff

ANSWERS = {
    "school": "Seerosen",
    "short_name": "R. D.",
    "class_name": "3b",
    "days": "11.1. bis osterferien",
}


async def test_five_answers_make_a_loan(staff: Staff) -> None:
    await staff.robots("uwe")
    await add_school(staff, "GS Seerosenweg")
    office = await staff.signed_in("office")
    page = await office.get("/office/loans/new", 200, **ANSWERS)
    assert "Do, 25.03.2027 (letzter Schultag vor den Osterferien in SH), 11 Wochen" in page
    part = await office.get("/office/loans/new/outlook", 200, **ANSWERS)
    assert 'id="robots" hx-swap-oob="true"' in part
    assert "Uwe ist vom 11.01. bis 25.03.2027 belegt." in part
    assert "new-school" not in part
    where = await office.post("/office/loans/new", ANSWERS)
    (loan,) = await staff.register.loan_views(COMMAND_LINE)
    assert where.startswith(f"/office/loans/{loan.id}?undo=")
    assert (loan.robot_id, loan.short_name, loan.class_name) == ("uwe", "R. D.", "3b")
    assert loan.facts.open_ticks == 5


async def test_what_is_missing_is_asked_for_and_nothing_is_lost(staff: Staff) -> None:
    await staff.robots("uwe")
    school = await add_school(staff, "GS Seerosenweg")
    await reserve(staff, "uwe", school, LATER, "A. P.")
    office = await staff.signed_in("office")
    for changed, words in (
        ({"school": ""}, "Welche Schule?"),
        ({"school": "Grundschule Neu"}, "In welchem Bundesland"),
        ({"short_name": ""}, "Ein Kürzel reicht."),
        ({"days": ""}, "Von wann bis wann?"),
        ({"days": "demnächst"}, "verstehen wir nicht als Datum"),
        ({}, "kein Roboter frei"),
        ({"robot": "uwe"}, "Uwe ist vom 11.01. bis 25.03.2027 bei GS Seerosenweg"),
    ):
        told = await office.post("/office/loans/new", ANSWERS | changed, status=409)
        assert words in told, changed
        assert 'value="3b"' in told
    assert len(await staff.register.loan_views(COMMAND_LINE)) == 1
    assert len(await staff.register.schools(COMMAND_LINE)) == 1


async def test_a_new_school_comes_with_the_loan(staff: Staff) -> None:
    await staff.robots("uwe")
    office = await staff.signed_in("office")
    part = await office.get("/office/loans/new/outlook", school="Grundschule Neu, Lübeck")
    assert 'id="new-school" hx-swap-oob' in part
    typing = {"school": "Grundschule Neu, Lübeck", "town": ""}
    assert "new-school" not in await office.get("/office/loans/new/outlook", 200, **typing)
    await office.post("/office/loans/new", ANSWERS | {"school": "Grundschule Neu, Lübeck"})
    (school,) = await staff.register.schools(COMMAND_LINE)
    assert (school.name, school.town, school.state) == ("Grundschule Neu", "Lübeck", "SH")


@pytest.mark.thorough
async def test_the_same_child_stays_one_child_only_if_somebody_says_so(staff: Staff) -> None:
    await staff.robots("uwe", "ole")
    await add_school(staff, "GS Seerosenweg")
    office = await staff.signed_in("office")
    await office.post("/office/loans/new", ANSWERS)
    (child,) = await staff.register.children(COMMAND_LINE)
    assert "Dasselbe Kind" in await office.get("/office/loans/new", 200, **ANSWERS)
    same = ANSWERS | {"days": "12.4. bis 30.4.2027", "child": str(child.id)}
    await office.post("/office/loans/new", same)
    assert len(await staff.register.children(COMMAND_LINE)) == 1
    await office.post("/office/loans/new", ANSWERS | {"days": "3.5. bis 28.5.2027"})
    assert len(await staff.register.children(COMMAND_LINE)) == 2


async def test_a_robot_is_pencilled_in_without_a_child(staff: Staff) -> None:
    await staff.robots("uwe")
    await add_school(staff, "GS Seerosenweg")
    office = await staff.signed_in("office")
    answers = ANSWERS | {"short_name": "", "act": "pencil"}
    assert (await office.post("/office/loans/new", answers)).startswith("/office/loans?undo=")
    (noted,) = await staff.register.pencilled(COMMAND_LINE)
    assert (noted.robot_id, noted.first) == ("uwe", LATER[0])
    assert "GS Seerosenweg?" in await office.get("/office/loans")
