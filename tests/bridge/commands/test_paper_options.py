import pytest

from bridge.__main__ import parser
from bridge.commands.paper_options import CHARITY_FIELDS
from bridge.office.settings.charity import SHAPES
from bridge.paperwork.facts import CharityFacts


def test_there_is_no_empty_welcome_sheet(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parser().parse_args(["paper", "empty", "welcome", "--to", "x.pdf"])
    assert "invalid choice" in capsys.readouterr().err


def test_every_text_of_the_charity_can_be_set() -> None:
    assert list(CHARITY_FIELDS) == list(CharityFacts.__dataclass_fields__) == list(SHAPES)
