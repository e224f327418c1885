"""PURE. Credentials of a relay that are valid for some hours. No I/O.

The bridge and a relay share a secret; nothing is stored for a credential:

    username   = EXPIRY:ID                          seconds since 1970, and whom it is for
    credential = base64(HMAC-SHA1(secret, username))

coturn calls this `use-auth-secret`. Source: draft-uberti-behave-turn-rest-00.

A stranger's network test gets some too, for seconds and for our own relay alone. Their ID begins
with `test.`, which no lesson's does, and the relay binds them to less (`stranger_tests`).
"""

import base64
import hashlib
import hmac
import re

LIFE_S = 12 * 3600
"""A school day: robots and apps that take none but those of their welcome get through it."""

RENEW_S = 3600.0
"""Interval at which the bridge sends fresh ones to those who are connected."""

TEST_LIFE_S = 30
"""A network test asks for a relayed address within this time."""

_TEST = "test."
_USERNAME = re.compile(r"(\d{1,12}):((?:test\.)?[A-Za-z0-9_-]{1,64})", re.ASCII)


def username(identity: str, unix_s: float) -> str:
    """Return a name that is valid from now on for `LIFE_S`."""
    return f"{int(unix_s) + LIFE_S}:{identity}"


def test_username(mark: str, unix_s: float) -> str:
    """Return a name for one network test, valid from now on for `TEST_LIFE_S`.

    Args:
        mark: Random letters, digits, `-` and `_`, new for each test.
    """
    return f"{int(unix_s) + TEST_LIFE_S}:{_TEST}{mark}"


def is_test(identity: str) -> bool:
    """Return whether an identity is that of a network test."""
    return identity.startswith(_TEST)


def credential(secret: bytes, name: str) -> str:
    """Return the password of a name."""
    return base64.b64encode(hmac.digest(secret, name.encode(), "sha1")).decode()


def identity(secret: bytes, robot_id: str) -> str:
    """Return whom a lesson's credentials are for: the same for a robot and its child.

    It crosses the network readably where there is no TLS, so it does not tell which robot it is.
    """
    mark = hmac.digest(secret, b"karlsson relay identity " + robot_id.encode(), "sha256")
    return base64.urlsafe_b64encode(mark[:12]).decode()


def read(name: str) -> tuple[int, str] | None:
    """Return the expiry and the identity of a name, or None; `is_test` tells whose it is."""
    found = _USERNAME.fullmatch(name)
    return (int(found[1]), found[2]) if found else None


def integrity_key(name: str, realm: str, password: str) -> bytes:
    """Return the key that signs messages (RFC 8489 section 9.2.2)."""
    return hashlib.md5(f"{name}:{realm}:{password}".encode(), usedforsecurity=False).digest()
