import argparse
from pathlib import Path

import pytest

from technician.commands import access, options
from technician.commands.arguments import UsageError
from technician.files.cloud_config import Login
from tests.technician.lists.test_logins import public


def given(*more: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    options.add_card(parser.add_subparsers())
    return parser.parse_args(["card", "prepare", "--list", "a.xlsx", *more])


@pytest.fixture
def key(tmp_path: Path) -> str:
    path = tmp_path / "other.pub"
    path.write_text(public("ssh-rsa"), encoding="utf-8")
    return str(path)


def test_whoever_holds_a_named_key_may_log_in(tmp_path: Path, key: str) -> None:
    found = access.login(given("--ssh-key", key, "--ssh-key", key, "--user", "anna"), tmp_path)
    assert found == (Login("anna", (public("ssh-rsa"),)), ())


def test_without_a_named_key_it_is_ones_own_and_that_is_told(tmp_path: Path) -> None:
    (tmp_path / ".ssh").mkdir()
    (tmp_path / ".ssh/id_ed25519.pub").write_text(public(), encoding="utf-8")
    found, (remark,) = access.login(given(), tmp_path)
    assert found == Login("technician", (public(),))
    assert "technician can log in to the robots with your own key" in str(remark)


def test_nobody_may_log_in_by_a_password(tmp_path: Path) -> None:
    found, (remark,) = access.login(given(), tmp_path)
    assert found is None
    assert "nobody can log in" in str(remark)
    assert access.login(given("--no-login"), tmp_path) == (None, ())


@pytest.mark.parametrize("more", [("--user", "root"), ("--ssh-key", "no.pub")])
def test_what_cannot_be_used_is_named(tmp_path: Path, more: tuple[str, str]) -> None:
    with pytest.raises(UsageError, match=r"--user|no\.pub"):
        access.login(given(*more), tmp_path)


def test_under_sudo_it_is_the_key_of_who_typed_the_command() -> None:
    assert access.home({"SUDO_USER": "root"}) == Path("/root")
    assert access.home({"SUDO_USER": "nobody-of-this-name"}) == Path.home()
    assert access.home({}) == Path.home()
