from dataclasses import replace
from datetime import date

from bridge.lending.asked import AskedFor
from bridge.lending.matching import Days
from bridge.office.requests.letters import LETTER_KINDS, LETTER_WORDS, draft

ASKED = AskedFor(
    "family",
    "Gymnasium Schlosssee, Schwerin",
    class_name="8b",
    state="MV",
    from_date=date(2026, 11, 30),
    weeks=26,
    contact_name="Frau Muster",
    school_knows=True,
)


def test_every_letter_greets_says_why_and_is_signed() -> None:
    assert set(LETTER_WORDS) == set(LETTER_KINDS)
    for kind in LETTER_KINDS:
        letter = draft(kind, ASKED, "Anna Beispiel")
        assert letter.subject == "Karlsson: Ihre Anfrage für Gymnasium Schlosssee, Schwerin"
        assert letter.text.startswith("Guten Tag Frau Muster,\n\n")
        assert letter.text.endswith("Viele Grüße\nAnna Beispiel\n")
    assert draft("refusal", replace(ASKED, contact_name=""), "Anna").text.startswith("Guten Tag,")


def test_a_question_asks_for_what_is_missing_and_for_nothing_else() -> None:
    assert "- …" in draft("question", ASKED, "Anna").text
    bare = AskedFor("family", "GS")
    text = draft("question", bare, "Anna").text
    for words in ("Ab wann", "Wie lange", "In welchem Ort", "Welche Klasse", "Weiß die Schule"):
        assert words in text
    assert "Weiß die Schule" not in draft("question", AskedFor("school", "GS"), "Anna").text


def test_a_promise_names_robot_days_and_what_is_needed() -> None:
    days = Days(date(2027, 1, 11), date(2027, 3, 19))
    text = draft("promise", ASKED, "Anna", "Nele", days, ("Eltern sind informiert",)).text
    assert "Nele ist vom 11.01. bis 19.03.2027 für Sie reserviert" in text
    assert "- Eltern sind informiert" in text
