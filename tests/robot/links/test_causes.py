import errno
import socket
import ssl
from types import SimpleNamespace
from typing import Any

import aiohttp
import pytest

from bridge.protocol.causes import NetworkCause
from robot.links.causes import cause_of, of_certificate, of_system, of_tls, reason
from robot.settings.errors import ClockAhead, IdentityTrouble, LinkLost, LinkRefused

KEY: Any = SimpleNamespace(host="canary.example", port=443, ssl=True, is_ssl=True)
INFO: Any = SimpleNamespace(real_url="https://canary.example")


def refused_certificate(code: int) -> aiohttp.ClientConnectorCertificateError:
    error = ssl.SSLCertVerificationError(1, "canary")
    error.verify_code = code
    return aiohttp.ClientConnectorCertificateError(KEY, error)


def connecting(number: int) -> aiohttp.ClientConnectorError:
    return aiohttp.ClientConnectorError(KEY, OSError(number, "canary"))


def handshake(status: int) -> aiohttp.WSServerHandshakeError:
    return aiohttp.WSServerHandshakeError(INFO, (), status=status, message="canary")


CASES: list[tuple[BaseException, NetworkCause]] = [
    (connecting(errno.ECONNREFUSED), "refused"),
    (connecting(errno.EHOSTUNREACH), "no_route"),
    (connecting(errno.EPERM), "no_route"),
    (connecting(errno.ENETUNREACH), "no_network"),
    (connecting(errno.ECONNRESET), "cut"),
    (connecting(errno.ETIMEDOUT), "silent"),
    (connecting(errno.EIO), "lost"),
    (ConnectionResetError(errno.ECONNRESET, "canary"), "cut"),
    (aiohttp.ServerDisconnectedError(), "cut"),
    (TimeoutError(), "silent"),
    (aiohttp.ServerTimeoutError("canary"), "silent"),
    (aiohttp.ClientConnectorDNSError(KEY, socket.gaierror(-2, "canary")), "name_service"),
    (refused_certificate(9), "clock"),
    (refused_certificate(10), "expired"),
    (refused_certificate(18), "own_certificate"),
    (refused_certificate(19), "tls_opened"),
    (refused_certificate(20), "tls_opened"),
    (refused_certificate(62), "wrong_name"),
    (refused_certificate(64), "wrong_name"),
    (aiohttp.ClientConnectorSSLError(KEY, ssl.SSLError(1, "WRONG_VERSION_NUMBER")), "no_tls"),
    (aiohttp.ClientConnectorSSLError(KEY, ssl.SSLEOFError(8, "canary")), "cut"),
    (aiohttp.ClientProxyConnectionError(KEY, OSError(errno.ECONNREFUSED, "canary")), "proxy_away"),
    (aiohttp.ClientHttpProxyError(INFO, (), status=407), "proxy_password"),
    (aiohttp.ClientHttpProxyError(INFO, (), status=403), "proxy_refuses"),
    (handshake(200), "portal"),
    (handshake(302), "portal"),
    (handshake(511), "portal"),
    (handshake(404), "not_bridge"),
    (handshake(429), "bridge_busy"),
    (handshake(502), "bridge_away"),
    (LinkRefused("unknown_robot"), "unknown_robot"),
    (LinkRefused("signature"), "wrong_key"),
    (LinkRefused("twin"), "twin"),
    (LinkRefused("token_used"), "token_used"),
    (LinkRefused("locked"), "bridge_busy"),
    (LinkRefused("version"), "bridge_refuses"),
    (IdentityTrouble("copied"), "copied"),
    (LinkLost("closed (close)"), "lost"),
    (ClockAhead("good"), "clock"),
]


@pytest.mark.parametrize(("error", "cause"), CASES, ids=lambda case: getattr(case, "__name__", ""))
def test_a_cause_is_read_from_the_error_and_not_from_its_text(
    error: BaseException, cause: NetworkCause
) -> None:
    assert cause_of(error) == cause
    said = reason(error)
    assert said
    assert "canary" not in said
    assert "not permitted" not in said
    assert "Error" not in said


def test_the_number_of_a_failed_verification_is_no_error_of_the_system() -> None:
    for error in (refused_certificate(20), aiohttp.ClientConnectorSSLError(KEY, ssl.SSLError(1))):
        assert "not permitted" not in reason(error)
    assert reason(LinkRefused("version")).startswith("refused by the bridge: version; robot and br")
    assert reason(LinkRefused("signature")).startswith("refused by the bridge: signature; the bri")
    assert reason(IdentityTrouble("twin")).startswith("another robot with the same key")
    assert reason(TimeoutError()).startswith("no answer; a firewall")


def test_bare_errors_of_sockets_and_tls_are_read_too() -> None:
    assert of_system(socket.gaierror(-3, "")) == "name_service"
    assert of_system(TimeoutError()) == "silent"
    assert of_tls(ConnectionResetError()) == "cut"
    assert of_system(ssl.SSLError(1, "")) == "no_tls"
    assert of_certificate(ValueError()) == "tls_opened"
    assert cause_of(TimeoutError()) == "silent"
