from dataclasses import replace
from datetime import date

import pytest

from bridge.lists.cleaning import clean
from bridge.lists.known import KnownLoan
from bridge.lists.reading import ListWishes, read_list
from bridge.tables.cells import Value, sheet
from tests.bridge.lists.lists import HEAD, OFFICE, loan_row, plan_of, read_row


def test_a_plain_row_is_clear() -> None:
    row = read_row()
    assert (row.verdict, row.sentences().de) == ("ok", "")
    (loan,) = row.loans
    assert (loan.robot_id, loan.child, loan.status) == ("KRL-0001", "J. B.", "lent")
    assert (loan.first, loan.last) == (date(2026, 9, 7), date(2027, 1, 28))


@pytest.mark.parametrize(
    ("cells", "verdict", "kind"),
    [
        ({"robot": "krl 3"}, "read", "loan"),
        ({"robot": "KRL-0099"}, "stop", "loan"),
        ({"robot": "16 + 17"}, "stop", "loan"),
        ({"last": "bis Ferien"}, "ask", "loan"),
        ({"last": "bis auf weiteres"}, "ask", "loan"),
        ({"last": ""}, "ask", "loan"),
        ({"last": "31.11.2026"}, "stop", "loan"),
        ({"last": date(2062, 12, 18)}, "stop", "loan"),
        ({"last": date(2028, 9, 1)}, "stop", "loan"),
        ({"last": date(2026, 9, 1)}, "stop", "loan"),
        ({"first": ""}, "stop", "loan"),
        ({"first": "???"}, "stop", "loan"),
        ({"child": "2 Kinder"}, "stop", "loan"),
        ({"child": ""}, "read", "loan"),
        ({"child": "???"}, "ask", "loan"),
        ({"school": "GS Seerosenweg ???"}, "ask", "loan"),
        ({"state": "Bremen"}, "ask", "loan"),
        ({"state": ""}, "ok", "loan"),
        ({"status": "verl."}, "read", "loan"),
        ({"status": "abgesagt"}, "skip", "left_out"),
        (
            {"school": "Reparatur", "status": "", "first": "", "last": "", "child": ""},
            "read",
            "robot",
        ),
        ({"school": "", "first": "", "last": "", "status": "frei", "child": ""}, "ok", "robot"),
        ({"first": date(2024, 9, 1), "last": date(2025, 1, 31)}, "skip", "old"),
        ({"note": "hat Krebs"}, "read", "loan"),
    ],
)
def test_each_kind_of_cell_has_its_verdict(
    cells: dict[str, Value], verdict: str, kind: str
) -> None:
    row = read_row(None, **cells)
    assert (row.verdict, row.kind) == (verdict, kind)
    assert bool(row.loans) == (kind == "loan" and verdict in ("ok", "read"))


@pytest.mark.parametrize(
    ("cells", "answers"),
    [
        ({"last": "bis Ferien"}, {"0!G2": "2026-12-18"}),
        ({"last": "bis Ferien"}, {"0!G2": "15.1.2027"}),
        ({"last": date(2026, 9, 1)}, {"0!G2": "swap"}),
        ({"robot": "16 + 17"}, {"0!A2": "KRL-0016"}),
        ({"child": "2 Kinder"}, {"0!E2": "-"}),
        ({"school": "GS Seerosenweg ???"}, {"0!C2": "GS Seerosenweg"}),
        ({"state": "Bremen"}, {"0!D2": "NI"}),
        ({"child": "???"}, {"0!E2": "-"}),
    ],
)
def test_an_answer_takes_the_place_of_the_cell(
    cells: dict[str, Value], answers: dict[str, str]
) -> None:
    row = read_row(answers, **cells)
    assert row.verdict in ("ok", "read"), row.sentences().de
    assert len(row.loans) == 1


def test_a_wrong_answer_is_asked_again() -> None:
    assert read_row({"0!G2": "31.2.2027"}, last="bis Ferien").verdict == "stop"
    assert read_row({"0!A2": "KRL-0099"}, robot="16 + 17").verdict == "stop"


def test_a_row_can_be_left_out() -> None:
    row = read_row({"0!2": "skip"}, last="bis Ferien")
    assert (row.verdict, row.kind) == ("skip", "left_out")


def test_two_rows_of_one_robot_may_follow_each_other_but_share_no_day() -> None:
    follows = loan_row(first=date(2027, 1, 29), last=date(2027, 3, 1))
    overlaps = loan_row(first=date(2027, 1, 28), last=date(2027, 3, 1))
    assert plan_of([HEAD, loan_row(), follows]).rows[2].verdict != "stop"
    row = plan_of([HEAD, loan_row(), overlaps]).rows[2]
    assert row.verdict == "stop"
    assert "Zeile 2" in row.sentences().de
    assert row.cells()["A3"] == "KRL-0002?"


def test_a_return_ends_the_days_and_leaves_the_robot_to_check() -> None:
    row = read_row(status="zurück am 13.11., Kopf klemmt")
    assert row.loans[0].returned == date(2026, 11, 13)
    assert row.robot
    assert (row.robot.status, row.robot.notes) == ("check", ("Kopf klemmt",))


