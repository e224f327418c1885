"""Backups, erasing and retention, as they are typed on the server."""

import json
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.__main__ import main
from bridge.protocol import keys

ROBOT_KEY = keys.public_text(Ed25519PrivateKey.generate())


class Server:
    """A folder with a configuration, and the commands on it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.config = folder / "bridge.toml"
        self._capsys = capsys
        self.configured()

    def configured(self, more: str = "") -> None:
        text = f'[storage]\nurl = "sqlite:///{self.folder}/bridge.sqlite"\n{more}'
        self.config.write_text(text, encoding="utf-8")

    def said(self, *typed: str) -> tuple[int, str, str]:
        code = main([*typed, "--config", str(self.config)])
        out, err = self._capsys.readouterr()
        return code, out, err

    def told(self, *typed: str) -> Any:
        code, out, err = self.said(*typed, "--json")
        # The first command that adds something says that it made the database.
        made = err.startswith("karlsson-bridge: made a new, empty database: ")
        assert code == 0, err
        assert made or not err
        return json.loads(out)


@pytest.fixture
def server(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Server:
    return Server(tmp_path, capsys)


def lent(server: Server, until: str = "2099-01-01") -> None:
    name = ("--name", "Karlsson", f"--key={ROBOT_KEY}", "--pupil", "Kanarienvogel")
    server.told("lend", "karlsson-1", *name, "--until", until)


def test_a_backup_goes_and_comes_back(server: Server) -> None:
    folder, key = server.folder / "backups", server.folder / "key"
    folder.mkdir()
    lent(server)
    code, _, err = server.said("backup")
    assert (code, "--to PLACE" in err) == (2, True)
    code, _, err = server.said("backup", "--to", str(folder))
    assert (code, "--new-key FILE" in err) == (2, True)
    public = server.told("backup", "--new-key", str(key))["recipient"]
    code, _, err = server.said("backup", "--new-key", str(key))
    assert (code, "never replaced" in err) == (2, True)
    server.configured(f'[backup]\nfolder = "{folder}"\nrecipients = ["{public}"]\n')
    made = server.told("backup", "--by-itself")
    assert Path(made["file"]).parent == folder
    server.told("loan", "end", "--loan", "1")
    assert server.told("erase", "loan", "--loan", "1")["counts"]["codes"] == 1
    code, _, err = server.said("restore", made["file"])
    assert (code, "--key FILE" in err) == (2, True)
    code, _, err = server.said("restore", made["file"], "--key", str(key))
    assert (code, "--replace" in err) == (2, True)
    code, out, err = server.said("restore", made["file"], "--key", str(key), "--replace", "--json")
    assert (code, "1 loans of a backup were erased again" in err) == (0, True)
    told = json.loads(out)
    assert (told["robots"], told["loans"], told["erased"]) == (1, 1, 1)
    assert server.told("loan", "list")[0]["pupil"] == ""
    # As each night.
    server.told("backup")
    # Another computer, with the folder of backups alone.
    for one in server.folder.glob("bridge.sqlite*"):
        one.unlink()
    code, out, err = server.said("restore", made["file"], "--key", str(key))
    assert (code, "2 loans" in out, "(1 of them erased)" in out) == (0, False, True)
    assert "look at tablets, links and people" in out


def test_a_timer_without_a_place_makes_nothing(server: Server) -> None:
    assert server.told("backup", "--by-itself") == {"file": None}
    assert not list(server.folder.glob("*.sqlite*"))


def test_nothing_makes_a_database_by_accident(server: Server) -> None:
    code, _, err = server.said("backup", "--to", str(server.folder / "b.age"), "--for", "age1x")
    assert (code, "is not there" in err) == (2, True)
    assert not list(server.folder.glob("bridge.sqlite*"))


def test_only_a_loan_that_is_over_is_erased(server: Server) -> None:
    lent(server)
    code, _, err = server.said("erase", "loan", "--loan", "1")
    assert (code, "Enter the return first" in err) == (2, True)
    code, _, err = server.said("erase", "loan", "--loan", "9")
    assert (code, "there is no loan 9" in err) == (2, True)
    assert server.told("erase", "due") == {"protocols": [], "counts": {}}
    server.told("loan", "end", "--loan", "1")
    server.told("retention", "set", "names", "0")
    assert server.told("erase", "due")["protocols"] == [1]
    [protocol] = server.told("erase", "list")
    assert (protocol["loan"], protocol["counts"]["children"]) == (1, 1)
    for file in server.folder.glob("bridge.sqlite*"):
        assert b"Kanarienvogel" not in file.read_bytes()


def test_times_are_listed_and_set(server: Server) -> None:
    lent(server)
    assert server.told("retention", "set", "history", "100")["days"] == 100
    days = {one["kind"]: one["days"] for one in server.told("retention", "list")}
    assert (days["history"], days["names"]) == (100, 30)
    code, _, err = server.said("retention", "set", "names", "9999")
    assert (code, "0 to 365" in err) == (2, True)
    code, _, err = server.said("retention", "set", "lessons", "1")
    assert (code, "Kinds: names, overdue" in err) == (2, True)
