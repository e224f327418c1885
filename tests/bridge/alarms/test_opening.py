from pathlib import Path

import pytest

from bridge.alarms.config import AlarmsSection
from bridge.alarms.opening import channels_of
from bridge.process.config_file import ConfigError


def section(folder: Path, **fields: str) -> AlarmsSection:
    (folder / "mail").write_text("sesame\n")
    (folder / "hook").write_text("a secret of many letters\n")
    values = {"smtp_password_file": "mail", "webhook_secret_file": "hook"} | fields
    return AlarmsSection(
        mail_to=("it@school.example",),
        mail_from="karlsson@school.example",
        smtp_host="localhost",
        smtp_user="karlsson",
        webhook_url="https://hook.example/",
        **{key: str(folder / name) for key, name in values.items()},  # type: ignore[arg-type]
    )


def test_each_way_that_is_configured_is_opened(tmp_path: Path) -> None:
    assert channels_of(AlarmsSection(), lambda: 1.0) == []
    names = [channel.name for channel in channels_of(section(tmp_path), lambda: 1.0)]
    assert names == ["e-mail", "webhook"]


@pytest.mark.parametrize("key", ["smtp_password_file", "webhook_secret_file"])
def test_a_secret_that_cannot_be_read_is_told_with_its_key(tmp_path: Path, key: str) -> None:
    with pytest.raises(ConfigError, match=f"alarms.{key}"):
        channels_of(section(tmp_path, **{key: "missing"}), lambda: 1.0)
    (tmp_path / "empty").write_text("\n")
    with pytest.raises(ConfigError, match="the file is empty"):
        channels_of(section(tmp_path, **{key: "empty"}), lambda: 1.0)


def test_a_short_secret_signs_nothing(tmp_path: Path) -> None:
    (tmp_path / "short").write_text("123")
    with pytest.raises(ConfigError, match="at least 16 characters"):
        channels_of(section(tmp_path, webhook_secret_file="short"), lambda: 1.0)
