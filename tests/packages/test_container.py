"""The container's files, held against what the package and the bridge really are."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from bridge import config as bridge_config
from bridge.process import config_file
from packages.plans import control
from packages.plans.products import BRIDGE
from packages.plans.targets import MACHINES, TargetSystem
from tests.packages.container import FOLDER, ROOT, parse

COMPOSE = (FOLDER / "compose.yaml").read_text(encoding="utf-8")
FILE = (FOLDER / "Containerfile").read_text(encoding="utf-8")


def test_the_image_takes_the_package_that_is_built_for_its_debian() -> None:
    (image,) = re.findall(r"^FROM docker\.io/library/debian:(\w+)-slim$", FILE, re.MULTILINE)
    (source,) = re.findall(r"^COPY (\S+) /tmp/$", FILE, re.MULTILINE)
    for arch in MACHINES:
        name = control.file_name(BRIDGE, "0.2.0", TargetSystem(image, arch))
        assert Path(name).match(source.replace("${TARGETARCH}", arch))


def test_the_image_starts_the_bridge_as_its_user_and_asks_for_its_health() -> None:
    found = parse(FILE)
    assert found.command == ["karlsson-bridge", "serve"]
    assert found.user == "karlsson-bridge"
    assert found.check[0] == f"{BRIDGE.folder}/current/bin/python"
    assert "http://127.0.0.1:8080/readyz" in found.check[-1]
    assert "karlsson-bridge" in found.run


@pytest.mark.parametrize("lines", ["", "RUN a\nUSER b\nCMD c\n", "RUN a\nRUN b\n"])
def test_a_file_without_its_lines_is_refused(lines: str) -> None:
    with pytest.raises(ValueError, match="unpack"):
        parse(lines)


def test_every_file_that_compose_names_is_there() -> None:
    for name in re.findall(r"^ +- (\./\S+?):", COMPOSE, re.MULTILINE):
        assert (FOLDER / name).is_file()
    (context,) = re.findall(r"^ +context: (\S+)$", COMPOSE, re.MULTILINE)
    assert (FOLDER / context).resolve() == ROOT / "build" / "packages"
    (dockerfile,) = re.findall(r"^ +dockerfile: (\S+)$", COMPOSE, re.MULTILINE)
    assert (FOLDER / context / dockerfile).resolve() == FOLDER / "Containerfile"
    state = re.findall(r"^ +- state:(\S+)$", COMPOSE, re.MULTILINE)
    assert state == re.findall(r"^VOLUME (\S+)$", FILE, re.MULTILINE)


def test_both_containers_have_no_rights_that_they_do_not_need() -> None:
    services = re.split(r"^  (?=\w+:$)", COMPOSE.partition("services:\n")[2], flags=re.MULTILINE)
    found = {text.partition(":")[0]: text for text in services if text.strip()}
    for name in ("bridge", "proxy"):
        assert "cap_drop: [ALL]" in found[name]
        assert "read_only: true" in found[name]
        assert "no-new-privileges:true" in found[name]
    # Only the proxy is met by the world.
    assert "ports:" not in found["bridge"]


def test_the_bridge_believes_the_proxy_of_compose_and_keeps_its_state(tmp_path: Path) -> None:
    path = FOLDER / "bridge.toml"
    loaded = bridge_config.check(config_file.load(path, bridge_config.BridgeConfig, {}))
    (proxy,) = loaded.server.trusted_proxies
    assert re.search(rf"^  {proxy}:$", COMPOSE, re.MULTILINE)
    assert ":////var/lib/karlsson-bridge/" in loaded.storage.url
    caddy = (FOLDER / "Caddyfile").read_text(encoding="utf-8")
    assert f"reverse_proxy bridge:{loaded.server.port} " in caddy
    assert loaded.server.public_url.removeprefix("https://") in caddy


def test_caddy_takes_its_file() -> None:
    tool = shutil.which("caddy")
    if tool is None and os.environ.get("CI") != "true":
        pytest.skip("caddy is not installed")
    assert tool is not None
    command = [tool, "validate", "--adapter", "caddyfile", "--config", str(FOLDER / "Caddyfile")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
