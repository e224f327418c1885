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
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import msgspec
from msgspec import Meta

from bridge.alarms.config import AlarmsSection, check_alarms
from bridge.base.addresses import is_loopback
from bridge.base.errors import BadRequest
from bridge.base.origins import USUAL_PORTS, is_host, origin_of
from bridge.fleet.config import FleetSection, check_fleet
from bridge.keeping.sealing import check_recipient
from bridge.mail.config import MailSection, check_mail
from bridge.process import file_words
from bridge.process.config_file import ConfigError, Section, wrong
from bridge.relay.config import IceSection, RelaySection, check_ice, check_relay
from bridge.store import address
from bridge.store.backup import OFF, Backups
from bridge.web.clients import ProxyHeader

FilePath = Annotated[str, Meta(min_length=1, max_length=1024)]


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
    """Addresses, networks or host names whose word on their client is believed."""
    proxy_header: ProxyHeader = "either"
    """Header in which they name it. `either` takes `Forwarded` where the other is missing, and is
    for proxies that write `X-Forwarded-For` or pass on neither from their clients."""
    proxy_protocol: bool = False
    """True if they put a PROXY header, version 1 or 2, in front of each connection."""
    metrics_token_file: str = ""
    """File with a token that allows `/metrics` (`Authorization: Bearer <token>`)."""


class LimitsSection(Section, frozen=True):
    """Limits for peers that are not known yet."""

    connections: Annotated[int, Meta(ge=1, le=100_000)] = 2000
    """Open TCP connections in total."""
    connections_per_address: Annotated[int, Meta(ge=1, le=10_000)] = 64
    """A school's robots and tablets may share one address."""
    handshakes_per_minute: Annotated[int, Meta(ge=1, le=100_000)] = 120
    """WebSockets opened from one address."""
    office_per_minute: Annotated[int, Meta(ge=60, le=1_000_000)] = 600
    """Requests to the office of one session."""
    strangers_per_minute: Annotated[int, Meta(ge=12, le=1_000_000)] = 120
    """Requests to the office from one address without a session."""
    header_timeout_s: Annotated[float, Meta(gt=0, le=60)] = 5.0
    """From the TCP connection to the end of its first request's headers."""
    body_timeout_s: Annotated[float, Meta(gt=0, le=60)] = 10.0
    """From the end of a request's headers to the end of a usual form; large files have longer."""
    opening_timeout_s: Annotated[float, Meta(gt=0, le=60)] = 5.0
    """From the challenge to the opening message."""
    heartbeat_s: Annotated[float, Meta(ge=0.1, le=45)] = 10.0
    """Time between pings on an idle WebSocket; most proxies end those that rest for 60 s."""


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
    backups: Annotated[str, Meta(max_length=1024)] = ""
    """Folder for a backup before a new version changes the tables; empty takes the folder of the
    database or of the service, `none` makes none."""

    def __repr__(self) -> str:
        """Hide the address, which may hold a password."""
        return "StorageSection(...)"


class PagesSection(Section, frozen=True):
    """Folder of the pupil's app and the teacher's page; empty takes the installed one."""

    pupil_app: str = ""


class MetricsSection(Section, frozen=True):
    """Address of its own on which `/metrics` needs no token; port 0 listens nowhere."""

    host: Annotated[str, Meta(min_length=1, max_length=255)] = "127.0.0.1"
    port: Annotated[int, Meta(ge=0, le=65535)] = 0
    robots: bool = True
    """True tells battery, temperature, signal and more of each robot by its id."""


class ReleasesSection(Section, frozen=True):
    """Releases for the robots; without a folder this bridge offers none."""

    folder: Annotated[str, Meta(max_length=1024)] = ""
    """Folder into which `karlsson-bridge release import` puts them."""
    key_file: Annotated[str, Meta(max_length=1024)] = ""
    """The bridge's own key, `bridge.pem` of `karlsson release init`."""


