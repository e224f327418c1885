import pytest

from bridge.__main__ import parser


def test_a_role_is_one_of_four(capsys: pytest.CaptureFixture[str]) -> None:
    assert parser().parse_args(["person", "invite", "Anna"]).role == "lead"
    with pytest.raises(SystemExit):
        parser().parse_args(["person", "invite", "Anna", "--role", "admin"])
    assert "reader" in capsys.readouterr().err


def test_a_person_is_named_by_a_number() -> None:
    for number in ("0", "-1", "x", "99999999999"):
        with pytest.raises(SystemExit):
            parser().parse_args(["person", "remove", number])
