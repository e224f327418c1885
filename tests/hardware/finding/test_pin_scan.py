from pathlib import Path

from hardware.finding.found import FoundPins
from hardware.finding.pin_scan import scan


def test_pins_are_ready_missing_or_without_their_library(tmp_path: Path) -> None:
    assert scan(tmp_path, "json") == FoundPins((), "none")
    chip = tmp_path / "gpiochip0"
    chip.write_text("")
    assert scan(tmp_path, "json") == FoundPins((str(chip),))
    assert scan(tmp_path, "no_such_library_here") == FoundPins((str(chip),), "no_library")


def test_pins_that_this_user_may_not_open_are_named(tmp_path: Path) -> None:
    chip = tmp_path / "gpiochip0"
    chip.symlink_to(tmp_path / "gone")  # root may open everything that is there
    assert scan(tmp_path, "json") == FoundPins((str(chip),), "forbidden")