def test_the_same_loan_is_known_again_and_its_changes_are_told() -> None:
    known = KnownLoan(
        7, "KRL-0001", date(2026, 9, 7), date(2027, 1, 28), "GS Lindenkoppel", "J. B.", "", "lent"
    )
    office = replace(OFFICE, loans=(known,))
    assert plan_of([HEAD, loan_row()], office).rows[1].kind == "same"
    longer = plan_of([HEAD, loan_row(last=date(2027, 3, 1))], office).rows[1]
    assert longer.verdict == "read"
    assert "bisher 28.01.2027, jetzt 01.03.2027" in longer.sentences().de
    open_end = plan_of([HEAD, loan_row(last="bis auf weiteres")], office).rows[1]
    assert open_end.kind == "same"
    assert plan_of([HEAD, loan_row("KRL-0002")], office).gone == (known,)


def test_an_other_loan_of_the_office_holds_its_days() -> None:
    known = KnownLoan(
        7, "KRL-0001", date(2026, 10, 1), date(2026, 12, 1), "GS Hain", "", "", "lent"
    )
    row = plan_of([HEAD, loan_row()], replace(OFFICE, loans=(known,))).rows[1]
    assert row.verdict == "stop"
    assert "im Büro schon verliehen (GS Hain)" in row.sentences().de


def test_school_contacts_and_notes_are_kept_where_they_belong() -> None:
    head = (*HEAD, "Ansprechp.", "Zubehör")
    row = plan_of([head, [*loan_row(note="fragt nach"), "Frau Muster 040 5550101", "Tasche"]]).rows[
        1
    ]
    assert row.contact
    assert (row.contact.name, row.contact.phone) == ("Frau Muster", "040 5550101")
    assert row.school_note == "fragt nach"
    assert row.robot
    assert row.robot.notes == ("Zubehör: Tasche",)


def test_an_extension_in_the_status_is_proposed_once() -> None:
    row = read_row(last=date(2026, 12, 18), status="verlängert bis 31.1.27")
    assert row.cells()["G2"] == "2027-01-31?"
    for answer in ("2027-01-31", "2026-12-18"):
        answered = read_row({"0!G2": answer}, last=date(2026, 12, 18), status="verl. bis 31.1.27")
        assert answered.loans[0].last.isoformat() == answer


def test_a_free_robot_whose_loan_runs_is_asked_about() -> None:
    row = read_row(status="frei")
    assert row.verdict == "stop"
    back = read_row({"0!H2": "zurück"}, status="frei")
    assert (back.loans[0].status, back.loans[0].returned) == ("returned", OFFICE.today)
    assert read_row({"0!H2": "verliehen"}, status="frei").loans[0].status == "lent"


def test_an_end_without_a_column_can_be_answered() -> None:
    rows = [("Gerät", "Schule", "Zeitraum"), ("KRL-0001", "GS Hain", "seit 1.9.26")]
    row = plan_of(rows).rows[1]
    assert row.cells()["end"] == "2027-01-28?"
    answered = plan_of(rows, answers={"0!end2": "2027-02-05"}).rows[1]
    assert answered.loans[0].last == date(2027, 2, 5)


def test_a_list_of_robots_has_no_loans() -> None:
    rows = [
        ("Inventarnr", "Rufname", "Standort", "Zustand"),
        ("KRL-0001", "Fiete", "Büro", "ok"),
        ("KRL-0002", "Lotte", "", "defekt, Display"),
    ]
    first, second = plan_of(rows).rows[1:]
    assert (first.verdict, first.kind) == ("ok", "robot")
    assert first.robot
    assert (first.robot.home, first.robot.notes) == ("Büro", ())
    assert second.robot
    assert (second.robot.status, second.robot.notes) == ("workshop", ("Display",))


def test_loans_of_long_ago_count_for_their_year_without_a_child() -> None:
    old = loan_row(first=date(2024, 9, 1), last=date(2025, 1, 31), note="fragt nach")
    file = clean([sheet("Archiv 2024", [HEAD, old])], OFFICE.today)
    plan = read_list(file, OFFICE, ListWishes(uses={0: True}, keep_old=True))
    (loan,) = plan.rows[1].loans
    assert (loan.child, loan.status, loan.returned) == ("", "returned", date(2025, 1, 31))
    assert plan.rows[1].school_note == ""
    assert "J. B." not in plan.rows[1].result.de


def test_a_robot_that_came_back_late_is_no_other_loan() -> None:
    known = KnownLoan(
        7,
        "KRL-0001",
        date(2026, 9, 7),
        date(2026, 10, 1),
        "GS Lindenkoppel",
        "J. B.",
        "",
        "returned",
    )
    head = (*HEAD, "zurück am")
    row = [*loan_row(last=date(2026, 10, 1), status="zurück"), date(2026, 10, 5)]
    plan = plan_of([head, row], replace(OFFICE, loans=(known,)))
    assert plan.rows[1].kind == "same"


def test_a_locked_robot_without_days_is_a_remark() -> None:
    row = read_row(first="", last="", child="", school="", status="gesperrt")
    assert (row.kind, row.verdict) == ("robot", "read")
    assert row.robot
    assert row.robot.notes == ("gesperrt",)
    assert read_row(status="gesperrt").loans[0].status == "lent"
