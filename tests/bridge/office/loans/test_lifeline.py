from dataclasses import replace
from datetime import date

from bridge.office.loans.lifeline import LifeDays, LifeStep, lifeline

TODAY = date(2026, 11, 30)
LIFE = LifeDays(
    first=date(2026, 9, 1),
    last=date(2026, 12, 4),
    today=TODAY,
    asked=date(2026, 6, 2),
    checked=date(2026, 6, 8),
    reserved=date(2026, 6, 15),
    handed_over=date(2026, 9, 1),
    erase=date(2027, 1, 3),
)


def looks(life: LifeDays) -> list[tuple[str, str]]:
    return [(step.look, step.name.de) for step in lifeline(life)]


def now(life: LifeDays) -> LifeStep:
    return next(step for step in lifeline(life) if step.look in ("now", "stop"))


def test_a_running_loan_shows_what_was_and_what_comes() -> None:
    assert looks(LIFE) == [
        ("done", "Angefragt"),
        ("done", "Geprüft"),
        ("done", "Reserviert"),
        ("done", "Übergeben"),
        ("now", "Läuft"),
        ("ahead", "Zurück"),
        ("ahead", "Name gelöscht"),
    ]
    assert [step.when.de for step in lifeline(LIFE)][3:] == [
        "01.09.",
        "seit 12 Wochen",
        "Fr, 04.12.",
        "03.01.2027",
    ]


def test_a_loan_that_nobody_asked_for_begins_with_its_reservation() -> None:
    life = replace(LIFE, asked=None, checked=None, handed_over=None, first=date(2026, 12, 2))
    assert looks(life)[0] == ("now", "Reserviert")
    assert ("ahead", "Übergeben") in looks(life)
    assert lifeline(life)[2].when.de == "ab Mi, 02.12."


def test_what_needs_somebody_stands_out() -> None:
    assert now(replace(LIFE, locked=TODAY)).name.de == "Gesperrt"
    assert now(replace(LIFE, last=date(2026, 11, 27))).name.de == "Überfällig"
    assert now(replace(LIFE, may_run=False)).name.de == "Wartet auf Häkchen"
    assert now(replace(LIFE, first=date(2026, 12, 2))).name.de == "Übergeben"


def test_each_life_has_one_step_that_holds() -> None:
    back = replace(LIFE, returned=date(2026, 11, 27))
    reserved = replace(LIFE, handed_over=None, first=date(2026, 12, 2))
    cancelled = replace(reserved, cancelled=TODAY)
    locked = [replace(LIFE, locked=TODAY), replace(reserved, locked=TODAY)]
    erased = [replace(back, erased=TODAY), replace(cancelled, erased=TODAY)]
    for life in (LIFE, back, reserved, cancelled, *locked, *erased):
        assert sum(look in ("now", "stop") for look, _name in looks(life)) == 1
    assert now(back).name.de == "Zurück"
    assert now(replace(back, erased=TODAY)).name.de == "Name gelöscht"


def test_a_cancelled_loan_ends_there() -> None:
    life = replace(LIFE, handed_over=None, cancelled=date(2026, 11, 27))
    assert [name for _look, name in looks(life)][2:] == ["Reserviert", "Abgesagt", "Name gelöscht"]
    assert now(life).name.de == "Abgesagt"
