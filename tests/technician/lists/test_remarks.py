from technician.lists.remarks import Remark, WrongValueError, grouped, wrong


def test_a_remark_names_place_fault_and_remedy() -> None:
    remark = Remark("wrong", "row 5, column C", "the password is missing", "write it")
    assert str(remark) == "row 5, column C: the password is missing; write it"
    assert str(Remark("note", "row 5", "was left out")) == "row 5: was left out"
    assert wrong([remark, Remark("note", "row 5", "x")]) == [remark]
    assert str(WrongValueError("is wrong", "mend it")) == "is wrong; mend it"


def test_what_holds_for_many_rows_is_told_once_and_mistakes_last() -> None:
    def note(row: int) -> Remark:
        return Remark("note", f"sheet Arrow, row {row}, column C", "is a number", "mend it")

    mistakes = [Remark("wrong", "row 9", "a"), Remark("wrong", "row 2", "b")]
    one = Remark("note", "the file", "c")
    assert [str(remark) for remark in grouped([*mistakes, note(3), note(5), one])] == [
        "the file: c",
        "sheet Arrow, rows 3, 5, column C: is a number; mend it",
        "row 2: b",
        "row 9: a",
    ]
    many = grouped([note(row) for row in range(1, 21)])
    assert "rows 1, 2, 3, 4, 5, 6, 7, 8 and 12 more, column C" in str(many[0])