class BackupSection(Section, frozen=True):
    """Encrypted backups, which `karlsson-bridge backup` makes."""

    folder: Annotated[str, Meta(max_length=1024)] = ""
    """Folder for the backups, preferably on another disk. It also holds a copy of the list of
    erased loans."""
    recipients: Annotated[tuple[Annotated[str, Meta(max_length=100)], ...], Meta(max_length=8)] = ()
    """Public keys of age (`age1…`) whose owners may open them."""
    keep_days: Annotated[int, Meta(ge=1, le=365)] = 30
    """Older ones are removed, but for the newest one."""


class BridgeConfig(Section, frozen=True):
    """The whole file."""

    server: ServerSection = ServerSection()
    limits: LimitsSection = LimitsSection()
    tls: TlsSection | None = None
    storage: StorageSection = StorageSection()
    backup: BackupSection = BackupSection()
    ice: IceSection = IceSection()
    relay: RelaySection = RelaySection()
    pages: PagesSection = PagesSection()
    metrics: MetricsSection = MetricsSection()
    fleet: FleetSection = FleetSection()
    alarms: AlarmsSection = AlarmsSection()
    mail: MailSection = MailSection()
    releases: ReleasesSection = ReleasesSection()


def check(config: BridgeConfig) -> BridgeConfig:
    """Return the configuration in its normal form, with addresses as browsers write them.

    Raises:
        ConfigError: A value can never work, by itself or beside another key.
    """
    _check_storage(config.storage)
    _check_backup(config.backup)
    check_ice(config.ice)
    check_relay(config.relay)
    check_fleet(config.fleet)
    check_alarms(config.alarms)
    check_mail(config.mail)
    server = _server(config.server)
    _check_host("metrics.host", config.metrics.host)
    _check_ports(config)
    _check_releases(config.releases)
    if config.tls and not server.public_url.startswith("https://"):
        raise wrong("server.public_url", server.public_url, "with [tls] it starts with https://")
    return msgspec.structs.replace(config, server=server)


def origins(config: BridgeConfig) -> frozenset[str]:
    """Return the origins that may open `/signal` from a page."""
    if config.server.origins:
        return frozenset(config.server.origins)
    return frozenset({_origin("server.public_url", config.server.public_url)})


def public_url(config: BridgeConfig) -> str:
    """Return the public address without a slash at its end."""
    return config.server.public_url.rstrip("/")


def expects_a_proxy(config: BridgeConfig) -> bool:
    """Return whether only a proxy could bring people here, and none is trusted."""
    server = config.server
    public = urlsplit(server.public_url).hostname or ""
    is_local = public == "localhost" or is_loopback(public)
    near = server.host == "localhost" or is_loopback(server.host)
    return near and not is_local and not server.trusted_proxies


def relay_urls(config: BridgeConfig, stun: bool) -> tuple[str, ...]:
    """Return the URLs of the bridge's own relay and STUN server, as peers are told.

    Args:
        stun: Whether the STUN server could be opened.
    """
    if config.relay.urls:
        return config.relay.urls
    public = urlsplit(config.server.public_url)
    host = public.hostname or ""
    where = f"[{host}]" if ":" in host else host
    where += f":{public.port or USUAL_PORTS[public.scheme]}"
    urls = [f"stun:{where}"] if stun else []
    if config.relay.enabled and config.tls:
        urls.append(f"turns:{where}?transport=tcp")
    elif config.relay.enabled and public.scheme == "http":
        urls.append(f"turn:{where}?transport=tcp")
    return tuple(urls)


def is_behind_proxy(config: BridgeConfig) -> bool:
    """Return whether somebody else ends TLS for the public address."""
    return config.tls is None and config.server.public_url.startswith("https://")


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
        raise wrong("storage.password_file", name, file_words.of_file(Path(name), error)) from error
    except UnicodeDecodeError as error:
        raise wrong("storage.password_file", name, "must hold a password as text") from error
    if not password:
        raise wrong("storage.password_file", name, "the file is empty")
    return password


