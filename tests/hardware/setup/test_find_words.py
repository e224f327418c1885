import re
from pathlib import Path

import hardware.finding
from hardware.setup.find_words import FIND_TEXTS

FOLDER = Path(hardware.finding.__file__).parent


def test_every_text_has_a_key_of_its_own_kind_and_two_languages() -> None:
    for key, (german, english) in FIND_TEXTS.items():
        assert key.startswith("find_")
        assert german
        assert english


def test_every_key_that_is_written_out_has_its_words_and_none_is_left_over() -> None:
    text = "".join(path.read_text(encoding="utf-8") for path in FOLDER.glob("*.py"))
    used = set(re.findall(r"[\"'](find_\w+)[\"']", text))
    assert used - set(FIND_TEXTS) == set()
    built = ("find_is_", "find_port_", "find_i2c_", "find_no_i2c_", "find_pins_", "find_title_")
    parts = {"find_fits", "find_missing", "find_left_over", "find_to_check"}
    left = {key for key in FIND_TEXTS if not key.startswith(built)} - used - parts
    assert left == set()
