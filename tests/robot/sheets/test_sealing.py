import json
from pathlib import Path
from typing import Any

import pytest

from bridge.protocol import sealing as wire
from bridge.protocol.errors import ProtocolError
from bridge.protocol.keys import from_text
from robot.sheets.sealing import SheetKeys, bound

FILE = Path(__file__).parents[2] / "messages" / "sheets.json"
SAMPLES: Any = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("sample", SAMPLES["sealed"], ids=lambda sample: sample["direction"])
def test_both_languages_seal_alike(sample: Any) -> None:
    class_key = from_text(sample["class_key"])
    direction = {"robot": wire.TO_ROBOT, "class": wire.TO_CLASS}[sample["direction"]]
    assert wire.sheet_key(class_key, direction).hex() == sample["key"]
    place = (sample["transfer"], sample["part"], sample["parts"])
    assert bound(*place).hex() == sample["bound"]
    keys, data = SheetKeys(class_key), bytes.fromhex(sample["data"])
    if sample["direction"] == "robot":
        assert keys.open(*place, sample["sealed"]) == data
    else:
        nonce = bytes.fromhex(sample["nonce"])
        assert keys.seal(*place, data, nonce) == sample["sealed"]


TO_ROBOT = next(sample for sample in SAMPLES["sealed"] if sample["direction"] == "robot")
KEYS = SheetKeys(from_text(TO_ROBOT["class_key"]))
PLACE = (TO_ROBOT["transfer"], TO_ROBOT["part"], TO_ROBOT["parts"])


@pytest.mark.parametrize(
    "place",
    [("B" * 22, *PLACE[1:]), (PLACE[0], PLACE[1] + 1, PLACE[2]), (PLACE[0], PLACE[1], 9)],
    ids=["transfer", "part", "parts"],
)
def test_a_part_opens_only_in_its_place(place: tuple[str, int, int]) -> None:
    with pytest.raises(ProtocolError, match="no_class_key"):
        KEYS.open(*place, TO_ROBOT["sealed"])


def test_a_part_of_the_other_direction_or_another_key_does_not_open() -> None:
    own = KEYS.seal(*PLACE, b"hello", bytes(12))
    with pytest.raises(ProtocolError, match="no_class_key"):
        KEYS.open(*PLACE, own)
    with pytest.raises(ProtocolError, match="no_class_key"):
        SheetKeys(bytes(16)).open(*PLACE, TO_ROBOT["sealed"])


@pytest.mark.parametrize("text", ["", "A", "AAAA", "!" * 40, TO_ROBOT["sealed"][:30]])
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ProtocolError):
        KEYS.open(*PLACE, text)


def test_keys_are_not_shown() -> None:
    assert repr(KEYS) == "SheetKeys(********)"
