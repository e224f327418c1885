import asyncio
import json
import logging
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.__main__ import main
from bridge.protocol import keys
from bridge.protocol.channels import Refused
from bridge.protocol.openings import WelcomePupil, WelcomeRobot
from bridge.protocol.signaling import Invite
from bridge.store import open_store
from tests.bridge.people import (
    DEADLINE_S,
    SDP,
    Peer,
    hello_pupil,
    hello_robot,
    new_nonce,
    offer,
    pair,
    write_pages,
)
from tests.bridge.postgresql import PASSWORD, Cluster

KEY = keys.public_text(Ed25519PrivateKey.generate())


@pytest.fixture(autouse=True)
def logging_of_the_tests() -> Iterator[None]:
    """Give pytest its log handlers back: a process sets up its own."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture
def config_file(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.toml"
    path.write_text(
        f"""
[server]
port = 0
public_url = "https://karlsson.example"
[storage]
url = "sqlite+aiosqlite:///{tmp_path / "bridge.sqlite"}"
[pages]
pupil_app = "{write_pages(tmp_path / "pages")}"
""",
        encoding="utf-8",
    )
    return path


class Terminal:
    """Runs commands in this process and reads what they print."""

    def __init__(self, config: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._config = config
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str, str]:
        code = main([*arguments, "--config", str(self._config)])
        out, err = self._capsys.readouterr()
        return code, out, err

    def told(self, *arguments: str) -> Any:
        code, out, err = self(*arguments, "--json")
        assert (code, err) == (0, "")
        assert out.count("\n") == 1
        return json.loads(out)


@pytest.fixture
def terminal(config_file: Path, capsys: pytest.CaptureFixture[str]) -> Terminal:
    return Terminal(config_file, capsys)


def test_rights_are_left_out_given_back_and_taken_away(terminal: Terminal) -> None:
    lent = ("lend", "karlsson-1", "--name", "Karlsson", f"--key={KEY}", "--pupil", "Lena")
    terminal.told(*lent, "--until", "2099-01-01", "--without", "zoom,still")
    assert terminal.told("loan", "list")[0]["without"] == ["zoom", "still"]
    assert terminal.told("loan", "allow", "--loan", "1", "zoom")["without"] == ["still"]
    changed = terminal.told("loan", "forbid", "--loan", "1", "speech,sheets")
    assert changed["without"] == ["still", "sheets", "speech"]
    code, _, err = terminal("loan", "forbid", "--loan", "1", "sound")
    assert (code, "'sound' is not a right; allowed are zoom" in err) == (2, True)


def test_a_robot_is_made_known_lent_and_paired(terminal: Terminal, tmp_path: Path) -> None:
    robot = terminal.told("robot", "add", "karlsson-1", "--name", "Karlsson", f"--key={KEY}")
    assert robot["fingerprint"] == keys.fingerprint(KEY)
    assert terminal.told("robot", "list") == [robot]
    loan = terminal.told(
        *("loan", "add", "--robot", "karlsson-1", "--pupil", "Lena"),
        *("--from", "2026-11-23", "--until", "2026-12-23"),
    )
    assert loan["teacher"].startswith("https://karlsson.example/teacher#")
    assert loan["buddy"].startswith("https://karlsson.example/teacher#")
    assert loan["buddy"] != loan["teacher"]
    assert {**loan, "teacher": "", "buddy": ""} == {
        "id": 1,
        "robot": "karlsson-1",
        "pupil": "Lena",
        "from": "2026-11-23",
        "until": "2026-12-23",
        "without": [],
        "teacher": "",
        "buddy": "",
    }
    svg = tmp_path / "code.svg"
    pairing = terminal.told("pairing", "add", "--loan", "1", "--svg", str(svg))
    assert pairing["link"].startswith("https://karlsson.example/#robot=karlsson-1&key=")
    assert "<svg" in svg.read_text()
    word = terminal.told("pairing", "add", "--loan", "1", "--word")
    assert len(word["word"]) >= 8
    renewed = terminal.told("loan", "renew", "--loan", "1")
    links = {one[role] for one in (loan, renewed) for role in ("teacher", "buddy")}
    assert len(links) == 4
    ended = terminal.told("loan", "end", "--loan", "1", "--on", "2026-11-24")
    assert ended["until"] == "2026-11-24"
    assert terminal.told("loan", "list")[0]["until"] == "2026-11-24"


def test_people_are_told_in_words_and_with_a_code_to_scan(terminal: Terminal) -> None:
    assert terminal("robot", "list")[1] == "No robot yet.\n"
    _, out, _ = terminal("robot", "add", "karlsson-1", "--name", "Karlsson", f"--key={KEY}")
    assert out == "Robot karlsson-1 (Karlsson) is known.\n"
    _, out, _ = terminal(
        "loan", "add", "--robot", "karlsson-1", "--pupil", "Lena", "--until", "2099-01-01"
    )
    assert "For the teacher:" in out
    assert "█" in out
    _, out, _ = terminal("pairing", "add", "--loan", "1", "--word")
    assert "Magic word:" in out
    assert "█" not in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(
            ["loan", "add", "--robot", "nobody", "--pupil", "Lena", "--until", "2099-01-01"],
            "no robot is called nobody",
            id="unknown robot",
        ),
        pytest.param(
            ["loan", "add", "--robot", "k", "--pupil", "Lena", "--until", "soon"],
            "'soon' is not a date such as 2026-11-21",
            id="no date",
        ),
        pytest.param(["pairing", "add", "--loan", "7"], "there is no loan 7", id="unknown loan"),
        pytest.param(
            ["robot", "add", "Bad Id", "--name", "K", "--key", "x"],
            "the robot's id: a-z, 0-9 and hyphens, at most 32",
            id="bad id",
        ),
    ],
)
def test_a_mistake_is_one_sentence_and_exit_code_two(
    terminal: Terminal, arguments: list[str], says: str
) -> None:
    assert terminal(*arguments) == (2, "", f"karlsson-bridge: {says}\n")


def test_a_key_may_begin_like_an_option(terminal: Terminal) -> None:
    key = "-" + KEY[1:]
    told = terminal.told("robot", "add", "karlsson-1", "--name", "Karlsson", "--key", key)
    assert told["key"] == key


def test_a_word_cannot_be_drawn(terminal: Terminal, tmp_path: Path) -> None:
    terminal("robot", "add", "karlsson-1", "--name", "Karlsson", f"--key={KEY}")
    terminal("loan", "add", "--robot", "karlsson-1", "--pupil", "Lena", "--until", "2099-01-01")
    svg = tmp_path / "code.svg"
    code, _, err = terminal("pairing", "add", "--loan", "1", "--word", "--svg", str(svg))
    assert (code, svg.exists()) == (2, False)
    assert "--svg" in err


def test_a_loan_is_ended_at_once_or_cancelled(terminal: Terminal) -> None:
    terminal("robot", "add", "karlsson-1", "--name", "Karlsson", f"--key={KEY}")
    lend = ("loan", "add", "--robot", "karlsson-1", "--pupil", "Lena", "--until", "2099-01-01")
    terminal.told(*lend)
    assert "closed" in terminal.told("loan", "end", "--loan", "1")
    terminal.told(*lend)
    assert "closed" in terminal.told("loan", "end", "--loan", "2", "--now")
    code, _, err = terminal("loan", "end", "--loan", "2", "--on", "2098-01-01")
    assert (code, "was closed" in err) == (2, True)
    terminal.told(*lend, "--from", "2098-12-01")
    assert "cancelled" in terminal.told("loan", "cancel", "--loan", "3")
    told = terminal.told("loan", "list")
    assert [sorted(loan.keys() & {"closed", "cancelled"}) for loan in told] == [
        ["closed"],
        ["closed"],
        ["cancelled"],
    ]


def test_what_was_given_out_is_listed_and_taken_back(terminal: Terminal) -> None:
    terminal("robot", "add", "karlsson-1", "--name", "Karlsson", f"--key={KEY}")
    terminal("loan", "add", "--robot", "karlsson-1", "--pupil", "Lena", "--until", "2099-01-01")
    made = terminal.told("pairing", "add", "--loan", "1")
    assert terminal.told("pairing", "list")[0]["state"] == "open"
    terminal.told("pairing", "withdraw", "--pairing", str(made["id"]))
    assert terminal.told("pairing", "list")[0]["state"] == "withdrawn"
    assert terminal.told("device", "list") == []
    for action in ("lock", "unlock"):
        code, _, err = terminal("device", action, "0123abcd")
        assert (code, "no device is called '0123abcd'" in err) == (2, True)


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999999999", "2147483648", "\u0663"])
def test_a_number_that_no_loan_can_have_is_refused(
    terminal: Terminal, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        terminal("loan", "end", f"--loan={number}")
    assert ended.value.code == 2
    assert "is not a number such as 7" in capsys.readouterr().err


def test_without_a_configuration_nothing_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    missing = tmp_path / "etc" / "bridge.toml"
    monkeypatch.setattr("bridge.__main__.DEFAULT_CONFIG", missing)
    for command in (["loan", "list"], ["serve"]):
        assert main(command) == 2
        assert capsys.readouterr().err == (
            f"karlsson-bridge: {missing} is not there; name another file with --config\n"
        )
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_may_not_be_read_says_as_whom(
    config_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_arguments: object, **_options: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", refuse)
    assert main(["loan", "list", "--config", str(config_file)]) == 2
    assert capsys.readouterr().err == (
        f"karlsson-bridge: {config_file}: Permission denied; "
        "run it as the bridge's user: sudo -u karlsson-bridge\n"
    )


def test_the_usual_configuration_needs_not_be_named(
    config_file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bridge.__main__.DEFAULT_CONFIG", config_file)
    assert main(["robot", "list"]) == 0
    assert capsys.readouterr().out == "No robot yet.\n"


def test_an_empty_list_from_a_new_database_says_so(terminal: Terminal, tmp_path: Path) -> None:
    code, out, err = terminal("loan", "list")
    assert (code, out) == (0, "No loan yet.\n")
    assert err == (f"karlsson-bridge: made a new, empty database: {tmp_path / 'bridge.sqlite'}\n")
    assert terminal("loan", "list") == (0, "No loan yet.\n", "")


def test_a_wrong_configuration_names_file_and_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "bridge.toml"
    path.write_text("[server]\nprot = 1\n")
    assert main(["serve", "--config", str(path)]) == 2
    err = capsys.readouterr().err
    assert err.startswith(f"karlsson-bridge: {path}: server.prot = 1: unknown key; allowed here:")
    path.write_text('[server]\norigins = ["https://elsewhere.example"]\n')
    assert main(["serve", "--config", str(path)]) == 2
    assert f"{path}: server.origins = " in capsys.readouterr().err
    assert main(["robot", "list", "--config", str(tmp_path / "nowhere.toml")]) == 2
    assert "No such file" in capsys.readouterr().err


@asynccontextmanager
async def served(
    config: Path, folder: Path
) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """Run the real process until it says that it is ready."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(folder / "notify"))
        manager.setblocking(False)
        environment = dict(os.environ) | {
            "NOTIFY_SOCKET": str(folder / "notify"),
            "WATCHDOG_USEC": "100000",
        }
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bridge", "serve", "--config", str(config)),
            env=environment,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            loop = asyncio.get_running_loop()
            async with asyncio.timeout(DEADLINE_S):
                said = (await loop.sock_recv(manager, 1000)).decode()
                assert said.startswith("READY=1\nSTATUS=Serving on port ")
                assert await loop.sock_recv(manager, 1000) == b"WATCHDOG=1"
                yield process, int(said.rsplit(" ", 1)[1])
                heard = b""
                while heard != b"STOPPING=1":
                    heard = await loop.sock_recv(manager, 1000)
                    assert heard in (b"WATCHDOG=1", b"STOPPING=1")
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_the_process_serves_feeds_its_watchdog_and_ends_cleanly(
    config_file: Path, tmp_path: Path, number: signal.Signals
) -> None:
    async with (
        served(config_file, tmp_path) as (process, port),
        aiohttp.ClientSession() as http,
        http.ws_connect(f"http://127.0.0.1:{port}/signal") as idle,
    ):
        assert '"challenge"' in await idle.receive_str()
        async with http.get(f"http://127.0.0.1:{port}/readyz") as answer:
            assert answer.status == 200
        process.send_signal(number)
        assert (await idle.receive()).data == aiohttp.WSCloseCode.GOING_AWAY
        out, err = await process.communicate()
        assert (process.returncode, out) == (0, b"")
        assert b"Traceback" not in err
        assert f"serving on port {port}".encode() in err
        assert b"WARNING bridge.app: made a new, empty database" in err


