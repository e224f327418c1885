import io

from rich.console import Console

from robot.doctor.findings import Both, Finding, Language, absent, bad, good, skipped
from robot.doctor.table import MARKS, show, summary
from tests.robot.doctor.test_findings import FOUND


def shown(found: list[Finding], language: Language = "en", width: int = 100) -> str:
    out = io.StringIO()
    show(found, language, Console(file=out, width=width))
    return out.getvalue()


def test_each_check_has_a_sign_a_word_and_below_it_what_to_do() -> None:
    lines = [line.strip() for line in shown(FOUND).splitlines()]
    disk = next(number for number, line in enumerate(lines) if "room on the card" in line)
    assert lines[disk].split() == ["✗", "room", "on", "the", "card", "FAILED", "full"]
    assert lines[disk + 1] == "→ Do this."
    assert any("simulated" in line and "camera is there" in line for line in lines)


def test_the_last_line_counts() -> None:
    assert shown(FOUND, "de").splitlines()[-1] == (
        "1 zu beheben, 1 schwach, 1 nicht geprüft, 1 nur simuliert, 1 gut."
    )
    assert summary([good("key", "a", "a"), absent("hand")], "en") == "1 ok."


def test_what_devices_and_files_say_is_text_and_never_markup() -> None:
    odd = bad("camera", Both("[red]x[/]", "[red]x[/]"), Both("[/nothing]", "[/nothing]"))
    text = shown([odd])
    assert "[red]x[/]" in text
    assert "[/nothing]" in text


def test_a_narrow_terminal_folds_and_loses_nothing() -> None:
    why = "the class has paused; the button on the robot opens it again"
    text = shown([skipped("frames", Both(why, why))], width=60)
    assert why in " ".join(text.split())


def test_every_outcome_has_a_sign() -> None:
    assert len({mark for mark, _ in MARKS.values()}) == len(MARKS) - 1  # ok and simulated: a tick
