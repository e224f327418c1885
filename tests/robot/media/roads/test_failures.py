import errno
import socket
import ssl

import pytest

from robot.media.roads import failures


def refused(code: int) -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "certificate verify failed for turn.example.org")
    error.verify_code = code
    return error


@pytest.mark.parametrize(
    ("error", "part"),
    [
        (failures.RoadFailed(failures.PORTAL), "web page"),
        (refused(10), "expired"),
        (refused(9), "clock is behind"),
        (refused(62), "another name"),
        (refused(64), "another name"),
        (refused(18), "not trusted"),
        (refused(20), "not trusted"),
        (ssl.SSLError(1, "WRONG_VERSION_NUMBER"), "does not speak TLS"),
        (socket.gaierror(-2, "turn.example.org"), "name service"),
        (TimeoutError(), "no answer"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "turn.example.org"), "refused"),
        (OSError(errno.ENETUNREACH, "192.0.2.1"), "no route"),
        (OSError(errno.EHOSTUNREACH, "192.0.2.1"), "no route"),
        (OSError(errno.EPERM, "192.0.2.1"), "firewall"),
        (ConnectionResetError(errno.ECONNRESET, "192.0.2.1"), "closed"),
        (OSError(errno.EIO, "192.0.2.1"), "(OSError)"),
        (ConnectionError("kalle at 192.0.2.1"), "(ConnectionError)"),
        (ValueError("kalle"), "(ValueError)"),
    ],
)
def test_each_kind_has_its_words_and_no_address(error: BaseException, part: str) -> None:
    words = failures.words(error)
    assert part in words
    assert "192.0.2.1" not in words
    assert "example.org" not in words
    assert "kalle" not in words
    assert "Operation not permitted" not in words


def test_answers_of_relay_and_proxy_have_words() -> None:
    assert failures.stun_error(401) == "wrong user name or password"
    assert "quota" in failures.stun_error(486)
    assert "code 599" in failures.stun_error(599)
    assert "code None" in failures.stun_error(None)
    assert "password" in failures.proxy_error(407)
    assert "418" in failures.proxy_error(418)
