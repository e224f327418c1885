import subprocess
from pathlib import Path

import pytest

from packages import __main__ as command
from packages.making.wheels import Wheelhouse
from tests.packages.making.built import wheel


@pytest.fixture
def wheels(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put one small wheel in place of all that the lock names."""
    made = wheel(tmp_path)
    monkeypatch.setattr(Wheelhouse, "fetch", lambda _: {"tiny": made})
    monkeypatch.setattr(Wheelhouse, "needed", lambda *_: [made])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["brige"], "'brige' is neither robot nor bridge"),
        (["--arch", "armhf"], "invalid choice: 'armhf'"),
        (["--release", "1-2", "bridge"], "such as 0.2.0 or 0.2.0rc1"),
        (
            ["--output", "/dev/null/x", "bridge"],
            "/dev/null/x: Not a directory; --output names another",
        ),
    ],
)
def test_a_mistake_is_told_before_anything_is_fetched(
    arguments: list[str], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        status = command.main(arguments)
    except SystemExit as error:
        status = int(error.code or 0)
    assert status == 2
    assert told in capsys.readouterr().err


@pytest.mark.usefixtures("wheels")
def test_a_time_that_is_none_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "today")
    assert command.main(["--wheels"]) == 2
    assert "SOURCE_DATE_EPOCH=today: is to be seconds since 1970" in capsys.readouterr().err


@pytest.mark.long
@pytest.mark.usefixtures("wheels")
def test_a_package_of_our_whole_code_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    one = ("--arch", "arm64", "--debian", "trixie", "--output", str(tmp_path))
    assert command.main(["robot", *one, "--release", "0.2.0rc1"]) == 0
    path = tmp_path / "karlsson-robot_0.2.0~rc1+deb13_arm64.deb"
    assert str(path) in capsys.readouterr().out

    def tool(*arguments: str) -> str:
        return subprocess.run(
            ["dpkg-deb", *arguments], check=True, capture_output=True, text=True, timeout=60
        ).stdout

    assert tool("--field", str(path), "Architecture", "Version").splitlines() == [
        "Architecture: arm64",
        "Version: 0.2.0~rc1+deb13",
    ]
    for script in command.SCRIPTS:
        text = tool("--info", str(path), script)
        assert text.startswith("#!/bin/sh\n")
        assert "release='0.2.0rc1'" in text
    listed = tool("--contents", str(path))
    release = "./opt/karlsson/releases/0.2.0rc1"
    for name in (
        f"{release}/.complete",
        f"{release}/bin/karlsson-body",
        f"{release}/bin/python -> /usr/bin/python3.13",
        f"{release}/lib/python3.13/site-packages/robot/agent.py",
        f"{release}/lib/python3.13/site-packages/tiny/__init__.py",
        "./usr/bin/karlsson-robot -> /opt/karlsson/current/bin/karlsson-robot",
        "./usr/lib/systemd/system/karlsson-robot.service",
        "./usr/lib/sysusers.d/karlsson-robot.conf",
        "./usr/lib/udev/rules.d/70-karlsson-robot.rules",
        "./usr/share/man/man1/karlsson-robot.1.gz",
        "./usr/share/bash-completion/completions/karlsson-body",
        "./usr/share/doc/karlsson-robot/examples/body-good.toml",
    ):
        assert f" {name}\n" in listed, name
    for name in ("/etc/", "/var/", "/robot/demo/", "/pupil_app/js/child/", "/technician/", ".pyc"):
        assert name not in listed
