"""Causes of failed links, read from the errors of libraries.

Their texts are never passed on: they hold addresses, and some are wrong. OpenSSL's failed
verification has the number 1, which an operating system reads as "Operation not permitted".
"""

import errno
import socket
import ssl
from collections.abc import Mapping
from typing import Final

import aiohttp

from bridge.process import file_words
from bridge.protocol.causes import WORDS, NetworkCause
from robot.settings.errors import ClockAhead, IdentityTrouble, LinkLost, LinkRefused

_BY_ERRNO: Mapping[int, NetworkCause] = {
    errno.ENETUNREACH: "no_network",
    errno.ENETDOWN: "no_network",
    errno.EADDRNOTAVAIL: "no_network",
    errno.EHOSTUNREACH: "no_route",
    errno.EHOSTDOWN: "no_route",
    errno.EACCES: "no_route",
    errno.EPERM: "no_route",
    errno.ECONNREFUSED: "refused",
    errno.ECONNRESET: "cut",
    errno.ECONNABORTED: "cut",
    errno.EPIPE: "cut",
    errno.ETIMEDOUT: "silent",
}

_BY_STATUS: Mapping[int, NetworkCause] = {
    407: "proxy_password",
    429: "bridge_busy",
    502: "bridge_away",
    503: "bridge_busy",
    504: "bridge_away",
    511: "portal",
}

_BY_REFUSAL: Mapping[str, NetworkCause] = {
    "unknown_robot": "unknown_robot",
    "signature": "wrong_key",
    "twin": "twin",
    "token_unknown": "token_unknown",
    "token_used": "token_used",
    "token_expired": "token_expired",
    "token_withdrawn": "token_withdrawn",
    "token_other_robot": "token_other_robot",
    "key_taken": "key_taken",
    "locked": "bridge_busy",
    "full": "bridge_busy",
    "too_fast": "bridge_busy",
}

_NOT_YET_VALID: Final = 9
_EXPIRED: Final = 10
_SELF_SIGNED: Final = 18
_OTHER_NAMES: Final = (62, 64)
"""Of OpenSSL: `X509_V_ERR_...`; any other refusal is one of the chain."""


def cause_of(error: BaseException) -> NetworkCause:
    """Return why a link to the bridge failed."""
    if isinstance(error, LinkRefused):
        return _BY_REFUSAL.get(error.code, "bridge_refuses")
    if isinstance(error, IdentityTrouble):
        return error.cause
    if isinstance(error, ClockAhead):
        return "clock"
    if isinstance(error, LinkLost):
        return "lost"
    if isinstance(error, aiohttp.ClientHttpProxyError):
        return "proxy_password" if error.status == 407 else "proxy_refuses"
    if isinstance(error, aiohttp.ClientProxyConnectionError):
        return "proxy_away"
    if isinstance(error, aiohttp.WSServerHandshakeError):
        return _of_status(error.status)
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return of_certificate(error.certificate_error)
    if isinstance(error, aiohttp.ClientConnectorSSLError):
        return of_tls(error.os_error)
    if isinstance(error, TimeoutError):
        return "silent"
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "name_service"
    return of_system(getattr(error, "os_error", error))


def of_certificate(error: BaseException) -> NetworkCause:
    """Return why OpenSSL refused a certificate."""
    code = int(getattr(error, "verify_code", 0))
    if code == _NOT_YET_VALID:
        return "clock"
    if code == _EXPIRED:
        return "expired"
    if code in _OTHER_NAMES:
        return "wrong_name"
    return "own_certificate" if code == _SELF_SIGNED else "tls_opened"


def of_tls(error: BaseException) -> NetworkCause:
    """Return why a TLS handshake failed, apart from the certificate."""
    if isinstance(error, ssl.SSLCertVerificationError):
        return of_certificate(error)
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError | ConnectionError):
        return "cut"
    return "no_tls" if isinstance(error, ssl.SSLError) else of_system(error)


def of_system(error: BaseException) -> NetworkCause:
    """Return what an error of a socket or of the name service means."""
    if isinstance(error, socket.gaierror):
        return "name_service"
    if isinstance(error, TimeoutError):
        return "silent"
    if isinstance(error, ssl.SSLError):
        return of_tls(error)
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return "cut"
    return _BY_ERRNO.get(getattr(error, "errno", None) or 0, "lost")


def _of_status(status: int) -> NetworkCause:
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    # A page, or the way to one: whoever serves the bridge has none at its socket.
    return "portal" if 200 <= status < 400 else "not_bridge"


def reason(error: BaseException) -> str:
    """Return the reason for the log: what happened, and what it means; no addresses."""
    cause = cause_of(error)
    detail = _detail(error)
    if cause in ("lost", "bridge_refuses"):
        return detail or WORDS[cause]
    return f"{detail}; {WORDS[cause]}" if detail else WORDS[cause]


def _detail(error: BaseException) -> str:
    if isinstance(error, IdentityTrouble):
        return ""
    if isinstance(error, LinkLost):
        return str(error)
    if isinstance(error, aiohttp.ClientResponseError):
        return f"HTTP status {error.status}"
    inner = getattr(error, "os_error", error)
    if cause_of(error) != "lost" or isinstance(inner, ssl.SSLError):
        return ""  # the cause says more than the library
    return f"the line was lost: {file_words.words(inner)}" if isinstance(inner, OSError) else ""
