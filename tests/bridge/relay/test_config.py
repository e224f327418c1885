from pathlib import Path

import pytest

from bridge.process.config_file import ConfigError
from bridge.relay.config import ice_servers
from bridge.relay.servers import SharedServer
from tests.bridge.test_config import read

ICE = '[[ice.servers]]\nusername = "u"\ncredential = "c"\nurls = '


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param('[[ice.servers]]\nurls = "http://x"', "ice.servers", id="no ICE server"),
        pytest.param('[[ice.servers]]\nurls = "turn:t.example"', "username", id="no user"),
        pytest.param(ICE + '"stun:s.example"', "neither", id="stun with a user"),
        pytest.param(ICE + '"turn:[2001:db8::g]:3478"', "no IPv6", id="no IPv6 address"),
        pytest.param(ICE + '"turn:[192.0.2.1]"', "no IPv6", id="IPv4 in brackets"),
        pytest.param(ICE + '"turn:[fe80::1%eth0]"', "no IPv6", id="IPv6 with a zone"),
        pytest.param(ICE + '"turn:2001:db8::1"', "must be", id="IPv6 without brackets"),
        pytest.param('[relay]\nurls = ["turn:t.example:0"]', "relay.urls[0]", id="relay at 0"),
        pytest.param('[relay]\nhost = "http://x"', "relay.host", id="relay's door"),
        pytest.param(
            ICE + '"turn:t.example"\nsecret_file = "/s"', "neither", id="secret and credential"
        ),
        pytest.param(
            '[[ice.servers]]\nurls = "stun:s.example"\nsecret_file = "/s"',
            "neither",
            id="stun with a secret",
        ),
        pytest.param(ICE + '"turn://t.example"', "urls", id="relay with slashes"),
        pytest.param(ICE + '"turn:t.example:99999"', "urls", id="relay at no port"),
        pytest.param(ICE + '"turn:t.example?transport=sctp"', "transport", id="transport"),
        pytest.param(ICE + '"turns:t.example?transport=udp"', "tcp", id="turns over udp"),
        pytest.param(ICE + '"turn:300.1.1.1"', "an address", id="no IPv4 address"),
    ],
)
def test_a_server_that_cannot_be_is_refused_with_its_key(
    tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        read(tmp_path, text)
    assert says in str(refused.value)


def test_ipv6_addresses_of_servers_stand_in_brackets(tmp_path: Path) -> None:
    config = read(tmp_path, ICE + '"turn:[2001:db8::1]:3478?transport=tcp"')
    (server,) = ice_servers(config.ice)
    assert isinstance(server, dict)
    assert server["urls"] == "turn:[2001:db8::1]:3478?transport=tcp"


def test_a_relays_secret_is_read_from_its_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    text = f'[[ice.servers]]\nurls = "turn:t.example"\nsecret_file = "{secret}"'
    secret.write_text("a canary of sixteen\n")
    (server,) = ice_servers(read(tmp_path, text).ice)
    assert server == SharedServer("turn:t.example", b"a canary of sixteen")
    secret.write_text("canary\n")
    with pytest.raises(ConfigError, match="at least 16") as refused:
        ice_servers(read(tmp_path, text).ice)
    assert "canary" not in str(refused.value)
    secret.unlink()
    with pytest.raises(ConfigError, match="is not there"):
        ice_servers(read(tmp_path, text).ice)
