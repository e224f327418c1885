from pathlib import Path

import pytest

from bridge import config as configuration
from bridge.config import BridgeConfig
from bridge.process.config_file import ConfigError, load
from bridge.relay.config import ice_servers

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


def read(folder: Path, text: str) -> BridgeConfig:
    path = folder / "bridge.toml"
    path.write_text(text, encoding="utf-8")
    return configuration.check(load(path, BridgeConfig, {}))


def test_every_key_has_a_default_and_no_foreign_server_is_asked(tmp_path: Path) -> None:
    config = read(tmp_path, "")
    assert config.server.host == "127.0.0.1"
    assert ice_servers(config.ice) == ()
    assert configuration.origins(config) == {"http://localhost:8080"}


def test_a_full_file_is_read(tmp_path: Path) -> None:
    config = read(tmp_path, FULL)
    assert configuration.public_url(config) == "https://karlsson.example"
    assert configuration.origins(config) == {
        "https://karlsson.example",
        "https://other.example:8443",
    }
    assert ice_servers(config.ice) == (
        {"urls": "turns:turn.example:443", "username": "u", "credential": "c"},
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://School.EXAMPLE/", "https://school.example"),
        ("https://school.example:443", "https://school.example"),
        ("http://school.example:80", "http://school.example"),
        ("https://school.example:8443/", "https://school.example:8443"),
        ("HTTPS://school.example", "https://school.example"),
        ("http://192.0.2.7:8080", "http://192.0.2.7:8080"),
        ("http://[2001:DB8:0::1]:8080", "http://[2001:db8::1]:8080"),
    ],
)
def test_an_address_is_brought_to_the_form_that_browsers_send(
    tmp_path: Path, written: str, meant: str
) -> None:
    config = read(tmp_path, f'[server]\npublic_url = "{written}"')
    assert configuration.public_url(config) == meant
    assert configuration.origins(config) == {meant}
    config = read(tmp_path, f'[server]\npublic_url = "{meant}"\norigins = ["{written}"]')
    assert configuration.origins(config) == {meant}


def test_proxies_may_be_addresses_networks_or_host_names(tmp_path: Path) -> None:
    text = '[server]\ntrusted_proxies = ["127.0.0.1", "2001:DB8::1", "10.1.0.0/16", "Traefik"]'
    proxies = ("127.0.0.1", "2001:db8::1", "10.1.0.0/16", "traefik")
    assert read(tmp_path, text).server.trusted_proxies == proxies


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        ('public_url = "https://karlsson.example"', True),
        ('public_url = "https://karlsson.example"\nhost = "0.0.0.0"', False),
        ('public_url = "https://karlsson.example"\ntrusted_proxies = ["127.0.0.1"]', False),
        ('public_url = "http://127.0.0.1:8080"', False),
        ("", False),
    ],
)
def test_a_bridge_that_only_a_proxy_can_reach_is_noticed(
    tmp_path: Path, server: str, expected: bool
) -> None:
    config = read(tmp_path, f"[server]\n{server}")
    assert configuration.expects_a_proxy(config) is expected


def test_the_password_of_the_database_is_read_from_its_file(tmp_path: Path) -> None:
    secret = tmp_path / "password"
    secret.write_text("canary\n")
    text = f'[storage]\nurl = "postgresql://k@h/d"\npassword_file = "{secret}"'
    assert configuration.database_password(read(tmp_path, text)) == "canary"
    assert configuration.database_password(read(tmp_path, "")) == ""
    for content, says in ((b"\n", "is empty"), (b"\xff", "as text")):
        secret.write_bytes(content)
        with pytest.raises(ConfigError, match=says):
            configuration.database_password(read(tmp_path, text))
    secret.unlink()
    with pytest.raises(ConfigError, match="is not there"):
        configuration.database_password(read(tmp_path, text))


def test_a_password_in_any_address_is_not_quoted(tmp_path: Path) -> None:
    for text in (
        '[server]\npublic_url = "https://u:canary@x.example"',
        '[server]\norigins = ["https://u:canary@x.example"]',
        '[[ice.servers]]\nurls = "turn://u:canary@t.example"',
    ):
        with pytest.raises(ConfigError) as refused:
            read(tmp_path, text)
        assert "canary" not in str(refused.value)


def test_a_configuration_does_not_show_its_secrets(tmp_path: Path) -> None:
    text = (
        '[storage]\nurl = "postgresql://k:canary@h/d"\n'
        '[[ice.servers]]\nurls = "turn:t.example"\nusername = "u"\ncredential = "canary"'
    )
    assert "canary" not in repr(read(tmp_path, text))


