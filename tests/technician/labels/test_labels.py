from dataclasses import replace
from importlib import resources
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

from bridge.papers.typeset import typeset
from bridge.tables.cells import CellPlace
from technician.labels import labels
from technician.labels.labels import PER_SHEET, Language
from technician.lists.records import ListedRobot
from tests.bridge.papers.reading import letters_of, pages_of

ROOT = Path(__file__).parents[3]
TEMPLATE = (resources.files("technician.labels") / "labels.typ").read_text(encoding="utf-8")


def robot(name: str = "Käthe", number: int = 1, serial: str = "KRL-0001") -> ListedRobot:
    place = CellPlace("", 2)
    return ListedRobot(
        f"karlsson-{number}", name, serial, place, "wss://a/signal", hotspot_key="k7qf-2mxr-9tch"
    )


def test_a_label_says_name_serial_number_and_where_the_robots_page_is() -> None:
    found = labels.labels([robot()], "de")
    (one,) = found["labels"]
    assert (one["name"], one["serial"], one["host"]) == ("Käthe", "KRL-0001", "karlsson-1")
    assert one["key"] == "k7qf-2mxr-9tch"
    assert one["alt"] == "Code zu http://karlsson-1.local"
    assert one["code"].startswith("<svg")
    assert "Serial number" in labels.labels([robot()], "en")["serial"]


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_sheet_for_each_24_labels(language: Language) -> None:
    robots = [robot(number=number) for number in range(PER_SHEET)]
    assert pages_of(typeset(TEMPLATE, labels.labels(robots, language))) == 1
    found = typeset(TEMPLATE, labels.labels(robots, language, used=1))
    assert pages_of(found) == 2
    assert "ä" in letters_of(found)


@pytest.mark.parametrize("name", ["W" * 40, "Größenwahnsinniges Ungetüm der Oberstufe", "i"])
def test_a_name_of_any_length_stays_on_its_label(name: str) -> None:
    robots = [robot(name, number, "S" * 40) for number in range(PER_SHEET)]
    assert pages_of(typeset(TEMPLATE, labels.labels(robots, "de"))) == 1


def test_the_code_is_read_as_the_robots_address() -> None:
    from tests.technician.labels.codes import read_code

    png = typeset(TEMPLATE, labels.labels([robot()], "de"), "png")
    assert read_code(png) == "http://karlsson-1.local"


def test_a_pin_stands_on_its_label_in_words_alone() -> None:
    one = replace(robot(), pin="47110815")
    assert labels.labels([one], "de")["labels"][0]["pin"] == "4711 0815"
    from tests.technician.labels.codes import read_code

    digits = set("485")
    assert digits <= letters_of(typeset(TEMPLATE, labels.labels([one], "de")))
    assert not digits & letters_of(typeset(TEMPLATE, labels.labels([robot()], "de")))
    png = typeset(TEMPLATE, labels.labels([one], "de"), "png")
    assert read_code(png) == "http://karlsson-1.local"
    full = [replace(robot("W" * 40, number, "S" * 40), pin="47110815") for number in range(24)]
    assert pages_of(typeset(TEMPLATE, labels.labels(full, "de"))) == 1


def test_templates_and_examples_travel_with_the_package() -> None:
    shipped = {
        Path(file.path).relative_to(ROOT).as_posix()
        for file in WheelBuilder(str(ROOT)).recurse_included_files()
    }
    assert {
        "technician/labels/labels.typ",
        "technician/examples/robot.toml",
        "technician/examples/body.toml",
        "technician/examples/body-good.toml",
    } <= shipped
