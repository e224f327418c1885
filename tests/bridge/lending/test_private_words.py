import pytest

from bridge.lending.private_words import BIRTHDAY, HOME, ILLNESS, NAME, look_through, told_in


@pytest.mark.parametrize(
    "text",
    [
        "Sie hat Leukämie",
        "Mein Kind hat ME/CFS",
        "wegen Long Covid zu Hause",
        "Chemotherapie bis März",
        "Diagnose: G93.3",
        "juvenile Arthritis",
        "nach einer Herz-OP",
        "Angststörung",
        "an eating disorder",
        "Mukoviszidose und Asthma",
        "ICD-10",
        "Schulangst wegen Depressionen",
    ],
)
def test_illness_is_heard(text: str) -> None:
    assert told_in(text) is ILLNESS


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("geb. 12.03.2016", BIRTHDAY),
        ("Geburtsdatum 2014", BIRTHDAY),
        ("am 3.4.2015", BIRTHDAY),
        ("Wir wohnen am Deich", HOME),
        ("Lindenstraße 12", HOME),
        ("Neuer Weg 3", HOME),
        ("Mein Sohn Max freut sich", NAME),
        ("Unsere Tochter heißt Lena", NAME),
        ("My daughter Emma would love it", NAME),
    ],
)
def test_birthdays_homes_and_names_are_heard(text: str, heard: object) -> None:
    assert told_in(text) is heard


@pytest.mark.parametrize(
    "text",
    [
        "Gutes WLAN im Klassenraum.",
        "Die Klasse 8b ist im Raum A12, 2. Stock.",
        "Bitte vormittags anrufen, Frau Muster ist bis 13 Uhr da.",
        "Das Kind ist länger zu Hause.",
        "Ab 11.01.2027, Klassenfahrt vom 3.5. bis 7.5.2027.",
        "Wir hatten oft Netzstörungen.",
        "Große Schule, die Klasse ist voller Empathie.",
        "Unser Kind möchte gern dabei sein.",
        "Die Schule Am Deich ist 2 km entfernt.",
        "Wir hatten schon einmal einen Karlsson, er heißt Otto nicht mehr.",
    ],
)
def test_usual_notes_are_left_alone(text: str) -> None:
    assert look_through(text) == (text, ())


def test_the_sentence_goes_and_the_others_stay() -> None:
    looked = look_through(
        "Gutes WLAN. Sie hat Leukämie, seit Mai in Behandlung! Geb. 12.03.2016.\nBitte vormittags."
    )
    assert looked.kept == "Gutes WLAN. Bitte vormittags."
    assert looked.hints == (ILLNESS, BIRTHDAY)
    assert look_through("") == ("", ())


def test_a_long_text_is_looked_through_in_one_go() -> None:
    # Patterns without nested repeats: the longest note of the form is no burden.
    for piece in ("a" * 1000, "ab " * 333, "A1" * 500, "straße" * 166, "\n" * 1000):
        look_through(piece)
