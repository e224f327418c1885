from technician.lists.remarks import Remark, WrongValueError, wrong


def test_a_remark_names_place_fault_and_remedy() -> None:
    remark = Remark("wrong", "row 5, column C", "the password is missing", "write it")
    assert str(remark) == "row 5, column C: the password is missing; write it"
    assert str(Remark("note", "row 5", "was left out")) == "row 5: was left out"
    assert wrong([remark, Remark("note", "row 5", "x")]) == [remark]
    assert str(WrongValueError("is wrong", "mend it")) == "is wrong; mend it"
