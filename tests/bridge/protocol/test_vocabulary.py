"""Python has one list of each kind of name; the app, which cannot import Python, has a copy."""

import re
from pathlib import Path

import pytest

from bridge.protocol.vocabulary import GESTURES, SIGNALS

APP = Path(__file__).parents[3] / "pupil_app" / "js" / "wire" / "protocol.js"


@pytest.mark.parametrize(("name", "names"), [("SIGNALS", SIGNALS), ("GESTURES", GESTURES)])
def test_the_apps_copy_is_the_same(name: str, names: tuple[str, ...]) -> None:
    listed = re.search(rf"{name} = .*?\[(.*?)\]", APP.read_text(encoding="utf-8"), re.DOTALL)
    assert listed is not None
    assert tuple(re.findall(r'"(\w+)"', listed[1])) == names
