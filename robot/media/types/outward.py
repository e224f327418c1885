"""PURE. The way out of a school's network: an HTTP proxy, and the hosts without it. No I/O.

    http://karlsson:secret@proxy.school.example:3128     as in `[network] proxy`
    proxy.school.example:3128                            as often in $HTTPS_PROXY

The proxy is asked for a tunnel (CONNECT, RFC 9110 section 9.3.6), with user and password if it
wants them (Basic). A PAC file is a program for browsers and is not read.
"""

import base64
import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

USUAL_PORT = 3128

NO_PROXY = "none"
"""Value that goes out directly, whatever the environment says."""

VARIABLES = ("https_proxy", "HTTPS_PROXY", "wss_proxy", "WSS_PROXY", "all_proxy", "ALL_PROXY")
DIRECT_VARIABLES = ("no_proxy", "NO_PROXY")
"""Variables of the environment, the first that is set."""

_HOST = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*\.?")


class OutwardError(ValueError):
    """A proxy cannot be used; the text says what is allowed, and quotes nothing."""


@dataclass(frozen=True)
class Proxy:
    """An HTTP proxy that opens tunnels."""

    host: str
    port: int
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        """Hide who uses it, and where it is."""
        return "Proxy(********)"

    @property
    def url(self) -> str:
        """Address without user and password."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}"

    @property
    def headers(self) -> dict[str, str]:
        """Headers of a request for a tunnel, with the password."""
        if not self.user:
            return {}
        pair = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return {"Proxy-Authorization": f"Basic {pair}"}


@dataclass(frozen=True)
class Outward:
    """Way of this robot to a host.

    Args:
        proxy: None where nothing stands between.
        direct: Names, domains, addresses and networks that are reached without the proxy.
    """

    proxy: Proxy | None = None
    direct: tuple[str, ...] = ()

    def proxy_for(self, host: str) -> Proxy | None:
        """Return the proxy that leads to a host; None if it is reached directly."""
        if self.proxy is None or _is_local(host):
            return None
        return None if any(_covers(entry, host) for entry in self.direct) else self.proxy


def parse_proxy(text: str, password: str = "") -> Proxy:
    """Return the proxy that an address names.

    Args:
        password: Taken in place of a password in the address, if not empty.

    Raises:
        OutwardError: It is of a kind that is not known here, or badly written.
    """
    bare = text.strip()
    scheme = bare.partition("://")[0].lower() if "://" in bare else ""
    if scheme.startswith("pac") or bare.lower().split("?")[0].endswith(".pac"):
        raise OutwardError(
            "a PAC file is a program for browsers and is not read; "
            "name the proxy that it returns, such as http://proxy.school.example:3128"
        )
    if scheme not in ("", "http"):
        raise OutwardError(
            "only an HTTP proxy can be used, whose address begins with http://; "
            "it passes on TLS as it is"
        )
    wrong = OutwardError("must be http://, then user:password@ if the proxy asks, host and port")
    try:
        parts = urlsplit(bare if scheme else f"http://{bare}")
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise wrong from None
    if parts.path not in ("", "/") or parts.query or parts.fragment or port == 0:
        raise wrong
    if not _is_host(host):
        raise wrong
    user, secret = unquote(parts.username or ""), password or unquote(parts.password or "")
    if not (user + secret).isprintable() or ":" in user or (secret and not user):
        raise wrong
    return Proxy(host, port or USUAL_PORT, user, secret)


def parse_direct(text: str) -> tuple[str, ...]:
    """Return the entries of `$NO_PROXY`, which are separated by commas or spaces."""
    return tuple(entry.lower() for entry in re.split(r"[,\s]+", text) if entry)


def first_of(names: tuple[str, ...], environment: Mapping[str, str]) -> tuple[str, str]:
    """Return name and value of the first variable that is set; empty texts without any."""
    return next(((name, environment[name]) for name in names if environment.get(name)), ("", ""))


def _is_host(text: str) -> bool:
    return _address(text) is not None or (
        _HOST.fullmatch(text) is not None and not re.fullmatch(r"[0-9.]+", text)
    )


def _is_local(host: str) -> bool:
    address = _address(host)
    return host.lower() == "localhost" or (address is not None and address.is_loopback)


def _covers(entry: str, host: str) -> bool:
    """Tell whether an entry of `$NO_PROXY` names this host, its domain or its network."""
    if entry == "*":
        return True
    address = _address(host)
    if address is not None:
        try:
            return address in ipaddress.ip_network(entry.strip("[]"), strict=False)
        except ValueError:
            return False
    name = re.sub(r":\d+$", "", entry).removeprefix("*").removeprefix(".").rstrip(".")
    bare = host.lower().rstrip(".")
    return bool(name) and (bare == name or bare.endswith(f".{name}"))


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text.strip("[]"))
    except ValueError:
        return None
