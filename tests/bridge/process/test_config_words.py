from typing import Annotated, Any, Literal

import msgspec
import pytest
from msgspec import Meta

from bridge.config import BridgeConfig
from bridge.process.config_words import mistake, not_finite, shown, undescribed
from hardware.config.calibrated import CalibrationDocument
from hardware.config.config import BodyConfig
from robot.settings.config import RobotConfig


class Wheel(msgspec.Struct, tag="wheel", tag_field="driver", forbid_unknown_fields=True):
    turns: int


class Track(msgspec.Struct, tag="track", tag_field="driver", forbid_unknown_fields=True):
    links: int


class Lamp(msgspec.Struct, forbid_unknown_fields=True):
    pin: Annotated[int, Meta(ge=2, le=27)] = 2
    level: Annotated[float, Meta(gt=0)] | Literal["ambient"] = 1.0
    name: Annotated[str, Meta(min_length=1, max_length=4)] = "a"
    device: Annotated[str, Meta(pattern="^/dev/", description="a device")] | None = None
    code: Annotated[str, Meta(pattern="^x")] = "x"
    order: Literal["grb", "rgb"] = "grb"
    side: Literal[1, -1] = 1
    on: bool = True
    steps: Annotated[tuple[int, ...], Meta(max_length=2)] = ()
    pair: tuple[int, int] = (1, 2)
    notes: dict[str, int] = {}
    even: Annotated[int, Meta(ge=2, multiple_of=2)] = 2


class Document(msgspec.Struct, forbid_unknown_fields=True):
    lamp: Lamp = msgspec.field(default_factory=Lamp)
    spare: Lamp | None = None
    lamps: tuple[Lamp, ...] = ()
    drive: Wheel | Track | None = None


class Needy(msgspec.Struct):
    lamp: Lamp
    pin: int


@pytest.mark.parametrize(
    ("document", "says"),
    [
        ({"lamp": {"pin": 1}}, "lamp.pin: must be >= 2 and <= 27"),
        ({"lamp": {"pin": 28}}, "lamp.pin: must be >= 2 and <= 27"),
        ({"lamp": {"pin": "2"}}, "lamp.pin: must be an integer, not text in quotes"),
        ({"lamp": {"pin": 2.5}}, "lamp.pin: must be an integer, not a number"),
        ({"lamp": {"level": 0}}, "lamp.level: must be > 0, or 'ambient'"),
        ({"lamp": {"level": "dark"}}, "lamp.level: must be one of 'ambient' or a number"),
        (
            {"lamp": {"level": []}},
            "lamp.level: must be a number or text in quotes, not a list in [ ]",
        ),
        ({"lamp": {"name": ""}}, "lamp.name: must not be empty"),
        ({"lamp": {"name": "abcde"}}, "lamp.name: must have at most 4 characters"),
        ({"lamp": {"device": "x"}}, "lamp.device: must be a device"),
        ({"lamp": {"code": "y"}}, "lamp.code: is not written as it has to be"),
        ({"lamp": {"order": "bgr"}}, "lamp.order: must be one of 'grb', 'rgb'"),
        ({"lamp": {"side": 2}}, "lamp.side: must be one of 1, -1"),
        ({"lamp": {"on": 1}}, "lamp.on: must be true or false, not an integer"),
        ({"lamp": {"steps": [1, 2, 3]}}, "lamp.steps: must have at most 2 entries"),
        ({"lamp": {"steps": [1, "a"]}}, "lamp.steps[1]: must be an integer, not text in quotes"),
        ({"lamp": {"pair": [1]}}, "lamp.pair: must have 2 entries"),
        (
            {"lamp": {"notes": {"a": 1, "b": "c"}}},
            "lamp.notes.b: must be an integer, not text in quotes",
        ),
        ({"lamp": {"even": 5}}, "lamp.even: must be >= 2 and a multiple of 2"),
        ({"lamp": 5}, "lamp: must be a table, not an integer"),
        ({"spare": 5}, "spare: must be a table, not an integer"),
        ({"lamps": [{}, {"pin": 1}]}, "lamps[1].pin: must be >= 2 and <= 27"),
        ({"lamps": [{"pen": 1}]}, "pen: unknown key; allowed here: code, device,"),
        ({"drive": {"driver": "leg"}}, "drive.driver: must be one of 'wheel', 'track'"),
        ({"drive": {"driver": "wheel"}}, "drive.turns: is missing, and has no default"),
        ({"drive": {}}, "drive.driver: is missing, and has no default"),
        ({"lump": 1}, "lump: unknown key; allowed here: drive, lamp, lamps, spare"),
    ],
)
def test_a_mistake_is_told_with_what_is_allowed(document: dict[str, Any], says: str) -> None:
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.convert(document, Document)
    found = mistake(caught.value, Document, document)
    text = f"{found.key}: {found.what}"
    assert text.endswith(says) or says in text
    assert not any(jargon in text for jargon in ("Expected", "regex", "enum", "Object", "`", "$"))


def test_what_a_library_says_in_new_words_is_not_passed_on() -> None:
    found = mistake(msgspec.ValidationError("Expected a canary - at `$.lamp.pin`"), Document)
    assert (found.key, found.what) == ("lamp.pin", "is not written as it has to be")
    found = mistake(msgspec.ValidationError("Expected `int` - at `$.lamp.notes[...]`"), Document)
    assert found.key == "lamp.notes"


def test_what_is_missing_is_named() -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({}, "lamp: this table is missing"),
        ({"lamp": {}}, "pin: is missing"),
    ]
    for document, says in cases:
        with pytest.raises(msgspec.ValidationError) as caught:
            msgspec.convert(document, Needy)
        found = mistake(caught.value, Needy)
        assert f"{found.key}: {found.what}".startswith(says)


@pytest.mark.parametrize("shape", [BridgeConfig, BodyConfig, RobotConfig, CalibrationDocument])
def test_every_pattern_has_its_words(shape: type[msgspec.Struct]) -> None:
    assert list(undescribed(shape)) == []
    assert list(undescribed(Document)) == ["^x"] * 3


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        (("ice", "servers", 0, "credential"), "canary"),
        (("storage", "password"), "canary"),
        (("storage", "pasword", "my_secret"), "canary"),
        (("storage", "url"), "postgresql://u:canary@h/d"),
        (("storage", "url"), "postgresql://u:can/ary@canary@h/d"),
    ],
)
def test_a_secret_is_not_shown(steps: tuple[str | int, ...], value: str) -> None:
    assert "ary" not in shown(steps, value)
    assert shown(steps, value).startswith(" = ")


def test_a_value_is_shown_short_and_a_table_not_at_all() -> None:
    assert shown(("a",), "b") == " = 'b'"
    assert len(shown(("a",), "b" * 500)) == 80
    assert shown(("a",), {"b": 1}) == ""


def test_a_number_that_is_none_is_found() -> None:
    assert not_finite({"a": [1.0, {"b": float("nan")}]}) == ("a", 1, "b")
    assert not_finite({"a": float("-inf")}) == ("a",)
    assert not_finite({"a": [1.0, "nan"], "b": {"c": 2}}) is None
