from pathlib import Path

import pytest

from robot.media.devices.alsa_cards import lacks
from tests.robot.media.devices.card_tree import card_tree


@pytest.mark.parametrize("name", ["hw:1", "plughw:CARD=Headset,DEV=0"])
def test_a_card_is_found_by_number_and_by_name(tmp_path: Path, name: str) -> None:
    assert lacks(name, "c", card_tree(tmp_path)) == ""


@pytest.mark.parametrize("name", ["hw:7", "plughw:CARD=Nowhere"])
def test_a_card_that_is_not_there_is_named_with_those_that_are(tmp_path: Path, name: str) -> None:
    text = lacks(name, "c", card_tree(tmp_path))
    assert f"{name} is not there: plug it in" in text
    assert "Headset (hw:1)" in text


def test_a_card_without_this_side_is_named(tmp_path: Path) -> None:
    assert "has no loudspeaker" in lacks("hw:1", "p", card_tree(tmp_path))
    assert "has no microphone" in lacks("hw:1,3", "c", tmp_path)


def test_a_card_that_may_not_be_opened_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = card_tree(tmp_path)
    monkeypatch.setattr("os.access", lambda path, mode: False)  # root may open everything
    assert "group audio" in lacks("hw:1", "c", root)


def test_what_is_no_card_is_not_looked_for(tmp_path: Path) -> None:
    assert lacks("default", "c", tmp_path) == ""
    assert "there now: none" in lacks("hw:0", "c", tmp_path)
