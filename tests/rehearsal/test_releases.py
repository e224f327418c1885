import subprocess
from pathlib import Path

from robot.update.record import UpdateRecord
from tests.rehearsal import releases


def starts(root: Path) -> "subprocess.CompletedProcess[str]":
    state = root / "var/lib/karlsson-robot"
    state.mkdir(parents=True, exist_ok=True)
    return subprocess.run(
        [root / releases.BASE / "current" / releases.COMMAND, "echo", "on"],
        env={"PATH": "/usr/bin:/bin", "STATE_DIRECTORY": str(state)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_robot_begins_with_a_release_that_starts_what_is_named(tmp_path: Path) -> None:
    releases.lay_in(tmp_path)
    installed = releases.installation(tmp_path)
    assert (installed.current, installed.good) == (releases.FIRST, releases.FIRST)
    assert releases.records(tmp_path).read() == UpdateRecord()
    assert starts(tmp_path).stdout == "on\n"


def test_a_release_can_be_kept_from_starting_on_one_robot(tmp_path: Path) -> None:
    releases.lay_in(tmp_path)
    (tmp_path / "rehearsal").mkdir()
    (tmp_path / releases.REFUSES.format(releases.NEXT)).touch()
    assert starts(tmp_path).returncode == 0
    (tmp_path / releases.REFUSES.format(releases.FIRST)).touch()
    done = starts(tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert "release 1.0.0 does not start on this robot" in done.stderr
