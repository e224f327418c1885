import asyncio
import json
import os
import pwd
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.__main__ import main
from bridge.protocol import keys, proofs
from tests.bridge.ready import make_ready

KEY = keys.public_text(Ed25519PrivateKey.generate())


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
def terminal(
    database: None,
    config_file: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Terminal:
    # The slow hash of a word has a test of its own.
    monkeypatch.setattr(proofs, "WORD_ROUNDS", 2)
    return Terminal(config_file, capsys)


@pytest.fixture
def database(tmp_path: Path) -> None:
    """Make the database, as the bridge does when it starts."""
    asyncio.run(make_ready(f"sqlite+aiosqlite:///{tmp_path / 'bridge.sqlite'}"))


def test_rights_are_left_out_given_back_and_taken_away(terminal: Terminal) -> None:
    lent = ("lend", "karlsson-1", "--name", "Karlsson", f"--key={KEY}", "--pupil", "Lena")
    terminal.told(*lent, "--until", "2099-01-01", "--without", "zoom,still")
    assert terminal.told("loan", "list")[0]["without"] == ["zoom", "still"]
    assert terminal.told("loan", "allow", "--loan", "1", "zoom")["without"] == ["still"]
    changed = terminal.told("loan", "forbid", "--loan", "1", "speech,sheets")
    assert changed["without"] == ["still", "sheets", "speech"]
    code, _, err = terminal("loan", "forbid", "--loan", "1", "sound")
    assert (code, "'sound' is not a right; allowed are zoom" in err) == (2, True)


def test_tokens_are_made_listed_and_withdrawn(terminal: Terminal) -> None:
    code, out, err = terminal("robot", "enrol", "Karlsson 1", "karlsson-2")
    assert (code, err) == (0, "")
    assert 'bridge.url = "wss://karlsson.example/signal"' in out
    [first, second] = terminal.told("robot", "tokens")
    assert (first["robot"], first["state"]) == ("karlsson-1", "open")
    assert terminal.told("robot", "withdraw", "Karlsson 2")["state"] == "withdrawn"
    assert [one["state"] for one in terminal.told("robot", "tokens")] == ["open", "withdrawn"]
    assert second["robot"] == "karlsson-2"
    assert terminal.told("robot", "list") == []
    [made] = terminal.told("robot", "enrol", "karlsson-3", "--days", "1")
    assert len(made["token"]) == 19
    code, _, err = terminal("robot", "enrol", "...", "--days", "1")
    assert (code, "makes no robot's id" in err) == (2, True)


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
            "no robot is called nobody; `robot list` shows all",
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
    code, _, err = terminal("device", "lock", "0123abcd")
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
    def refuse(*_arguments: object, **_options: object) -> bytes:
        raise PermissionError(13, "Permission denied")

    me = pwd.getpwuid(os.geteuid()).pw_name

    monkeypatch.setattr(Path, "read_bytes", refuse)
    assert main(["loan", "list", "--config", str(config_file)]) == 2
    assert capsys.readouterr().err == (
        f"karlsson-bridge: {config_file}: the user {me} has no right to it; "
        "run it as the bridge's user: sudo -u karlsson-bridge\n"
    )


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ('[pages]\npupil_app = "/nowhere"\n', "pages.pupil_app = '/nowhere': is not there"),
        (
            '[[ice.servers]]\nurls = "turn:a.example"\nsecret_file = "/nowhere"\n',
            "ice.servers[0].secret_file = '/nowhere': is not there",
        ),
        (
            '[tls]\ncertificate = "/nowhere"\nkey = "/nowhere"\n',
            "tls.certificate = '/nowhere': is not there",
        ),
    ],
)
def test_a_mistake_that_shows_at_the_start_is_one_sentence(
    config_file: Path, capsys: pytest.CaptureFixture[str], wrong: str, says: str
) -> None:
    text = config_file.read_text().partition("[pages]")[0]
    config_file.write_text((text.replace("http:", "https:") if "tls" in wrong else text) + wrong)
    assert main(["serve", "--config", str(config_file)]) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == f"karlsson-bridge: {config_file}: {says}"


def test_the_usual_configuration_needs_not_be_named(
    database: None,
    config_file: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bridge.__main__.DEFAULT_CONFIG", config_file)
    assert main(["robot", "list"]) == 0
    assert capsys.readouterr().out == "No robot yet.\n"


LOOKS = (
    *(("loan", "list"), ("robot", "list"), ("school", "list"), ("child", "list"), ("fleet",)),
    *(("loan", "show", "--loan", "1"), ("loan", "return", "--loan", "1"), ("wave", "show")),
    ("device", "lock", "12345678"),
)


@pytest.mark.parametrize("arguments", LOOKS, ids=" ".join)
def test_no_command_makes_a_database_by_accident(
    config_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    code, out, err = Terminal(config_file, capsys)(*arguments)
    place = tmp_path / "bridge.sqlite"
    assert (code, out) == (2, "")
    assert f"there is no database at {place} yet" in err
    assert "storage.url" in err
    assert not place.exists()


def test_a_new_database_is_said(
    config_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal(config_file, capsys)
    code, _, err = terminal("school", "add", "--name", "GS Lindenkoppel")
    place = tmp_path / "bridge.sqlite"
    assert (code, err) == (0, f"karlsson-bridge: made a new, empty database: {place}\n")
    assert terminal("school", "list")[2] == ""


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
    missing = tmp_path / "nowhere.toml"
    assert (
        capsys.readouterr().err
        == f"karlsson-bridge: {missing}: is not there; name another file with --config\n"
    )


def test_the_fleet_is_shown_from_the_database_while_no_bridge_runs(terminal: Terminal) -> None:
    terminal.told("robot", "add", "karlsson-1", "--name", "Karlsson", f"--key={KEY}")
    [row] = terminal.told("fleet")
    assert (row["robot"], row["state"], row["alarms"]) == ("karlsson-1", "away", [])
    code, out, err = terminal("fleet", "--lang", "en")
    assert (code, "karlsson-1" in out) == (0, True)
    assert "The bridge does not answer" in err
    code, _, err = terminal("fleet", "identify", "karlsson-1")
    assert (code, "no bridge runs here" in err) == (2, True)
    code, _, err = terminal("fleet", "--filter", "battery<x")
    assert (code, "needs a number" in err) == (2, True)
