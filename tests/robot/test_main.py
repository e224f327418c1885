import asyncio
import io
import os
import secrets
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bridge.protocol.enrolment import make_token, plain
from robot.__main__ import main
from robot.caution.judgement import Caution
from robot.caution.ledger import Ledger
from robot.settings.enrolment import EnrolmentFiles
from tests.deadline import WAIT_S
from tests.robot.bodies import body_at
from tests.robot.bridges import bridge_stand_in

CONFIG = """
[robot]
id = "karlsson-1"
state_dir = "{folder}/state"
[bridge]
url = "{url}"
[body]
socket = "{folder}/body.sock"
[camera]
source = "testcard:"
[microphone]
source = "null:"
[speaker]
sink = "null:"
"""


def written(folder: Path, url: str = "ws://127.0.0.1:1/signal") -> Path:
    path = folder / "robot.toml"
    path.write_text(CONFIG.format(folder=folder, url=url), encoding="utf-8")
    return path


def test_the_key_is_printed_and_stays_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(written(tmp_path))
    assert main(["key", "--config", path]) == 0
    first = capsys.readouterr().out
    assert main(["key", "--config", path]) == 0
    assert capsys.readouterr().out == first
    assert len(first.strip()) == 43


def test_the_help_begins_with_a_plain_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    help = capsys.readouterr().out
    assert "Run the agent of one robot, enrol it, or print its public key." in help
    assert "`" not in help


def test_a_mistyped_token_is_named_and_not_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(written(tmp_path))
    assert main(["enrol", "K7QF-2MXR-9TCH-4WDO", "--config", path]) == 2
    assert "the token is mistyped: character 16 is 'O'" in capsys.readouterr().err
    assert not (tmp_path / "state" / "enrolment-token").exists()


def test_a_token_is_kept_while_the_bridge_is_away(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    token = make_token(secrets.choice)
    monkeypatch.setattr("builtins.input", lambda _: token)
    assert main(["enrol", "--config", str(written(tmp_path))]) == 1
    error = capsys.readouterr().err
    assert "the port is closed" in error
    assert "the token is kept" in error
    assert error.count("\n") == 1
    assert (tmp_path / "state" / "enrolment-token").read_text().strip() == plain(token)


def test_a_token_for_a_key_of_systemd_is_left_to_the_agent(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = EnrolmentFiles(tmp_path / "state")
    files.bind("A" * 43)
    assert main(["enrol", make_token(secrets.choice), "--config", str(written(tmp_path))]) == 0
    assert "the agent enrols with it" in capsys.readouterr().out
    assert files.typed()


def test_a_card_that_was_moved_is_at_home_in_its_new_board(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("robot.settings.machine.found", lambda _root: ("serial one",))
    path = str(written(tmp_path))
    assert main(["enrol", "--moved", "--config", path]) == 0
    assert "belongs to this robot now" in capsys.readouterr().out
    monkeypatch.setattr("robot.settings.machine.found", lambda _root: ("serial two",))
    files = EnrolmentFiles(tmp_path / "state")
    assert files.is_copied(files.record().key)
    assert main(["enrol", "--moved", "--config", path]) == 0
    assert not files.is_copied(files.record().key)


def test_a_command_of_root_writes_as_the_owner_of_the_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state").mkdir()
    became: list[object] = []
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    for name in ("setgroups", "setgid", "setuid"):
        monkeypatch.setattr(os, name, became.append)
    assert main(["key", "--config", str(written(tmp_path))]) == 0
    owner = (tmp_path / "state").stat()
    assert became == [[owner.st_gid], owner.st_gid, owner.st_uid]
    capsys.readouterr()


def test_the_folder_of_the_unit_is_found_by_a_person(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f'state_dir = "{tmp_path}/state"', ""), encoding="utf-8")
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    monkeypatch.setattr("robot.__main__.UNIT_STATE", tmp_path / "unit")
    assert main(["key", "--config", str(path)]) == 2
    assert "robot.state_dir: missing" in capsys.readouterr().err
    (tmp_path / "unit").mkdir()
    assert main(["key", "--config", str(path)]) == 0
    assert (tmp_path / "unit" / "robot.key").exists()


def test_a_bad_configuration_is_one_sentence_and_exit_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path)
    path.write_text(path.read_text(encoding="utf-8") + "zoom = 2\n", encoding="utf-8")
    assert main(["run", "--config", str(path)]) == 2
    error = capsys.readouterr().err
    assert "unknown key" in error
    assert error.count("\n") == 1


def test_the_usual_file_is_read_where_none_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("robot.settings.config.USUAL_FILE", tmp_path / "robot.toml")
    assert main(["key"]) == 2
    assert capsys.readouterr().err == (
        f"karlsson-robot: {tmp_path / 'robot.toml'} is not there; name another file with --config\n"
    )
    written(tmp_path)
    assert main(["key"]) == 0


@pytest.mark.parametrize("command", ["run", "nettest"])
def test_a_certificate_that_is_missing_is_told_with_the_file_and_is_no_failure(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    command: str,
) -> None:
    monkeypatch.setenv("RUNTIME_DIRECTORY", str(tmp_path))
    path = written(tmp_path, 'wss://127.0.0.1:1/signal"\nca = "/nowhere/ca.pem')
    for _ in range(5):
        assert main([command, "--config", str(path)]) == 2
        assert capsys.readouterr().err.splitlines()[-1] == (
            f"karlsson-robot: {path}: bridge.ca = '/nowhere/ca.pem': is not there, nor is the "
            "folder /nowhere"
        )
    ledger = Ledger(tmp_path)
    ledger.begin()
    assert ledger.caution == Caution.USUAL


def test_a_wipe_asks_first_and_finds_the_folder_of_the_unit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path)
    path.write_text(path.read_text().replace(f'state_dir = "{tmp_path}/state"\n', ""))
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    monkeypatch.setattr("robot.__main__.UNIT_STATE", tmp_path)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["wipe", "--config", str(path)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("This removes from robot karlsson-1: ")
    assert "nothing was done" in said
    assert path.exists()


def test_a_damaged_key_is_one_sentence_and_exit_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path)
    (tmp_path / "state").mkdir()
    (tmp_path / "state" / "robot.key").write_bytes(b"rubbish")
    (tmp_path / "state" / "robot.key").chmod(0o600)
    assert main(["key", "--config", str(path)]) == 1
    assert "robot.key" in capsys.readouterr().err