@pytest.mark.long
async def test_the_process_serves_a_lesson_from_a_postgresql(
    config_file: Path, tmp_path: Path, postgresql_server: Cluster
) -> None:
    url = await postgresql_server.new_database()
    text = config_file.read_text(encoding="utf-8")
    lines = [f'url = "{url}"' if one.startswith("url") else one for one in text.splitlines()]
    config_file.write_text("\n".join(lines), encoding="utf-8")
    robot_key, tablet = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()
    options = ("--name", "Karlsson", "--pupil", "Lena", "--until", "2099-01-01")
    lent = await told(config_file, "lend", "k-1", f"--key={keys.public_text(robot_key)}", *options)
    parts = parse_qs(urlsplit(lent["pupil"]).fragment)
    origin = {"Origin": "https://karlsson.example"}
    async with (
        served(config_file, tmp_path) as (process, port),
        aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http,
        http.ws_connect("/signal") as robot_socket,
        http.ws_connect("/signal", headers=origin) as pupil_socket,
    ):
        robot, pupil = Peer(robot_socket), Peer(pupil_socket)
        await robot.challenged()
        await robot.say(hello_robot(robot_key, robot.nonce, "k-1"))
        await robot.hear(WelcomeRobot)
        await pupil.challenged()
        await pupil.say(pair(tablet, pupil.nonce, keys.from_text(parts["secret"][0])))
        welcome = await pupil.hear(WelcomePupil)
        assert (welcome.robot_online, welcome.robot_key) == (True, keys.public_text(robot_key))
        presence = new_nonce()
        await pupil.say(offer(presence))
        invite = await robot.hear(Invite)
        assert (invite.presence, invite.sdp) == (presence, SDP)
        async with open_store(url) as beside:
            await beside.lock_device(keys.public_text(tablet), 1)
        async with http.ws_connect("/signal", headers=origin) as again:
            peer = Peer(again)
            await peer.challenged()
            await peer.say(hello_pupil(tablet, peer.nonce))
            assert (await peer.hear(Refused)).code == "device_locked"
        process.send_signal(signal.SIGTERM)
        out, err = await process.communicate()
    assert (process.returncode, out) == (0, b"")
    assert b"PostgreSQL at 127.0.0.1" in err
    for secret in (PASSWORD, "canary", "Lena", keys.public_text(tablet)):
        assert secret.encode() not in err


@pytest.mark.long
async def test_a_database_that_cannot_be_used_is_told_without_its_password(
    config_file: Path, tmp_path: Path, postgresql_server: Cluster
) -> None:
    text = config_file.read_text(encoding="utf-8")
    for url in (
        postgresql_server.address("nowhere"),
        postgresql_server.address("postgres", "canary-wrong"),
        postgresql_server.address("postgres", "canary/wrong"),
    ):
        lines = [f'url = "{url}"' if one.startswith("url") else one for one in text.splitlines()]
        config_file.write_text("\n".join(lines), encoding="utf-8")
        code, out, err = await run(config_file, "serve")
        assert (code, out) == (2, b"")
        assert err.startswith(b"karlsson-bridge: ")
        assert b"Traceback" not in err
        assert b"canary" not in err


async def run(config: Path, *arguments: str) -> tuple[int | None, bytes, bytes]:
    """Run the command in a process of its own, as a person does."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bridge", *arguments, "--config", str(config)),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode, out, err


async def told(config: Path, *arguments: str) -> Any:
    code, out, err = await run(config, *arguments, "--json")
    assert (code, err) == (0, b"")
    return json.loads(out)
