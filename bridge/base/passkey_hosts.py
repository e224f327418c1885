"""PURE. Addresses under which browsers have passkeys at all. No I/O."""

import ipaddress
from urllib.parse import urlsplit


def passkey_trouble(public_url: str) -> str:
    """Return why no browser has passkeys under this address, with a remedy; empty if they do.

    Browsers bind a passkey to a host name, and offer none to a page that somebody on the way
    could have changed. `localhost` is the exception that they make for trials.
    """
    parts = urlsplit(public_url)
    host = parts.hostname or ""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    else:
        return (
            f"browsers have passkeys under names only, and server.public_url is {public_url}: "
            "give the bridge a name such as https://karlsson.example.org, "
            "or http://localhost:8080 for a trial"
        )
    if parts.scheme != "https" and host != "localhost" and not host.endswith(".localhost"):
        return (
            f"browsers have passkeys over https only, and server.public_url is {public_url}: "
            "use https:// there, with [tls] or a proxy"
        )
    return ""
