from bridge.base.words import Words
from bridge.lists.verdicts import AnswerChoice, CellFinding, ReadRow, RowNotes, worst


def test_a_row_has_the_worst_verdict_of_its_cells() -> None:
    assert worst(["ok", "ask", "read"]) == "ask"
    assert worst([]) == "ok"


def test_two_sentences_about_one_cell_stand_together() -> None:
    notes = RowNotes({"0!B2": "KRL-0001"}, "0!")
    notes.read("B2", "a", "Eins.", "One.")
    notes.add(
        CellFinding(
            "B2", "stop", Words("Zwei.", "Two."), "b", (AnswerChoice("b", Words("b", "b")),)
        )
    )
    (one,) = notes.findings
    assert (one.verdict, one.words.de, one.value) == ("stop", "Eins. Zwei.", "b")
    assert notes.verdict == "stop"
    assert notes.answer("B2") == "KRL-0001"


def test_proposals_are_marked() -> None:
    findings = (
        CellFinding("H6", "ask", value="2026-12-18"),
        CellFinding("G6", "read", Words("gelesen", "read"), "2026-09-14"),
        CellFinding("H7", "stop"),
        CellFinding("span", "read", value="2026-09-14 2026-09-15"),
        CellFinding("split", "stop", value="2026-11-09"),
    )
    row = ReadRow(0, "S", 6, "ask", "loan", findings=findings)
    assert row.cells() == {
        "H6": "2026-12-18?",
        "G6": "2026-09-14",
        "H7": None,
        "span": ["2026-09-14", "2026-09-15"],
        "split": "2026-11-09",
    }
    assert row.sentences().de == "G6 gelesen"
    assert row.is_open
