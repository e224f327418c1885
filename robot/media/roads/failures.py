"""Causes of a road that does not work, in words for a log: by kind, without addresses and names."""

import errno
import socket
import ssl

_EXPIRED = 10
NOT_YET_VALID = 9
_WRONG_NAME = 62
_WRONG_ADDRESS = 64
"""Of OpenSSL: `X509_V_ERR_…`."""

NO_ANSWER = "no answer"
PORTAL = "a web page answers instead of a relay (a portal, a filter, or the wrong port)"
OUT_OF_REACH = (
    "its address is one to which this robot does not send (loopback, link-local, a metadata "
    "service, or a private network in which it is not; network.allow can permit it)"
)
NO_RELAY = "something answers that is no relay"
HUNG_UP = "the connection was closed before the relay answered (a filter may do that)"

_STUN_ERRORS = {
    300: "the relay names another server, which is not on the list and is not asked",
    400: "the relay does not understand the request",
    401: "wrong user name or password",
    403: "the relay forbids it",
    420: "the relay does not understand the request",
    437: "the relay has not kept the allocation",
    438: "the relay does not accept its own nonce",
    440: "the relay has no address of a family that is known here",
    441: "wrong user name or password",
    442: "the relay does not relay UDP",
    486: "the relay's quota for this user is used up",
    508: "the relay has no room",
}

OF_USER = frozenset(_STUN_ERRORS[code] for code in (401, 403, 438, 441, 486))
"""Refusals of one user; the relay itself works."""

_PROXY_ERRORS = {
    403: "the proxy forbids the relay's host or port",
    404: "the proxy does not know the relay's host",
    405: "the proxy opens no tunnels (CONNECT)",
    407: "the proxy wants another user name or password",
    502: "the proxy does not reach the relay",
    503: "the proxy does not reach the relay",
    504: "the proxy does not reach the relay",
}

_ERRNO = {
    errno.ECONNREFUSED: "refused: nothing listens on that port, or a firewall says so",
    errno.ENETUNREACH: "no route: this robot's network does not lead there",
    errno.EHOSTUNREACH: "no route: the host cannot be reached",
    errno.ECONNRESET: HUNG_UP,
    errno.EPIPE: HUNG_UP,
    errno.ETIMEDOUT: NO_ANSWER,
    errno.EPERM: "this machine's own firewall forbids it",
    errno.EACCES: "this machine's own firewall forbids it",
}


class RoadFailed(ConnectionError):
    """A road does not work; the text says why, by kind."""


def stun_error(code: int | None) -> str:
    """Return the words for an error code of a relay."""
    return _STUN_ERRORS.get(code or 0, f"the relay refuses (code {code})")


def proxy_error(status: int) -> str:
    """Return the words for a proxy's answer to CONNECT."""
    return _PROXY_ERRORS.get(status, f"the proxy refuses (HTTP status {status})")


def words(error: BaseException) -> str:
    """Return why a road failed."""
    if isinstance(error, RoadFailed):
        return str(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return _certificate(error)
    if isinstance(error, ssl.SSLError):
        return "something answers that does not speak TLS (a portal, a filter, or the wrong port)"
    if isinstance(error, socket.gaierror):
        return "its name is not known to this network's name service"
    if isinstance(error, TimeoutError):
        return NO_ANSWER
    if isinstance(error, OSError):
        return _ERRNO.get(error.errno or 0, f"the connection failed ({type(error).__name__})")
    return f"it failed ({type(error).__name__})"


def _certificate(error: ssl.SSLCertVerificationError) -> str:
    if error.verify_code == _EXPIRED:
        return "its certificate has expired, or this robot's clock is ahead"
    if error.verify_code == NOT_YET_VALID:
        return "its certificate is not valid yet: this robot's clock is behind"
    if error.verify_code in (_WRONG_NAME, _WRONG_ADDRESS):
        return "its certificate is for another name"
    return "its certificate is not trusted (a proxy that opens TLS, or a CA unknown to this robot)"
