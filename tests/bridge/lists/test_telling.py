from bridge.lists.telling import plan_data, plan_text
from tests.bridge.lists.lists import HEAD, loan_row, plan_of


def test_a_plan_is_told_to_programs_and_people() -> None:
    plan = plan_of([HEAD, loan_row(), loan_row("KRL-0002", last="bis Ferien"), loan_row("99")])
    data = plan_data(plan)
    assert data["counts"] == {"ok": 1, "read": 0, "ask": 1, "stop": 1, "skip": 1}
    asked = data["rows"][2]
    assert (asked["sheet"], asked["row"], asked["verdict"]) == ("Liste", 3, "ask")
    assert asked["cells"] == {"G3": "2026-12-18?"}
    assert asked["questions"][0]["key"] == "0!G3"
    assert asked["questions"][0]["choices"][0]["value"] == "2026-12-18"
    text = plan_text(plan)
    assert "Liste, 3\tVorschlag" in text
    assert text.endswith("1 klar, 0 gedeutet, 1 Vorschlag, 1 braucht Sie, 1 übersprungen")
