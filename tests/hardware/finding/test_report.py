import json

import pytest

from hardware.finding.found import FoundBody, FoundPins, FoundPort, PortKind
from hardware.finding.proposal import propose
from hardware.finding.reference import builds
from hardware.finding.report import data_of, lines
from hardware.setup.dial import Style
from tests.hardware.finding.parts import PINS, good_body, servos

PLAIN = Style(unicode=True)


def told(found: FoundBody, language: str = "en") -> str:
    return "\n".join(lines(found, propose(found, builds()), PLAIN, language))


def test_a_good_body_is_told_in_both_languages() -> None:
    english, german = told(good_body()), told(good_body(), "de")
    assert "3 Feetech STS3215 servos, ids 1, 2, 3, 1000000 baud, 7.4 V" in english
    assert "I2C 1: 0x40 INA219, 0x70 HT16K33 ?, 0x71 HT16K33 ?" in english
    assert "3 Servos Feetech STS3215, Nummern 1, 2, 3" in german
    assert "wie die gute Bauart" in german
    assert "fehlt" not in german


OTHERS: tuple[PortKind, ...] = (
    *("maestro", "silent", "talks", "foreign", "modem", "console", "second"),
    *("taken", "forbidden", "gone", "unusable", "late"),
)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("kind", OTHERS)
def test_every_kind_of_port_has_its_words(kind: PortKind, language: str) -> None:
    assert "/dev/ttyUSB3" in told(FoundBody((FoundPort("/dev/ttyUSB3", kind),)), language)


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_trouble_has_its_words(language: str) -> None:
    for trouble in ("off", "forbidden", "held", "broken", "late"):
        assert "I2C" in told(FoundBody(i2c_trouble=trouble, pins=PINS), language)
    for pin in ("none", "forbidden", "no_library"):
        assert "ins" in told(FoundBody(pins=FoundPins((), pin)), language)


def test_a_running_body_is_said_in_words() -> None:
    text = told(FoundBody(pins=PINS, running="feetech"))
    assert "The body runs (driver feetech) and holds its ports" in text
    assert "No proposal while the body runs" in text
    assert "sudo systemctl stop karlsson-body" in text


def test_servos_at_several_rates_stand_in_several_lines() -> None:
    port = FoundPort("/dev/ttyUSB0", "feetech", (*servos(1, 2), *servos(3, baud=57_600)), (9,))
    text = told(FoundBody((port,), pins=PINS))
    assert "1 Feetech STS3215 servo, id 3, 57600 baud" in text
    assert "Two servos have the id 9" in text


def test_programs_get_the_same_and_the_file() -> None:
    found = good_body()
    data = json.loads(json.dumps(data_of(found, propose(found, builds()), "de")))
    assert data["proposal"]["build"] == "good"
    assert data["proposal"]["body_toml"].startswith("# Proposed by")
    assert data["proposal"]["to_check"][0]["about"] == "eyes_check"
    assert data["found"]["ports"][0]["servos"][0]["id"] == 1
    none = FoundBody(pins=FoundPins((), "none"))
    assert data_of(none, propose(none, builds()), "de")["proposal"]["body_toml"] is None