def backups(config: BridgeConfig, environment: Mapping[str, str]) -> Backups:
    """Return where backups go before tables change, and where the list of erased loans is."""
    named = config.storage.backups
    state = environment.get("STATE_DIRECTORY", "").split(":")[0]
    found = address.read(config.storage.url)
    is_file = found.dialect == "sqlite"
    own = f"{found.place}.erased" if is_file else f"{state}/erased" if state else ""
    erased = (Path(own),) if own else ()
    if named == OFF:
        return Backups(wanted=False, erased=erased)
    folder = named or ("" if is_file else state)
    return Backups(Path(folder) if folder else None, is_required=True, erased=erased)


def _server(server: ServerSection) -> ServerSection:
    _check_host("server.host", server.host)
    public = _origin("server.public_url", server.public_url)
    allowed = tuple(_origin("server.origins", one) for one in server.origins)
    if allowed and public not in allowed:
        raise ConfigError(
            f"server.origins = {list(server.origins)!r}: must hold {public!r}, the origin of "
            "server.public_url; otherwise pages from there cannot talk to the bridge"
        )
    proxies = tuple(_proxy(one) for one in server.trusted_proxies)
    if server.proxy_protocol and not proxies:
        raise ConfigError(
            "server.proxy_protocol = True: needs server.trusted_proxies, the only peers whose "
            "PROXY header is read"
        )
    return msgspec.structs.replace(
        server, public_url=public, origins=allowed, trusted_proxies=proxies
    )


def _origin(key: str, url: str) -> str:
    try:
        return origin_of(url)
    except ValueError as error:
        raise wrong(key, url, str(error)) from None


def _check_host(key: str, host: str) -> None:
    if not is_host(host):
        raise wrong(
            key,
            host,
            "must be an address such as 127.0.0.1, 0.0.0.0 or ::, or a host name; "
            f"without http://, and without the port, which is {key.partition('.')[0]}.port",
        )


def _check_ports(config: BridgeConfig) -> None:
    """Refuse two doors on one port; without a number each takes a free one."""
    doors = [("server.port", config.server.port)]
    doors += [("relay.port", config.relay.port)] if config.relay.enabled else []
    doors.append(("metrics.port", config.metrics.port))
    taken: dict[int, str] = {}
    for key, port in doors:
        other = taken.setdefault(port, key) if port else key
        if other != key:
            raise wrong(key, port, f"{other} is the same; allowed: a port of its own")


def _proxy(text: str) -> str:
    """Return a proxy's address, a network of them, or a host name, in its shortest form."""
    try:
        return (
            str(ipaddress.ip_network(text, strict=False)).removesuffix("/32").removesuffix("/128")
        )
    except ValueError:
        pass
    if not is_host(text):
        raise wrong(
            "server.trusted_proxies",
            text,
            "must be an address such as 127.0.0.1 or ::1, a network such as 10.0.0.0/8, "
            "or a host name such as traefik; no port, no *",
        )
    return text.lower()


def _check_releases(releases: ReleasesSection) -> None:
    for name in ("folder", "key_file"):
        value = getattr(releases, name)
        if value and not Path(value).is_absolute():
            raise wrong(f"releases.{name}", value, "must be an absolute path")
    if releases.key_file and not releases.folder:
        raise wrong("releases.key_file", releases.key_file, "needs releases.folder beside it")


def _check_backup(backup: BackupSection) -> None:
    if backup.folder and not Path(backup.folder).is_absolute():
        raise wrong("backup.folder", backup.folder, "must be an absolute path")
    for one in backup.recipients:
        try:
            check_recipient(one)
        except BadRequest as error:
            raise wrong("backup.recipients", one, str(error)) from None


def _check_storage(storage: StorageSection) -> None:
    try:
        found = address.read(storage.url)
    except BadRequest as error:
        # The value is not shown: it may hold a password.
        raise ConfigError(f"storage.url: {error}") from None
    if storage.backups not in ("", OFF) and not Path(storage.backups).is_absolute():
        raise wrong("storage.backups", storage.backups, f"must be an absolute path, or {OFF!r}")
    if storage.password_file and found.dialect == "sqlite":
        raise wrong("storage.password_file", storage.password_file, "SQLite has no password")
