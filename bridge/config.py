"""What `bridge.toml` may say, with every bound.

[server]
host = "127.0.0.1"
port = 8080
public_url = "https://karlsson.example.org"
origins = ["https://karlsson.example.org"]

[storage]
url = "sqlite+aiosqlite:////var/lib/karlsson-bridge/bridge.sqlite"
"""

from typing import Annotated
from urllib.parse import urlsplit

from msgspec import Meta

from bridge.process.config_file import ConfigError, Section

Origin = Annotated[str, Meta(pattern=r"^https?://[A-Za-z0-9.\-_\[\]:]+$", max_length=200)]
"""Scheme, host and, where it is not the usual one, port: just what a browser sends."""

FilePath = Annotated[str, Meta(min_length=1, max_length=1024)]


class Server(Section, frozen=True):
    """Where the bridge listens, and under which names it is known."""

    host: Annotated[str, Meta(min_length=1, max_length=255)] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] = 8080
    """0 takes any free one; the log says which."""
    public_url: Annotated[str, Meta(pattern=r"^https?://[^\s#?]+$", max_length=200)] = (
        "http://localhost:8080"
    )
    """The address that children and teachers type or scan."""
    origins: Annotated[tuple[Origin, ...], Meta(max_length=16)] = ()
    """Pages that may talk to `/signal`; empty means only those of `public_url`."""
    trusted_proxies: Annotated[tuple[str, ...], Meta(max_length=16)] = ()
    """Addresses or networks whose `X-Forwarded-For` or `Forwarded` is believed."""
    metrics_token_file: str = ""
    """With it, `/metrics` also answers from afar to `Authorization: Bearer <content>`."""


class Limits(Section, frozen=True):
    """How much strangers may take."""

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


class Tls(Section, frozen=True):
    """Certificate chain and key in PEM."""

    certificate: FilePath
    key: FilePath


class Storage(Section, frozen=True):
    """Where robots, loans and pairings are kept."""

    url: Annotated[str, Meta(pattern=r"^sqlite\+aiosqlite:///.+$", max_length=1024)] = (
        "sqlite+aiosqlite:///bridge.sqlite"
    )


class IceServer(Section, frozen=True):
    """One STUN or TURN server that robots and pupils are told of."""

    urls: Annotated[str, Meta(pattern=r"^(stun|stuns|turn|turns):[^\s]+$", max_length=200)]
    username: Annotated[str, Meta(max_length=200)] = ""
    credential: Annotated[str, Meta(max_length=200)] = ""


class Ice(Section, frozen=True):
    """No server by default: nobody else learns who is in class."""

    servers: Annotated[tuple[IceServer, ...], Meta(max_length=4)] = ()


class Pages(Section, frozen=True):
    """Where the pupil's app and the teacher's page lie; empty takes the installed ones."""

    pupil_app: str = ""


class Config(Section, frozen=True):
    """The whole file."""

    server: Server = Server()
    limits: Limits = Limits()
    tls: Tls | None = None
    storage: Storage = Storage()
    ice: Ice = Ice()
    pages: Pages = Pages()


def check(config: Config) -> Config:
    """Refuse what only shows when several keys are seen together.

    Raises:
        ConfigError: TLS with a public address that is not HTTPS.
    """
    if config.tls and not config.server.public_url.startswith("https://"):
        raise ConfigError(
            f"server.public_url = {config.server.public_url!r}: "
            "with [tls] it must start with https://"
        )
    return config


def origins(config: Config) -> frozenset[str]:
    """Return the origins that may open `/signal` from a page."""
    if config.server.origins:
        return frozenset(config.server.origins)
    parts = urlsplit(config.server.public_url)
    return frozenset({f"{parts.scheme}://{parts.netloc}".lower()})


def public_url(config: Config) -> str:
    """Return the public address without a slash at its end."""
    return config.server.public_url.rstrip("/")


def ice_servers(config: Config) -> tuple[dict[str, str], ...]:
    """Return the ICE servers as the wire carries them."""
    return tuple(
        {"urls": one.urls}
        | ({"username": one.username} if one.username else {})
        | ({"credential": one.credential} if one.credential else {})
        for one in config.ice.servers
    )
