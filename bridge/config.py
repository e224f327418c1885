"""Sections and bounds of `bridge.toml`.

[server]
host = "127.0.0.1"
port = 8080
public_url = "https://karlsson.example.org"
origins = ["https://karlsson.example.org"]

[storage]
url = "sqlite+aiosqlite:////var/lib/karlsson-bridge/bridge.sqlite"
"""

import ipaddress
import re
from pathlib import Path
from typing import Annotated
from urllib.parse import SplitResult, urlsplit

import msgspec
from msgspec import Meta

from bridge.base.errors import BadRequest
from bridge.process.config_file import ConfigError, Section
from bridge.process.config_words import shown
from bridge.store import address

FilePath = Annotated[str, Meta(min_length=1, max_length=1024)]

USUAL_PORTS = {"http": 80, "https": 443}

HOST_NAME = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*\.?")


class ServerSection(Section, frozen=True):
    """Address on which the bridge listens, and names under which it is known."""

    host: Annotated[str, Meta(min_length=1, max_length=255)] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] = 8080
    """0 takes a free port; the log says which."""
    public_url: Annotated[str, Meta(max_length=200)] = "http://localhost:8080"
    """The address that children and teachers type or scan."""
    origins: Annotated[tuple[Annotated[str, Meta(max_length=200)], ...], Meta(max_length=16)] = ()
    """Pages that may talk to `/signal`; empty means only those of `public_url`."""
    trusted_proxies: Annotated[tuple[str, ...], Meta(max_length=16)] = ()
    """Addresses or networks whose `X-Forwarded-For` or `Forwarded` is believed."""
    metrics_token_file: str = ""
    """File with a token that allows `/metrics` from anywhere (`Authorization: Bearer <token>`)."""


class LimitsSection(Section, frozen=True):
    """Limits for peers that are not known yet."""

    connections: Annotated[int, Meta(ge=1, le=100_000)] = 2000
    """Open TCP connections in total."""
    connections_per_address: Annotated[int, Meta(ge=1, le=10_000)] = 64
    """A school's robots and tablets may share one address."""
    handshakes_per_minute: Annotated[int, Meta(ge=1, le=100_000)] = 120
    """WebSockets opened from one address."""
    header_timeout_s: Annotated[float, Meta(gt=0, le=60)] = 5.0
    """From the TCP connection to the end of its first request's headers."""
    opening_timeout_s: Annotated[float, Meta(gt=0, le=60)] = 5.0
    """From the challenge to the opening message."""
    heartbeat_s: Annotated[float, Meta(ge=0.1, le=60)] = 10.0


class TlsSection(Section, frozen=True):
    """Certificate chain and key in PEM."""

    certificate: FilePath
    key: FilePath


class StorageSection(Section, frozen=True):
    """Database of robots, loans and pairings."""

    url: Annotated[str, Meta(max_length=1024)] = (
        "sqlite+aiosqlite:////var/lib/karlsson-bridge/bridge.sqlite"
    )
    """A file of SQLite, or `postgresql://user:password@host/database`."""
    password_file: Annotated[str, Meta(max_length=1024)] = ""
    """File with PostgreSQL's password, so that `url` need not hold it."""

    def __repr__(self) -> str:
        """Hide the address, which may hold a password."""
        return "StorageSection(...)"


class IceServer(Section, frozen=True):
    """One STUN or TURN server for robots and pupils."""

    urls: Annotated[str, Meta(max_length=200)]
    username: Annotated[str, Meta(max_length=200)] = ""
    credential: Annotated[str, Meta(max_length=200)] = ""

    def __repr__(self) -> str:
        """Hide the credential."""
        return f"IceServer(urls={self.urls!r}, ...)"


class IceSection(Section, frozen=True):
    """STUN and TURN servers. There is no default: no third party learns who is in class."""

    servers: Annotated[tuple[IceServer, ...], Meta(max_length=4)] = ()


class PagesSection(Section, frozen=True):
    """Folder of the pupil's app and the teacher's page; empty takes the installed one."""

    pupil_app: str = ""


class BridgeConfig(Section, frozen=True):
    """The whole file."""

    server: ServerSection = ServerSection()
    limits: LimitsSection = LimitsSection()
    tls: TlsSection | None = None
    storage: StorageSection = StorageSection()
    ice: IceSection = IceSection()
    pages: PagesSection = PagesSection()


def check(config: BridgeConfig) -> BridgeConfig:
    """Return the configuration in its normal form, with addresses as browsers write them.

    Raises:
        ConfigError: A value can never work, by itself or beside another key.
    """
    _check_storage(config.storage)
    for number, one in enumerate(config.ice.servers):
        _check_ice_server(f"ice.servers[{number}]", one)
    server = _server(config.server)
    if config.tls and not server.public_url.startswith("https://"):
        raise _wrong("server.public_url", server.public_url, "with [tls] it starts with https://")
    return msgspec.structs.replace(config, server=server)


def origins(config: BridgeConfig) -> frozenset[str]:
    """Return the origins that may open `/signal` from a page."""
    if config.server.origins:
        return frozenset(config.server.origins)
    return frozenset({_origin("server.public_url", config.server.public_url)})


def public_url(config: BridgeConfig) -> str:
    """Return the public address without a slash at its end."""
    return config.server.public_url.rstrip("/")


def ice_servers(config: BridgeConfig) -> tuple[dict[str, str], ...]:
    """Return the ICE servers as the wire carries them."""
    return tuple(
        {"urls": one.urls}
        | ({"username": one.username} if one.username else {})
        | ({"credential": one.credential} if one.credential else {})
        for one in config.ice.servers
    )


