"""Sections `[ice]` and `[relay]` of `bridge.toml`: servers for lines that are not direct."""

import ipaddress
import re
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from bridge.base.origins import is_host
from bridge.process import file_words
from bridge.process.config_file import Section, wrong
from bridge.relay.servers import IceEntry, SharedServer


class IceServer(Section, frozen=True):
    """One STUN or TURN server for robots and pupils."""

    urls: Annotated[str, Meta(max_length=200)]
    username: Annotated[str, Meta(max_length=200)] = ""
    credential: Annotated[str, Meta(max_length=200)] = ""
    secret_file: Annotated[str, Meta(max_length=1024)] = ""
    """File with the secret of a relay that takes credentials of some hours (coturn:
    `use-auth-secret`), in place of `username` and `credential`."""

    def __repr__(self) -> str:
        """Hide the credential."""
        return f"IceServer(urls={self.urls!r}, ...)"


class IceSection(Section, frozen=True):
    """STUN and TURN servers. There is no default: no third party learns who is in class."""

    servers: Annotated[tuple[IceServer, ...], Meta(max_length=4)] = ()


class RelaySection(Section, frozen=True):
    """The bridge's own relay, and its own STUN server."""

    enabled: bool = True
    """Relay on the bridge's own port, for networks that let nothing else through."""
    stun: bool = True
    """STUN over UDP on the same port number, where the bridge is not behind a proxy."""
    processes: Annotated[int, Meta(ge=0, le=16)] = 0
    """Number of relay processes; 0 takes one for each core, at most 8."""
    urls: Annotated[tuple[Annotated[str, Meta(max_length=200)], ...], Meta(max_length=4)] = ()
    """URLs that robots and children get; empty takes the host and the port of
    `server.public_url`. Needed behind a proxy, which decides what reaches the relay."""
    host: Annotated[str, Meta(max_length=255)] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] = 0
    """A door for the relay alone, for a proxy that passes on connections and names each client
    (PROXY protocol, if it is one of `server.trusted_proxies`); 0 opens none."""


def check_ice(ice: IceSection) -> None:
    """Check what the section says of each server.

    Raises:
        ConfigError: A value can never work.
    """
    for number, one in enumerate(ice.servers):
        _check_ice_server(f"ice.servers[{number}]", one)


def check_relay(relay: RelaySection) -> None:
    """Check the addresses of the bridge's own relay.

    Raises:
        ConfigError: A value can never work.
    """
    for number, url in enumerate(relay.urls):
        _check_ice_url(f"relay.urls[{number}]", url)
    if not is_host(relay.host):
        raise wrong("relay.host", relay.host, "must be an address such as 127.0.0.1")


def ice_servers(ice: IceSection) -> tuple[IceEntry | SharedServer, ...]:
    """Return the servers of other hosts: fixed ones as the wire carries them.

    Raises:
        ConfigError: The secret of one cannot be read, or is too short.
    """
    return tuple(
        SharedServer(one.urls, _ice_secret(f"ice.servers[{number}]", one.secret_file))
        if one.secret_file
        else {"urls": one.urls}
        | ({"username": one.username} if one.username else {})
        | ({"credential": one.credential} if one.credential else {})
        for number, one in enumerate(ice.servers)
    )


ICE_URL = re.compile(
    r"(?P<scheme>stuns?|turns?):(?P<host>\[[^\]]*\]|[^:?\[\]/@]+)(?::(?P<port>\d{1,5}))?"
    r"(?:\?transport=(?P<transport>\w+))?"
)


def _check_ice_server(key: str, server: IceServer) -> None:
    relay = _check_ice_url(f"{key}.urls", server.urls).startswith("turn")
    pair = (server.username, server.credential)
    if server.secret_file and any(pair):
        raise wrong(
            f"{key}.secret_file",
            server.secret_file,
            "makes username and credential, so neither stands beside it",
        )
    if relay and not all(pair) and not server.secret_file:
        raise wrong(
            f"{key}.urls",
            server.urls,
            "a relay needs username and credential beside it, or secret_file",
        )
    if not relay and (any(pair) or server.secret_file):
        raise wrong(f"{key}.urls", server.urls, "stun takes neither username nor credential")


def _check_ice_url(key: str, url: str) -> str:
    """Return the scheme of a URL."""
    found = ICE_URL.fullmatch(url)
    if not found or not 0 < int(found["port"] or 1) <= 65535:
        raise wrong(
            key,
            url,
            "must be stun:host, turn:host or turns:host, then :port where it is not the usual "
            "one, and ?transport=udp or ?transport=tcp after turn: or turns:",
        )
    host = found["host"]
    if host.startswith("["):
        if not _is_six(host[1:-1]):
            raise wrong(key, url, "holds no IPv6 address between its brackets")
    elif not is_host(host):
        raise wrong(key, url, "needs a host name or an address; IPv6 stands in brackets")
    _check_ice_transport(key, url, found["scheme"], found["transport"])
    return found["scheme"]


def _is_six(text: str) -> bool:
    try:
        return ipaddress.ip_address(text).version == 6 and "%" not in text
    except ValueError:
        return False


def _ice_secret(key: str, name: str) -> bytes:
    """Return the secret of a relay from its file."""
    try:
        secret = Path(name).read_bytes().strip()
    except OSError as error:
        raise wrong(f"{key}.secret_file", name, file_words.of_file(Path(name), error)) from error
    if len(secret) < 16:
        raise wrong(f"{key}.secret_file", name, "must hold a secret of at least 16 characters")
    return secret


def _check_ice_transport(key: str, url: str, scheme: str, transport: str | None) -> None:
    if transport is None:
        return
    if not scheme.startswith("turn") or transport not in ("udp", "tcp"):
        raise wrong(key, url, "transport is udp or tcp, and only turn: takes it")
    if scheme == "turns" and transport == "udp":
        raise wrong(key, url, "turns: goes over tcp")
