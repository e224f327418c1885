from dataclasses import replace
from pathlib import Path

import pytest

from hardware.config.config import load as load_body
from robot.settings.config import load
from technician import examples
from technician.files import settings
from technician.lists.records import Outside
from tests.technician.files.robots import PEM, robot


def test_the_agent_reads_its_configuration(tmp_path: Path) -> None:
    (tmp_path / "robot.toml").write_text(settings.robot_toml(robot()), encoding="utf-8")
    found = load(tmp_path / "robot.toml", {"STATE_DIRECTORY": str(tmp_path)})
    assert (found.robot.id, found.bridge.url) == (*("kaethe", "wss://karlsson.example.org/signal"),)
    assert found.network.proxy == ""


def test_a_robot_is_named_by_its_token_where_the_bridge_says_whose_that_is(tmp_path: Path) -> None:
    named = replace(robot(token="K7QF-2MXR-9TCH-4WDN"), is_named_by_token=True)
    (tmp_path / "robot.toml").write_text(settings.robot_toml(named), encoding="utf-8")
    assert load(tmp_path / "robot.toml", {"STATE_DIRECTORY": str(tmp_path)}).robot.id == ""


def test_proxy_and_the_schools_authority_stand_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "password").write_text("geheim", encoding="utf-8")
    monkeypatch.setattr(settings, "PROXY_PASSWORD_FILE", str(tmp_path / "password"))
    outside = Outside(proxy="http://u@proxy.example:3128", proxy_password="geheim", ca=PEM)
    (tmp_path / "robot.toml").write_text(
        settings.robot_toml(robot(outside=outside)), encoding="utf-8"
    )
    found = load(tmp_path / "robot.toml", {"STATE_DIRECTORY": str(tmp_path)})
    assert found.network.proxy == "http://u@proxy.example:3128"
    assert found.network.ca_file == "/usr/local/share/ca-certificates/karlsson-school.crt"
    assert "geheim" not in (tmp_path / "robot.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", examples.BODY)
def test_the_body_reads_what_a_reference_build_is(tmp_path: Path, name: str) -> None:
    (tmp_path / "body.toml").write_text(examples.BODY[name], encoding="utf-8")
    assert load_body(tmp_path / "body.toml", {}).body.driver in ("gpio", "feetech")


def test_a_proxys_password_is_part_of_its_address_where_that_is_wanted() -> None:
    outside = Outside(proxy="http://u@a:1", proxy_password="p@:/")
    assert settings.proxy_with_password(outside) == "http://u:p%40%3A%2F@a:1"
    assert settings.proxy_with_password(Outside(proxy="http://a:1")) == "http://a:1"
