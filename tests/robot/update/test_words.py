import re
from pathlib import Path
from string import Formatter

import pytest

from robot.update.words import WORDS, say

ROOM = Path(__file__).parents[3] / "robot" / "update"


@pytest.mark.parametrize("code", WORDS)
def test_both_languages_name_the_same_facts(code: str) -> None:
    german, english = (
        {name for _, name, _, _ in Formatter().parse(text) if name} for text in WORDS[code]
    )
    assert german == english


def test_every_code_has_words() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in ROOM.glob("*.py"))
    raised = set(re.findall(r'UpdateError\(\s*"(\w+)"', text))
    noted = set(re.findall(r'note\(\s*"(\w+)"', text))
    assert raised | noted <= set(WORDS)
    assert {"lesson", "school_hours", "platform", "not_listed", "older", "up_to_date"} <= set(WORDS)


def test_words_bear_facts_that_are_missing_and_codes_that_are_newer() -> None:
    assert say("installed", {"version": "1.5.0"}, "de").startswith("1.5.0 ist eingespielt")
    assert say("installed", {}, "en").startswith("? is installed")
    assert say("of_next_year", {}, "de") == "of_next_year"
