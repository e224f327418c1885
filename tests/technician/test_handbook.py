"""The technician's page names only what there is."""

import argparse
import re
from pathlib import Path

import pytest

from technician.commands import options
from technician.lists import columns

PAGE = (Path(__file__).parents[2] / "docs/technician.md").read_text(encoding="utf-8")
HEADINGS = re.findall(r"^\| ((?:`[^`]+`(?:, )?)+) \|", PAGE, re.MULTILINE)


def test_each_heading_of_the_page_is_known() -> None:
    named = [name for cell in HEADINGS for name in re.findall(r"`([^`]+)`", cell) if name[0] != "-"]
    assert len(named) > 30
    assert [name for name in named if columns.meaning(name) is None] == []


def test_each_option_of_the_page_is_there() -> None:
    parser = argparse.ArgumentParser()
    options.add_card(parser.add_subparsers())
    text = "\n".join(re.findall(r"karlsson card .*?(?=`|```)|`(?=--)[^`]+`", PAGE, re.DOTALL))
    known = _known(parser)
    assert set(re.findall(r"(?<!\S)--[a-z-]+", text)) <= known


@pytest.mark.parametrize("action", ["prepare", "labels", "template"])
def test_each_action_is_on_the_page(action: str) -> None:
    assert PAGE.count(f"karlsson card {action}") >= 2


def _known(parser: argparse.ArgumentParser) -> set[str]:
    found: set[str] = set()
    for action in parser._actions:
        found |= set(action.option_strings)
        if isinstance(action, argparse._SubParsersAction):
            for one in action.choices.values():
                found |= _known(one)
    return found