@pytest.mark.parametrize(
    "url", ["postgresql://u:canary@h:x/d", "mysql://u:canary@h/d", "postgresql://u:12/canary@h/d"]
)
def test_a_wrong_address_of_the_database_is_not_quoted(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, f'[storage]\nurl = "{url}"')
    assert "canary" not in str(refused.value)
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, f'[storage]\nurl = ["{url}"]')
    assert "canary" not in str(refused.value)


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
        pytest.param('[server]\norigins = ["https://x.example"]', "must hold", id="not our own"),
        pytest.param(
            '[server]\npublic_url = "https://x.example/karlsson"', "no path", id="address with path"
        ),
        pytest.param('[server]\npublic_url = "https://x.example?"', "public_url", id="query"),
        pytest.param('[server]\npublic_url = "https://u:p@x.example"', "no user", id="user"),
        pytest.param('[server]\npublic_url = "https://"', "a host name", id="no host"),
        pytest.param('[server]\npublic_url = "https://x.example:0"', "a port", id="port zero"),
        pytest.param('[server]\npublic_url = "https://x:p/"', "a port", id="port in letters"),
        pytest.param('[server]\npublic_url = "wss://x.example"', "https://", id="socket address"),
        pytest.param('[server]\nhost = "http://0.0.0.0"', "without http", id="host with scheme"),
        pytest.param('[server]\nhost = "127.0.0.1:8080"', "server.port", id="host with port"),
        pytest.param('[server]\nhost = "127.0.0"', "server.host", id="half an address"),
        pytest.param('[server]\ntrusted_proxies = ["p:80"]', "10.0.0.0/8", id="proxy with port"),
        pytest.param('[server]\ntrusted_proxies = ["*"]', "no *", id="any proxy"),
        pytest.param('[server]\ntrusted_proxies = ["10.0.0"]', "10.0.0.0/8", id="half a proxy"),
        pytest.param("[server]\nproxy_protocol = true", "trusted_proxies", id="PROXY of nobody"),
        pytest.param('[server]\nproxy_header = "via"', "'forwarded'", id="another header"),
        pytest.param('[metrics]\nhost = "*"', "metrics.port", id="metrics everywhere"),
        pytest.param("[limits]\nheartbeat_s = 60", "<= 45", id="too rare for proxies"),
        pytest.param('[server]\ntrusted_proxies = [""]', "an address", id="empty proxy"),
        pytest.param("[limits]\nheartbeat_s = nan", "limits.heartbeat_s", id="no number"),
        pytest.param('[storage]\nurl = "sqlite:///:memory:"', "survives", id="database in memory"),
        pytest.param('[storage]\npassword_file = "/p"', "no password", id="password for SQLite"),
        pytest.param('[tls]\ncertificate = "a"', "tls.key: is missing", id="half a certificate"),
        pytest.param('[tls]\ncertificate = ""\nkey = ""', "must not be empty", id="empty TLS"),
        pytest.param(
            '[tls]\ncertificate = "a"\nkey = "b"', "server.public_url", id="TLS but http address"
        ),
    ],
)
def test_what_cannot_be_is_refused_with_its_key(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, text)
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("text", "stun", "urls"),
    [
        ("", False, ("turn:localhost:8080?transport=tcp",)),
        ("[relay]\nenabled = false", True, ("stun:localhost:8080",)),
        (
            FULL,
            True,
            ("stun:karlsson.example:443", "turns:karlsson.example:443?transport=tcp"),
        ),
        (
            FULL.replace("example/", "example:8443/"),
            False,
            ("turns:karlsson.example:8443?transport=tcp",),
        ),
        ('[server]\npublic_url = "https://k.example"', False, ()),
        (
            '[relay]\nurls = ["turns:r.example:5349?transport=tcp"]',
            True,
            ("turns:r.example:5349?transport=tcp",),
        ),
        (
            '[server]\npublic_url = "http://[2001:db8::1]:8080"',
            True,
            ("stun:[2001:db8::1]:8080", "turn:[2001:db8::1]:8080?transport=tcp"),
        ),
    ],
    ids=["here", "off", "tls", "tls elsewhere", "proxy", "told", "IPv6"],
)
def test_the_relay_is_told_by_the_public_address(
    tmp_path: Path, text: str, stun: bool, urls: tuple[str, ...]
) -> None:
    text = text.replace('"https://karlsson.example", ', '"https://karlsson.example:8443", ')
    if "8443/" not in text:
        text = text.replace('"https://karlsson.example:8443", ', '"https://karlsson.example", ')
    assert configuration.relay_urls(read(tmp_path, text), stun) == urls
