from typing import get_args

from bridge.alarms import letters
from bridge.alarms.changes import AlarmNews
from bridge.alarms.letters import MOST_LISTED
from bridge.alarms.rules import KINDS, AlarmKind, School
from tests.bridge.alarms.test_rules import BERLIN, at

SCHOOL = School(BERLIN)
WHEN = int(at("2026-11-30 18:05"))


def test_a_letter_names_robots_and_what_to_do() -> None:
    news = [
        AlarmNews("karlsson-1", "not_charging", False, WHEN),
        AlarmNews("karlsson-2", "not_charging", False, WHEN),
        AlarmNews("karlsson-3", "doctor", True, WHEN),
    ]
    assert letters.subject(news, "de") == "Karlsson: 2 Alarme, 1 vorbei"
    assert letters.subject(news[:1], "en") == "Karlsson: 1 alarm"
    assert letters.subject(news[2:], "en") == "Karlsson: 1 over"
    assert letters.text(news, SCHOOL, "de").splitlines() == [
        "karlsson-1 ist am Abend nicht am Ladegerät (30.11. 18:05)",
        "karlsson-2 ist am Abend nicht am Ladegerät (30.11. 18:05)",
        "  → Bitte an sein Ladegerät stellen; sonst ist er morgen leer.",
        "",
        "Vorbei:",
        "karlsson-3 hat beim Doctor keine Fehler mehr (30.11. 18:05)",
        "",
        "Jeder Alarm wird einmal gemeldet, und einmal, wenn er vorbei ist.",
    ]


def test_a_program_gets_the_same() -> None:
    told = letters.data([AlarmNews("karlsson-1", "not_seen", False, WHEN)], SCHOOL, "en")
    assert told == {
        "subject": "Karlsson: 1 alarm",
        "left_out": 0,
        "alarms": [
            {
                "robot": "karlsson-1",
                "kind": "not_seen",
                "state": "raised",
                "at": "2026-11-30T18:05:00+01:00",
                "text": "has not been seen today",
            }
        ],
    }


def test_every_kind_has_words_in_both_languages() -> None:
    assert set(KINDS) == set(get_args(AlarmKind))
    for kind in KINDS:
        for over in (False, True):
            one = [AlarmNews("a", kind, over, WHEN)]
            texts = {letters.text(one, SCHOOL, "de"), letters.text(one, SCHOOL, "en")}
            assert len(texts) == 2
            assert all("_" not in text for text in texts)


def test_a_whole_town_without_power_makes_a_short_letter() -> None:
    news = [AlarmNews(f"karlsson-{n}", "not_seen", False, WHEN) for n in range(3000)]
    text = letters.text(news, SCHOOL, "de")
    assert f"… und {3000 - MOST_LISTED} weitere" in text
    assert len(text.splitlines()) < MOST_LISTED + 10
    told = letters.data(news, SCHOOL, "de")
    assert (len(told["alarms"]), told["left_out"]) == (MOST_LISTED, 3000 - MOST_LISTED)