@asynccontextmanager
async def started(path: Path, **more: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "robot", "run", "--config", str(path)),
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONWARNINGS": "default", **more},
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        async with asyncio.timeout(WAIT_S):
            yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def ends_cleanly(process: asyncio.subprocess.Process) -> None:
    process.send_signal(signal.SIGTERM)
    _, errors = await process.communicate()
    assert process.returncode == 0
    assert b"Traceback" not in errors
    assert b"Warning" not in errors


@pytest.mark.long
async def test_the_process_serves_and_ends_cleanly_on_sigterm(tmp_path: Path) -> None:
    async with (
        bridge_stand_in() as bridge,
        body_at(tmp_path / "body.sock") as room,
        started(written(tmp_path, bridge.url)) as process,
    ):
        await bridge.linked()
        await room.shows("asleep")
        # Whoever may be in: while the agent runs nothing of it is wiped.
        wiping = ["wipe", "--yes", "--config", str(tmp_path / "robot.toml")]
        assert await asyncio.to_thread(main, wiping) == 2
        assert (tmp_path / "state" / "robot.key").exists()
        await ends_cleanly(process)


@pytest.mark.long
async def test_a_robot_with_a_body_is_ready_though_the_bridge_is_away(tmp_path: Path) -> None:
    address = tmp_path / "notify.sock"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(address))
        systemd.setblocking(False)
        running = asyncio.get_running_loop()
        async with (
            body_at(tmp_path / "body.sock"),
            started(written(tmp_path), NOTIFY_SOCKET=str(address)) as process,
        ):
            assert (await running.sock_recv(systemd, 200)).startswith(b"READY=1")
            await ends_cleanly(process)
            while (told := await running.sock_recv(systemd, 200)) != b"STOPPING=1":
                assert told.startswith((b"STATUS=", b"WATCHDOG=1")), told


def test_a_card_that_is_mounted_is_wiped_by_its_own_name(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    card = tmp_path / "card"
    folder = card / "var/lib/karlsson-robot"
    wifi = card / "etc/NetworkManager/system-connections/karlsson-wifi.nmconnection"
    for path in (folder / "views.json", wifi):
        path.parent.mkdir(parents=True)
        path.write_text("[wifi-security]\npsk=geheim-123\n")
    (folder / "enrolment.json").write_text('{"robot": "ida"}')
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    assert main(["wipe", "--root", str(card)]) == 2
    assert "from robot ida: " in capsys.readouterr().err
    assert main(["wipe", "--yes", "--root", str(card)]) == 0
    assert capsys.readouterr().out.endswith("\nCLEAN\n")
    assert [*folder.iterdir(), *wifi.parent.iterdir()] == []


def test_a_folder_that_holds_no_robot_is_no_card(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["wipe", "--yes", "--root", str(tmp_path)]) == 2
    assert "holds no robot" in capsys.readouterr().err
