from pathlib import Path

import pytest

from bridge.process import pin
from bridge.tables.cells import CellPlace
from technician.lists.records import ListedRobot
from technician.places.errors import CardError
from technician.places.pins import with_pins


def robots(*ids: str) -> list[ListedRobot]:
    return [ListedRobot(one, one, "", CellPlace("", 2), "wss://a/signal") for one in ids]


def test_a_robot_keeps_its_pin_and_its_card_whatever_else_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "pins.json"
    (first,) = with_pins(path, robots("kaethe"))
    again = with_pins(path, robots("pelle", "kaethe"))
    assert (again[1].pin, again[1].pin_hash) == (first.pin, first.pin_hash)
    assert again[0].pin != first.pin or again[0].pin_hash != first.pin_hash
    assert pin.fits(first.pin, first.pin_hash)
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_trial_run_leaves_nothing_behind(tmp_path: Path) -> None:
    (one,) = with_pins(tmp_path / "pins.json", robots("kaethe"), keep=False)
    assert pin.plain(one.pin)
    assert list(tmp_path.iterdir()) == []


def test_a_pin_appears_in_no_message(tmp_path: Path) -> None:
    (one,) = with_pins(tmp_path / "pins.json", robots("kaethe"))
    assert one.pin not in repr(one)


@pytest.mark.parametrize("text", ["", "[]", '{"robots": {"kaethe": {"pin": "1", "salt": ""}}}'])
def test_another_file_is_not_written_over(tmp_path: Path, text: str) -> None:
    path = tmp_path / "pins.json"
    path.write_text(text)
    with pytest.raises(CardError, match="--pins"):
        with_pins(path, robots("kaethe"))
    assert path.read_text() == text


def test_a_folder_that_is_not_there_is_named_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(CardError, match="--no-page"):
        with_pins(tmp_path / "none" / "pins.json", robots("kaethe"))
