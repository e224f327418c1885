import pytest

from bridge.__main__ import parser


def test_what_may_be_asked_for() -> None:
    given = parser().parse_args(["loan", "end", "--loan", "7", "--on", "31.01.2027"])
    assert (given.command, given.action, given.loan, given.on) == ("loan", "end", 7, "31.01.2027")
    given = parser().parse_args(["robot", "enrol", "Ida", "Emil", "--days", "3"])
    assert (given.names, given.days) == (["Ida", "Emil"], 3.0)


@pytest.mark.parametrize("number", ["0", "-1", "x", "7.5", "99999999999", "٧"])
def test_a_number_of_a_loan_is_a_number(number: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["loan", "end", f"--loan={number}"])
    assert "is not a number such as 7" in capsys.readouterr().err
