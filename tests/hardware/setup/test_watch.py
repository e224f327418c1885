import asyncio
import io
from pathlib import Path

import pytest

from hardware.contract import wire
from hardware.contract.errors import NotConnected
from hardware.setup.watch import watch, watch_lines
from tests.hardware.setup.running import running_body
from tests.hardware.setup.technician import at_a_terminal


class Enough(io.StringIO):
    """Reads two lines, then hangs up."""

    def write(self, text: str) -> int:
        if self.getvalue().count("\n") == 2:
            raise BrokenPipeError
        return super().write(text)


async def test_the_state_is_shown_live_until_somebody_leaves(tmp_path: Path) -> None:
    async with running_body(tmp_path) as path:
        with at_a_terminal({"TERM": "xterm"}) as (technician, terminal):
            async with asyncio.TaskGroup() as group:
                group.create_task(watch(path, terminal, "en"), name="watch")
                await technician.sees("simulated: Shows: Asleep (limp)")
                await technician.sees("pan")
                technician.press("q")


async def test_lines_are_reports_as_they_came(tmp_path: Path) -> None:
    out = Enough()
    async with running_body(tmp_path) as path:
        await watch_lines(path, out)
    reports = [wire.decode_report(line) for line in out.getvalue().encode().splitlines()]
    assert isinstance(reports[0], wire.Greeting)
    assert all(isinstance(report, wire.BodyState) for report in reports[1:])


async def test_a_body_that_does_not_run_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotConnected, match="no body runs"):
        await watch_lines(tmp_path / "none", io.StringIO())
