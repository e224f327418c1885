import argparse
import json
from pathlib import Path

import pytest

from technician.commands import options, reading
from technician.commands.arguments import UsageError
from technician.commands.reading import WrongListError
from tests.technician.lists.certificates import certificate, key, pem

LIST = "Name;Token\r\nKäthe;\r\nPelle;tok-9\r\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "liste.csv").write_bytes(LIST.encode("cp1252"))
    return tmp_path


def given(folder: Path, *more: str, action: str = "prepare") -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    options.add_card(parser.add_subparsers())
    out = ["--output", "a.pdf"] if action == "labels" else ["--bridge", "karlsson.example.org"]
    return parser.parse_args(["card", action, "--list", str(folder / "liste.csv"), *out, *more])


def test_what_the_command_line_says_holds_for_all(folder: Path) -> None:
    (folder / "ca.pem").write_bytes(pem(certificate(key(), days=3650)))
    more = (
        "--ca",
        str(folder / "ca.pem"),
        "--time-servers",
        "a.example,b.example",
        "--country",
        "AT",
    )
    found = reading.read(given(folder, *more, "--proxy", "a.example:1", "--body", "gut")).robots[0]
    assert found.bridge_url == "wss://karlsson.example.org/signal"
    assert found.outside.time_servers == ("a.example", "b.example")
    assert found.outside.ca.startswith("-----BEGIN")
    assert (found.outside.proxy, found.country, found.body_name) == (
        "http://a.example:1",
        "AT",
        "gut",
    )


@pytest.mark.parametrize(
    "text",
    [
        "kaethe;tok-1\nemil;tok-2\n",
        json.dumps({"kaethe": "tok-1", "emil": "tok-2"}),
    ],
)
def test_tokens_come_from_a_file_of_their_own(folder: Path, text: str) -> None:
    name = "tokens.json" if text.startswith("{") else "tokens.csv"
    (folder / name).write_text(text, encoding="utf-8")
    found = reading.read(given(folder, "--tokens", str(folder / name)))
    assert [robot.token for robot in found.robots] == ["tok-1", "tok-9"]
    assert "emil belongs to no robot" in str(found.remarks[-1])
    assert "tok-" not in str(found.remarks)


def test_some_robots_of_the_list(folder: Path) -> None:
    assert [one.name for one in reading.read(given(folder, "--only", "pelle")).robots] == ["Pelle"]
    with pytest.raises(UsageError, match="emil: is not in the list, which has kaethe"):
        reading.read(given(folder, "--only", "kaethe", "Emil"))


def test_labels_need_no_bridge(folder: Path) -> None:
    assert len(reading.read(given(folder, action="labels"), labels_only=True).robots) == 2


def test_a_label_has_the_key_that_its_card_has(folder: Path) -> None:
    cards = reading.read(given(folder)).robots
    labels = reading.read(given(folder, action="labels"), labels_only=True).robots
    assert [one.hotspot_key for one in cards] == [one.hotspot_key for one in labels]
    assert len({one.hotspot_key for one in cards}) == 2


def test_looking_keeps_no_secret(folder: Path) -> None:
    reading.read(given(folder, "--dry-run"))
    assert not [*folder.glob("*secret")]


def test_a_wrong_list_comes_with_all_its_remarks(folder: Path) -> None:
    (folder / "liste.csv").write_text("Name;Zeitzone;WLAN-Land\na;Mond;Mond\n", encoding="utf-8")
    with pytest.raises(WrongListError, match="2 mistakes") as caught:
        reading.read(given(folder))
    assert len(caught.value.remarks) == 2


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--bridge", "ftp://x"], "--bridge: 'ftp://x' is no address"),
        (["--time-zone", "Mond"], "--time-zone: 'Mond' is no time zone"),
        (["--country", "?"], "--country"),
        (["--proxy", "x"], "--proxy: it is no address"),
        (["--ca", "no.pem"], "--ca: no.pem cannot be read"),
        (["--tokens", "no.csv"], "no.csv: is not there"),
        (["--tokens", "no.json"], "no.json: is not there"),
        (["--list", "no.xlsx"], "no.xlsx: is not there"),
    ],
)
def test_an_argument_that_cannot_be_used_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch, more: list[str], told: str
) -> None:
    monkeypatch.chdir(folder)
    with pytest.raises(UsageError) as caught:
        reading.read(given(folder, *more))
    assert told in str(caught.value)


def test_broken_json_of_tokens_is_named(folder: Path) -> None:
    (folder / "t.json").write_text("{", encoding="utf-8")
    with pytest.raises(UsageError, match="is no JSON"):
        reading.read(given(folder, "--tokens", str(folder / "t.json")))


def test_the_tokens_say_which_bridge_they_are_for(folder: Path) -> None:
    rows = [{"robot": "kaethe", "token": "tok-1", "bridge": "wss://b.example/signal"}]
    (folder / "t.json").write_text(json.dumps(rows), encoding="utf-8")
    without = given(folder, "--tokens", str(folder / "t.json"))
    without.bridge = ""
    assert reading.read(without).robots[0].bridge_url == "wss://b.example/signal"
    other = reading.read(given(folder, "--tokens", str(folder / "t.json")))
    assert other.robots[0].bridge_url == "wss://karlsson.example.org/signal"


def test_cards_and_labels_share_the_pins_and_a_trial_run_makes_none(folder: Path) -> None:
    kept = folder / "liste-karlsson-pins.json"
    trial = given(folder, "--dry-run")
    assert reading.with_page(reading.read(trial), trial, keep=False).robots[0].pin
    assert not kept.exists()
    for_cards, for_labels = given(folder), given(folder, action="labels")
    cards = reading.with_page(reading.read(for_cards), for_cards)
    labels = reading.with_page(reading.read(for_labels, labels_only=True), for_labels)
    assert [one.pin for one in cards.robots] == [one.pin for one in labels.robots]
    assert len({one.pin_hash for one in cards.robots}) == 2
    assert any(str(kept) in one.where for one in cards.remarks)
    without = given(folder, "--no-page")
    assert reading.with_page(reading.read(without), without).robots[0].pin == ""
    elsewhere = given(folder, "--pins", str(folder / "else.json"))
    reading.with_page(reading.read(elsewhere), elsewhere)
    assert (folder / "else.json").exists()
