import re
from importlib.resources import files

import pytest

from hardware.signals.reading import TableError, read

TEXT = files("hardware.signals").joinpath("table.toml").read_text(encoding="utf-8")


def swapped(old: str, new: str) -> str:
    assert TEXT.count(old) >= 1, old
    return TEXT.replace(old, new, 1)


def in_signal(name: str, old: str, new: str) -> str:
    head, mark, tail = TEXT.partition(f"[signals.{name}]\n")
    assert old in tail
    return head + mark + tail.replace(old, new, 1)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        pytest.param("[colours", "stands alone on its line", id="no TOML"),
        pytest.param(TEXT + "\n[more]\n", "needed: ['colours'", id="unknown table"),
        pytest.param(swapped("warm = [1.0", "warm = [1.5"), "colours.warm", id="too bright"),
        pytest.param(swapped("warm = [1.0", "warm = [0.9"), "strongest", id="weak colour"),
        pytest.param(
            swapped("amber = [1.0, 0.6, 0.0]", "amber = [1.0, 0.2, 0.0]"), "red", id="red"
        ),
        pytest.param(
            swapped('opens = "half"', 'opens = "wide"'), "drawings.half.opens", id="opens"
        ),
        pytest.param(swapped("#......# #......#", "#"), "drawings.asleep.rows: row 4", id="rows"),
        pytest.param(TEXT + "\n[modifiers.far]\n", "modifiers: ['far', 'near']", id="modifier"),
        pytest.param(TEXT + "\n[signals.party]\n", "signals.party: unknown", id="unknown signal"),
        pytest.param(
            re.sub(r"\[signals\.seen\].*?\n\n", "", TEXT, flags=re.DOTALL),
            "signals.seen: missing",
            id="missing signal",
        ),
        pytest.param(
            in_signal("hand", 'colour = "amber"', 'colour = "pink"'),
            "signals.hand.colour = 'pink'",
            id="unknown colour",
        ),
        pytest.param(
            in_signal("hand", 'posture = "follow"', 'posture = "dance"'),
            "signals.hand.posture: Invalid",
            id="unknown posture",
        ),
        pytest.param(
            in_signal("hand", "watched = true", "watched = true\nblink = 3"),
            "signals.hand: Object contains unknown field `blink`",
            id="unknown key",
        ),
        pytest.param(
            in_signal("hand", '"hand_right"', '"foot"'),
            "signals.hand.eyes.without_hand: 'foot'",
            id="unknown drawing",
        ),
        pytest.param(
            in_signal("hand", "[1, 1], [2, 0.2]", "[0.1, 1], [0.2, 0.2]"),
            "signals.hand.ring.points: brightens 0.20 s",
            id="flashes",
        ),
        pytest.param(
            in_signal("hand", "[1, 1], [2, 0.2]", "[1, 2], [2, 0.2]"),
            "signals.hand.ring.points[1][1]",
            id="brighter than full",
        ),
        pytest.param(
            in_signal("hand", "[1, 1], [2, 0.2]", "[2, 1], [1, 0.2]"),
            "signals.hand.ring.points: times",
            id="back in time",
        ),
        pytest.param(
            in_signal("present", "[[0, 0.5]]", "[[0, 0.01]]"),
            "signals.present.ring.points: below",
            id="hidden",
        ),
        pytest.param(
            in_signal("present", '[[1, "open"]]', '[[1, "asleep"], [1, "open"]]'),
            "signals.present.eyes.parts: closed",
            id="eyes closed while watched",
        ),
        pytest.param(
            in_signal("seen", '[0.2, "asleep"], [0.2, "open"]', '[0.1, "asleep"], [0.1, "open"]'),
            "signals.seen.eyes.parts: lights up",
            id="eyes flash",
        ),
        pytest.param(
            in_signal("hand", '[[1, "hand_right"]]', '[[1, "half"]]'),
            "signals.hand.eyes.without_hand: opens",
            id="eyes that cannot draw would differ",
        ),
        pytest.param(
            in_signal("hand", 'de = "Meldet sich"', 'de = ""'), "signals.hand.words", id="no words"
        ),
        pytest.param(TEXT.replace("[legend.en]", "[legend.fr]"), "legend: languages", id="french"),
        pytest.param(swapped("note = ", "nota = "), "legend.de", id="legend"),
    ],
)
def test_a_wrong_table_is_refused_by_signal_and_key(text: str, what: str) -> None:
    with pytest.raises(TableError) as refused:
        read(text)
    assert what in str(refused.value)


def test_the_shipped_table_can_be_read_anew() -> None:
    table = read(TEXT)
    assert table.signals["identify"].words["de"] == "Hier bin ich!"
    assert set(table.legend) == {"de", "en"}
