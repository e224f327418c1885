"""PURE. Origins of pages as browsers write them, and host names. No I/O."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

USUAL_PORTS = {"http": 80, "https": 443}

HOST_NAME = re.compile(r"(?!-)[A-Za-z0-9_-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9_-]{1,63}(?<!-))*\.?")

ALLOWED = (
    "must be http:// or https://, a host name and, if it is not the usual one, a port, "
    "such as https://karlsson.example.org; no path, no *, no user"
)


def origin_of(url: str) -> str:
    """Return an address as browsers name its origin: lower case, no usual port, no slash.

    Raises:
        ValueError: The text is not an origin; says what is wrong.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError(ALLOWED) from None
    if parts.scheme not in USUAL_PORTS or not _is_bare(url, parts):
        raise ValueError(ALLOWED)
    if not is_host(host) or port == 0 or parts.netloc.endswith(":"):
        raise ValueError(ALLOWED)
    shown = f"[{ipaddress.IPv6Address(host)}]" if ":" in host else host.lower()
    if port is not None and port != USUAL_PORTS[parts.scheme]:
        shown += f":{port}"
    return f"{parts.scheme}://{shown}"


def is_host(text: str) -> bool:
    """Return whether a text is a host name or an address."""
    try:
        ipaddress.ip_address(text)
    except ValueError:
        digits = re.fullmatch(r"[0-9.]+", text)  # a mistyped address
        return not digits and HOST_NAME.fullmatch(text) is not None
    return True


def _is_bare(url: str, parts: SplitResult) -> bool:
    """Tell whether a URL has no path but `/`, no query, no fragment and no user."""
    if parts.query or parts.fragment or "@" in parts.netloc or parts.path not in ("", "/"):
        return False
    return url.rstrip("/?#") == url.rstrip("/")
