import pytest

from bridge.__main__ import parser
from bridge.commands.loan_acts import LoanCommand
from bridge.commands.loan_options import LIFE


def test_every_act_has_its_method() -> None:
    for act, _what in LIFE.values():
        assert callable(getattr(LoanCommand, act))


@pytest.mark.parametrize("number", ["0", "-1", "٣", "2147483648", "x"])
def test_a_number_that_no_loan_can_have_is_refused(
    number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["loan", "show", f"--loan={number}"])
    assert "is not a number such as 7" in capsys.readouterr().err
