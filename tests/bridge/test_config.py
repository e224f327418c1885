from pathlib import Path

import pytest

from bridge import config as configuration
from bridge.config import Config
from bridge.process.config_file import ConfigError, load

FULL = """
[server]
host = "0.0.0.0"
port = 8443
public_url = "https://karlsson.example/"
origins = ["https://karlsson.example", "https://other.example:8443"]
trusted_proxies = ["127.0.0.1"]

[limits]
connections = 10

[tls]
certificate = "/etc/karlsson/cert.pem"
key = "/etc/karlsson/key.pem"

[storage]
url = "sqlite+aiosqlite:////var/lib/karlsson-bridge/bridge.sqlite"

[[ice.servers]]
urls = "turns:turn.example:443"
username = "u"
credential = "c"
"""


def read(folder: Path, text: str) -> Config:
    path = folder / "bridge.toml"
    path.write_text(text, encoding="utf-8")
    return configuration.check(load(path, Config, {}))


def test_every_key_has_a_default_and_no_foreign_server_is_asked(tmp_path: Path) -> None:
    config = read(tmp_path, "")
    assert config.server.host == "127.0.0.1"
    assert configuration.ice_servers(config) == ()
    assert configuration.origins(config) == {"http://localhost:8080"}


def test_a_full_file_is_read(tmp_path: Path) -> None:
    config = read(tmp_path, FULL)
    assert configuration.public_url(config) == "https://karlsson.example"
    assert configuration.origins(config) == {
        "https://karlsson.example",
        "https://other.example:8443",
    }
    assert configuration.ice_servers(config) == (
        {"urls": "turns:turn.example:443", "username": "u", "credential": "c"},
    )


def test_the_origin_comes_from_the_public_address_without_its_path(tmp_path: Path) -> None:
    config = read(tmp_path, '[server]\npublic_url = "https://school.example/karlsson"')
    assert configuration.origins(config) == {"https://school.example"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("[server]\nprot = 1", "server.prot = 1: unknown key", id="unknown key"),
        pytest.param("[sever]", "sever", id="unknown table"),
        pytest.param("[server]\nport = 65536", "server.port = 65536", id="port too high"),
        pytest.param('[server]\nport = "8080"', "server.port", id="port as text"),
        pytest.param('[server]\npublic_url = "x.example"', "server.public_url", id="no scheme"),
        pytest.param('[server]\npublic_url = "http://x/#a"', "server.public_url", id="fragment"),
        pytest.param('[server]\norigins = ["https://x/"]', "server.origins", id="origin path"),
        pytest.param('[server]\norigins = ["*"]', "server.origins", id="any origin"),
        pytest.param("[limits]\nconnections = 0", "limits.connections = 0", id="nobody"),
        pytest.param('[storage]\nurl = "mysql://x"', "storage.url", id="other database"),
        pytest.param('[[ice.servers]]\nurls = "http://x"', "ice.servers", id="no ICE server"),
        pytest.param('[tls]\ncertificate = "a"', "key", id="certificate without key"),
        pytest.param(
            '[tls]\ncertificate = "a"\nkey = "b"', "server.public_url", id="TLS but http address"
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_key(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, text)
    assert says in str(refused.value)
