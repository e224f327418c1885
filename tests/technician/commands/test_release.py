from pathlib import Path

import pytest

from technician.__main__ import main
from tests.technician.releases.makers import a_release


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "password").write_text("geheim-12\n", encoding="utf-8")
    return tmp_path


def run(place: Path, action: str, *more: str) -> int:
    return main(["release", action, "--out", str(place / "releases"), *more])


def init(place: Path) -> int:
    return run(
        place, "init", "--keys", str(place / "keys"), "--password-file", str(place / "password")
    )


def sign(place: Path, person: int) -> int:
    key = str(place / "keys" / f"person-{person}.pem")
    return run(place, "sign", "--key", key, "--password-file", str(place / "password"))


def test_from_nothing_to_a_release_that_counts(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert init(place) == 0
    told = capsys.readouterr().out
    assert "2 of 3 people sign" in told
    assert "/etc/karlsson/release-root.json" in told
    assert (place / "releases" / "release-root.json").exists()
    folder = a_release(place / "1.4.0", "1.4.0")
    assert run(place, "add", str(folder), "--platform", "aarch64-py311") == 0
    assert "1.4.0/karlsson-1.4.0-aarch64-py311.tar.xz" in capsys.readouterr().out
    assert sign(place, 1) == 0
    assert "1 of 2 signatures; waits for 1 more" in capsys.readouterr().out
    assert sign(place, 3) == 0
    told = capsys.readouterr().out
    assert "counts now" in told
    assert f"karlsson-bridge release import {place / 'releases'}" in told
    assert run(place, "show") == 0
    assert capsys.readouterr().out.startswith("1.4.0\taarch64-py311")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("add", "/nowhere"), "is no folder"),
        (("add", "{release}", "--version", "next"), "'next': is no version; write one such as"),
        (("add", "{release}", "--platform", "pi"), "--platform 'pi': write computer and Python"),
        (("add", "{release}", "--instead-of", "x"), "'x': is no version"),
        (("sign", "--key", "/nowhere.pem"), "/nowhere.pem: is not there"),
        (("show",), "is no folder of releases"),
    ],
)
def test_mistakes_are_told_with_their_remedy(
    place: Path,
    arguments: tuple[str, ...],
    words: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    release = a_release(place / "1.4.0", "1.4.0")
    given = [one.format(release=release) for one in arguments]
    assert run(place, given[0], *given[1:]) == 2
    assert words in capsys.readouterr().err


def test_init_twice_changes_nothing(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert init(place) == 0
    before = sorted((place / "keys").iterdir())
    assert init(place) == 2
    assert "is a folder of releases already" in capsys.readouterr().err
    assert sorted((place / "keys").iterdir()) == before


def test_a_short_password_is_refused(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "password").write_text("kurz", encoding="utf-8")
    assert init(place) == 2
    assert "8 characters" in capsys.readouterr().err
    assert not list((place / "keys").iterdir())