def database_password(config: BridgeConfig) -> str:
    """Return the database's password from its file; empty without a file.

    Raises:
        ConfigError: It cannot be read, or is empty.
    """
    name = config.storage.password_file
    if not name:
        return ""
    try:
        password = Path(name).read_text(encoding="utf-8").strip("\r\n")
    except OSError as error:
        raise _wrong("storage.password_file", name, f"{error.strerror}") from error
    except UnicodeDecodeError as error:
        raise _wrong("storage.password_file", name, "must hold a password as text") from error
    if not password:
        raise _wrong("storage.password_file", name, "the file is empty")
    return password


def _wrong(key: str, value: object, what: str) -> ConfigError:
    return ConfigError(f"{key}{shown((key,), value)}: {what}")


def _server(server: ServerSection) -> ServerSection:
    if not _is_host(server.host):
        raise _wrong(
            "server.host",
            server.host,
            "must be an address such as 127.0.0.1, 0.0.0.0 or ::, or a host name; "
            "without http://, and without the port, which is server.port",
        )
    public = _origin("server.public_url", server.public_url)
    allowed = tuple(_origin("server.origins", one) for one in server.origins)
    if allowed and public not in allowed:
        raise ConfigError(
            f"server.origins = {list(server.origins)!r}: must hold {public!r}, the origin of "
            "server.public_url; otherwise pages from there cannot talk to the bridge"
        )
    proxies = tuple(_network(one) for one in server.trusted_proxies)
    return msgspec.structs.replace(
        server, public_url=public, origins=allowed, trusted_proxies=proxies
    )


def _origin(key: str, url: str) -> str:
    """Return an address as browsers name its origin: lower case, no usual port, no slash."""
    what = (
        "must be http:// or https://, a host name and, if it is not the usual one, a port, "
        "such as https://karlsson.example.org; no path, no *, no user"
    )
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise _wrong(key, url, what) from None
    if parts.scheme not in USUAL_PORTS or not _is_bare(url, parts):
        raise _wrong(key, url, what)
    if not _is_host(host) or port == 0 or parts.netloc.endswith(":"):
        raise _wrong(key, url, what)
    shown = f"[{ipaddress.IPv6Address(host)}]" if ":" in host else host.lower()
    if port is not None and port != USUAL_PORTS[parts.scheme]:
        shown += f":{port}"
    return f"{parts.scheme}://{shown}"


def _is_bare(url: str, parts: SplitResult) -> bool:
    """Tell whether a URL has no path but `/`, no query, no fragment and no user."""
    if parts.query or parts.fragment or "@" in parts.netloc or parts.path not in ("", "/"):
        return False
    return url.rstrip("/?#") == url.rstrip("/")


def _is_host(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        digits = re.fullmatch(r"[0-9.]+", text)  # a mistyped address
        return not digits and HOST_NAME.fullmatch(text) is not None
    return True


def _network(text: str) -> str:
    """Return a proxy's address, or a network of them, in its shortest form."""
    try:
        return (
            str(ipaddress.ip_network(text, strict=False)).removesuffix("/32").removesuffix("/128")
        )
    except ValueError:
        raise _wrong(
            "server.trusted_proxies",
            text,
            "must be an address such as 127.0.0.1 or ::1, or a network such as 10.0.0.0/8; "
            "a name is not safe, since others may answer for it",
        ) from None


def _check_storage(storage: StorageSection) -> None:
    try:
        found = address.read(storage.url)
    except BadRequest as error:
        # The value is not shown: it may hold a password.
        raise ConfigError(f"storage.url: {error}") from None
    if storage.password_file and found.dialect == "sqlite":
        raise _wrong("storage.password_file", storage.password_file, "SQLite has no password")


ICE_URL = re.compile(
    r"(?P<scheme>stuns?|turns?):(?P<host>\[[^\]]*\]|[^:?\[\]/@]+)(?::(?P<port>\d{1,5}))?"
    r"(?:\?transport=(?P<transport>\w+))?"
)


def _check_ice_server(key: str, server: IceServer) -> None:
    found = ICE_URL.fullmatch(server.urls)
    if not found or not 0 < int(found["port"] or 1) <= 65535:
        raise _wrong(
            f"{key}.urls",
            server.urls,
            "must be stun:host, turn:host or turns:host, then :port where it is not the usual "
            "one, and ?transport=udp or ?transport=tcp after turn: or turns:",
        )
    if not _is_ice_host(found["host"]):
        raise _wrong(
            f"{key}.urls",
            server.urls,
            "needs a host name, an IPv4 address, or an IPv6 address in brackets",
        )
    relay = found["scheme"].startswith("turn")
    _check_ice_transport(f"{key}.urls", server.urls, found["scheme"], found["transport"])
    if relay and not (server.username and server.credential):
        raise _wrong(f"{key}.urls", server.urls, "a relay needs username and credential beside it")
    if not relay and (server.username or server.credential):
        raise _wrong(f"{key}.urls", server.urls, "stun takes neither username nor credential")


def _is_ice_host(host: str) -> bool:
    if not host.startswith("["):
        return _is_host(host)
    try:
        return "%" not in host and ipaddress.IPv6Address(host.strip("[]")) is not None
    except ValueError:
        return False


def _check_ice_transport(key: str, url: str, scheme: str, transport: str | None) -> None:
    if transport is None:
        return
    if not scheme.startswith("turn") or transport not in ("udp", "tcp"):
        raise _wrong(key, url, "transport is udp or tcp, and only turn: takes it")
    if scheme == "turns" and transport == "udp":
        raise _wrong(key, url, "turns: goes over tcp")
