"""A second look at a certificate that seems to have expired: this robot's clock may be ahead.

The bridge is asked for its time once more, with a certificate that is checked in every way but its
dates. Nothing secret is sent, and nothing else follows from the answer than a better word.
"""

import ssl
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit, urlunsplit

import aiohttp

from robot.links import bridge_trust
from robot.media.types.outward import Proxy
from robot.settings.errors import ClockAhead


async def check(
    session: aiohttp.ClientSession,
    url: str,
    context: ssl.SSLContext,
    proxy: Proxy | None,
    own_s: float,
) -> None:
    """Raise if the certificate is good at the time that the bridge tells.

    Args:
        url: WebSocket of the bridge.
        context: Checks the certificate; its dates are left out from now on.
        own_s: Our own clock.

    Raises:
        ClockAhead: It is this robot's clock that is wrong.
    """
    ends: list[object] = []

    class Noting(ssl.SSLObject):
        """Notes the certificate: a response that is complete has no connection any more."""

        def do_handshake(self) -> None:
            super().do_handshake()
            ends.append((self.getpeercert() or {}).get("notAfter"))

    context.sslobject_class = Noting
    address = urlunsplit(("https", urlsplit(url).netloc, "/healthz", "", ""))
    try:
        async with session.get(
            address,
            ssl=bridge_trust.whenever(context),
            proxy=proxy.url if proxy else None,
            proxy_headers=proxy.headers if proxy else None,
            allow_redirects=False,
        ) as answer:
            told = answer.headers.get("Date", "")
    except (aiohttp.ClientError, OSError):
        return
    if ends and is_ahead(ends[-1], told, own_s):
        raise ClockAhead("the bridge's certificate is good at the bridge's own time")


def is_ahead(not_after: object, told: str, own_s: float) -> bool:
    """Return whether only our own clock lies behind the end of a certificate.

    Args:
        not_after: As `getpeercert` returns it.
        told: Value of `Date`.
    """
    try:
        bridge_s = parsedate_to_datetime(told).timestamp()
        return bridge_s <= ssl.cert_time_to_seconds(str(not_after)) < own_s
    except ValueError:
        return False
