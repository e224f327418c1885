import subprocess
import sys

import pytest

from tests.netlab.__main__ import main
from tests.netlab.laboratory import ROOT
from tests.netlab.privilege import requires_lab

TIMEOUT_S = 60


@pytest.mark.root
@requires_lab
def test_a_lab_by_hand_names_both_ends_and_obeys(capsys: pytest.CaptureFixture[str]) -> None:
    orders = ["counters\n", "down loss=1\n", "\n", "after 5 both outage\n", "up loss=9\n", "x\n"]
    orders += ["up trace=evdo-up\n", "after 1 up trace=lte-up\n", "up trace=/nowhere\n"]
    assert main(["--both", "delay=30", "--down", "rate=300"], orders) == 0
    robot, child, counters, mistake, unknown, nowhere = capsys.readouterr().out.splitlines()
    assert robot.startswith("robot (10.77.0.1): nsenter --net=/proc/")
    assert child.startswith("child (10.77.0.2): nsenter --net=/proc/")
    assert "down=Counts(entered=0" in counters
    assert mistake == "loss: 9.0 is no share from 0 to 1"
    assert unknown.startswith("'x' is unknown")
    assert nowhere.startswith("recording '/nowhere': there is no such file")


def test_a_word_without_sense_ends_the_command_with_a_sentence() -> None:
    command = [sys.executable, "-m", "tests.netlab", "--down", "speed=3"]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
    )
    assert done.returncode == 2
    assert "'speed' is unknown" in done.stderr
