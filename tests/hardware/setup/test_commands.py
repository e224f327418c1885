import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from hardware.contract.errors import NotConnected
from hardware.setup import commands
from tests.deadline import WAIT_S
from tests.hardware.bodies import (
    body_process,
)
from tests.hardware.setup.technician import at_a_pty


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "body.toml"
    lines = (
        "[body]",
        'driver = "simulated"',
        f'socket = "{tmp_path / "b.sock"}"',
        f'state = "{tmp_path}"',
        'serial = "R7"',
    )
    path.write_text("\n".join(lines))
    return path


async def said(*arguments: str) -> tuple[int | None, str, str]:
    async with body_process(arguments) as process:
        async with asyncio.timeout(WAIT_S):
            out, err = await process.communicate()
        return process.returncode, out.decode(), err.decode()


@pytest.mark.long
async def test_the_test_is_a_document_for_machines(config: Path) -> None:
    code, out, err = await said("test", "--config", str(config), "--json", "--lang", "en")
    found = json.loads(out)
    assert (code, found["ok"], err) == (0, True, "")
    names = {check["check"] for check in found["checks"]}
    assert {"config", "calibration", "socket", "servo", "move", "button", "board"} <= names


async def test_a_wrong_configuration_fails_the_test_in_one_line(config: Path) -> None:
    config.write_text(config.read_text() + "\n[motion]\npan_min_deg = 95\n")
    code, out, _ = await said("--config", str(config), "test", "--lang", "en")
    assert code == 1
    assert out.splitlines()[0].startswith("FAILED   configuration")
    assert "pan_min_deg" in out
    assert out.splitlines()[-1] == "1 failed."


async def test_a_broken_calibration_file_is_named_with_its_remedy(config: Path) -> None:
    (config.parent / "calibration-R7.toml").write_text("serial = 'R8'\n")
    code, out, _ = await said("test", "--config", str(config), "--lang", "en")
    assert code == 1
    assert "calibration-R7.toml" in out
    assert "Delete the file" in out


async def test_calibrating_needs_somebody_at_the_keys(config: Path) -> None:
    code, _, err = await said("calibrate", "--config", str(config))
    assert code == 1
    assert "terminal" in err


async def test_watching_a_body_that_does_not_run_is_one_sentence(tmp_path: Path) -> None:
    code, out, err = await said("watch", "--json", "--socket", str(tmp_path / "none"))
    assert (code, out) == (1, "")
    assert "no body runs" in err
    assert len(err.splitlines()) == 1


async def test_the_page_tells_its_address_and_ends_on_ctrl_c(tmp_path: Path) -> None:
    arguments = ["page", "--socket", str(tmp_path / "none")]
    async with body_process(arguments) as process:
        assert process.stdout is not None
        async with asyncio.timeout(WAIT_S):
            line = await process.stdout.readline()
            assert line.startswith(b"http://127.0.0.1:")
            process.send_signal(2)
            assert await process.wait() == 0


async def test_leaving_a_real_terminal_changes_nothing(config: Path) -> None:
    command = (sys.executable, "-m", "hardware", "calibrate", "--config", str(config))
    with at_a_pty() as (technician, far):
        process = await asyncio.create_subprocess_exec(
            *(*command, "--lang", "en"),
            stdin=far,
            stdout=far,
            stderr=far,
            env={**os.environ, "TERM": "xterm"},
        )
        try:
            await technician.sees("looks straight ahead")
            await technician.sees("[arrows] turn it by hand")
            technician.press("q")
            await technician.sees("nothing was changed")
            async with asyncio.timeout(WAIT_S):
                assert await process.wait() == 1
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    assert not (config.parent / "calibration-R7.toml").exists()


def test_a_folder_that_cannot_be_written_is_said_before_the_work(tmp_path: Path) -> None:
    commands._refuse_unwritable(tmp_path / "state" / "calibration-R7.toml")
    with pytest.raises(NotConnected, match="sudo"):
        commands._refuse_unwritable(Path("/proc/1/state/calibration-R7.toml"))
