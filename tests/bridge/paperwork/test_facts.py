from datetime import date

from bridge.paperwork.facts import ACCESSORIES, PaperFacts, long_day, paper_data, short_day
from tests.bridge.paperwork.samples import sample


def test_days_are_written_as_people_say_them() -> None:
    assert short_day(date(2026, 3, 1)) == "01.03.2026"
    assert short_day(None) == ""
    assert long_day(date(2026, 12, 3)) == "Donnerstag, 3. Dezember"


def test_what_is_not_known_is_an_empty_line() -> None:
    data = paper_data("return", PaperFacts())
    assert set(data["loan"].values()) == {"", True}
    assert data["accessories"] == list(ACCESSORIES)
    assert data["codes"] is None
    assert data["foot"] == "Rückgabe-Protokoll · Fassung 1"


def test_the_foot_names_whose_paper_it_is_and_which_version() -> None:
    assert paper_data("welcome", sample())["foot"] == (
        "Otto · GemS Fördewind · Fassung 1 · vom 26.11.2026"
    )
    assert paper_data("record", sample())["foot"].startswith("Klassenfenster e. V. · Verzeichnis")
