import io

from rich.console import Console

from tests.rehearsal.report import Mistake, Report, Step
from tests.rehearsal.show import line, tell


def test_a_step_is_one_line_as_it_ends() -> None:
    assert line(Step("cards", 1.25, 2, what="2 cards")) == "✓ cards (1.2 s): 2 cards"
    assert line(Step("cards", failed="full")) == "✗ cards: full"
    assert line(Step("update", what="none", rehearsed=False)) == "- update: not rehearsed: none"


def test_everything_is_told_with_its_reason() -> None:
    report = Report(1, left_out={"reboot": 1}, changes={"body.socket": 1})
    report.steps.append(Step("wipe", 60.0, 1, what="CLEAN", failed="not clean"))
    report.hands.did("wipe", "unplug")
    report.mistakes.append(Mistake("twin", "ida", "I am", "two robots", "make a token"))
    out = io.StringIO()
    tell(report, Console(file=out, width=100))
    told = out.getvalue()
    for text in (
        *("60.0 s", "FAILED: not clean", "unplug a robot and put it away", "1 × reboot"),
        *("1 × body.socket", "twin (ida)", "robot: I am", "bridge: two robots"),
        *("→ make a token", "minutes_per_robot: 1", "hands_on_minutes_per_robot: 0.167"),
        *("Not counted: assembling", "✗ wipe: not clean"),
    ):
        assert text in told
