from pathlib import Path

from robot.errands.journal import NOTHING, read_journal
from tests.robot.doctor.trees import put_command


async def test_the_newest_lines_come_oldest_first(tmp_path: Path) -> None:
    put_command(tmp_path, "journalctl", 'echo third; echo second; echo "$@"')
    told, *rest = (await read_journal(tmp_path)).splitlines()
    assert rest == ["second", "third"]
    for wanted in ("--unit=karlsson-robot", "--unit=karlsson-body", "--no-hostname", "--reverse"):
        assert wanted in told


async def test_a_journal_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    assert await read_journal(tmp_path) == NOTHING
