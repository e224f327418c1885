from pathlib import Path

import pytest

from robot.media.devices import card_place, ffmpeg
from robot.media.devices.card_place import AlsaName, CardPlace, parse
from robot.media.types.spec import parse_microphone


@pytest.fixture
def cards(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(card_place, "ALSA_CARDS", tmp_path)
    return tmp_path


def plug(cards: Path, card: str, number: int) -> None:
    folder = cards / f"card{number}"
    folder.mkdir(exist_ok=True)
    (folder / "id").write_text(f"{card}\n", encoding="utf-8")
    (cards / card).unlink(missing_ok=True)
    (cards / card).symlink_to(folder.name)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("hw:1", AlsaName("hw", "1", "0")),
        ("plughw:1,2", AlsaName("plughw", "1", "2")),
        ("plughw:CARD=Headset,DEV=0", AlsaName("plughw", "Headset", "0")),
        ("default", None),
        ("plug:front", None),
        ("", None),
    ],
)
def test_a_name_has_a_layer_a_card_and_a_device(name: str, parts: AlsaName | None) -> None:
    assert parse(name) == parts


def test_a_card_named_by_its_number_is_found_under_another(cards: Path) -> None:
    place = CardPlace("plughw:1")
    assert place.now() == "plughw:1"  # it is not there yet
    plug(cards, "Headset", 1)
    assert place.now() == "plughw:1"
    plug(cards, "Webcam", 1)
    plug(cards, "Headset", 2)
    assert place.now() == "plughw:CARD=Headset,DEV=0"
    (cards / "Headset").unlink()
    assert place.now() == "plughw:1"


def test_a_lasting_name_stays(cards: Path) -> None:
    plug(cards, "Headset", 3)
    for name in ("hw:CARD=Headset", "default", "plughw:CARD=gone"):
        assert CardPlace(name).now() == name


def test_ffmpeg_finds_it_too(cards: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ffmpeg, "_PLACES", {})
    monkeypatch.setenv("ALSA_CONFIG_PATH", "/etc/alsa.conf")
    spec = parse_microphone("alsa:hw:1")
    plug(cards, "Headset", 1)
    assert ffmpeg._address(spec) == ("hw:1", "alsa")
    plug(cards, "Webcam", 1)
    plug(cards, "Headset", 2)
    assert ffmpeg._address(spec) == ("hw:CARD=Headset,DEV=0", "alsa")
