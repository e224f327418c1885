import ast
from pathlib import Path

import pytest

from hardware.setup import dialogue, words
from hardware.setup.axes import sentence
from hardware.setup.walk import Step
from hardware.setup.words import LANGUAGES, gaps, keys, say


@pytest.mark.parametrize("key", keys())
def test_both_languages_have_the_same_gaps(key: str) -> None:
    assert gaps(key, "de") == gaps(key, "en")


def test_every_sentence_that_is_said_exists() -> None:
    used = set()
    for path in Path(dialogue.__file__).parent.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("said", "word")
                and isinstance(node.args[0], ast.Constant)
            ):
                used.add(node.args[0].value)
    assert used - set(keys()) == set()


def test_every_step_says_something() -> None:
    for step in set(Step) - {Step.WRONG, Step.DONE}:
        name = step.name.lower()
        asked = [f"{name}_hand", f"{name}_driven"] if name in dialogue.BY_KIND else [name]
        assert set(asked) <= set(keys())


def test_sides_and_axes_are_translated_within_a_sentence() -> None:
    told = sentence("note_little", side="left")
    assert say(told, "de") == "Das war kaum gedreht. Dreh weiter nach links."
    assert say(told, "en") == "That was hardly turned. Turn further left."


def test_the_language_follows_the_terminals() -> None:
    assert words.language_of("de_DE.UTF-8") == "de"
    assert words.language_of("C") == "en"
    assert LANGUAGES == ("de", "en")
