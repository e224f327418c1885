"""PURE. One-time enrolment tokens: how they are typed, and what is signed with them. No I/O.

    K7QF-2MXR-9TCH-4WDN ──► scrypt ──► Ed25519 key pair of the token

A robot signs with the token's key; the bridge knows the hash of its public half. So neither the
database nor whoever listens on the way can use a token or put another robot's key in its place
(docs/decisions/0053).
"""

import hashlib
from collections.abc import Callable, Sequence
from typing import Final

from bridge.protocol import keys
from bridge.protocol.codec import canonical
from bridge.protocol.keys import PrivateKey

ALPHABET: Final = "2346789CDFGHJKMNPQRTVWX"
"""23 characters, a prime number. Left out: what looks like another one (0 O, 1 I L, 5 S, B Z U),
what lies elsewhere on a German keyboard (Y Z), and vowels, so that no token is a word."""

CHARACTERS: Final = 16
GROUP: Final = 4

_MEANT: Final = str.maketrans("BUZ", "8V2")
"""Replacements for characters that are in no token and look like one that is."""

_ENROL: Final = b"karlsson/enrol/v1\0"
_SALT: Final = b"karlsson/enrolment-token/v1"


class TokenMistyped(ValueError):
    """Typed characters that cannot be a token; the text says why, without the token."""


def make_token(choose: Callable[[Sequence[str]], str]) -> str:
    """Return a new token as it is printed, in groups.

    Args:
        choose: Picks one item, such as `secrets.choice`.
    """
    drawn = "".join(choose(ALPHABET) for _ in range(CHARACTERS - 1))
    return printed(drawn + _check(drawn))


def printed(token: str) -> str:
    """Return a plain token in groups."""
    return "-".join(token[at : at + GROUP] for at in range(0, len(token), GROUP))


def plain(typed: str) -> str:
    """Return a typed token without what does not count: case, spaces, hyphens, other signs.

    Raises:
        TokenMistyped: It is no token. Nothing was asked of the bridge yet.
    """
    token = "".join(one for one in typed if one.isascii() and one.isalnum()).upper()
    token = token.translate(_MEANT)
    for place, one in enumerate(token, 1):
        if one not in ALPHABET:
            raise TokenMistyped(
                f"character {place} is {one!r}, and a token has only {' '.join(ALPHABET)}"
            )
    if len(token) != CHARACTERS:
        raise TokenMistyped(
            f"a token has {CHARACTERS} characters, such as K7QF-2MXR-9TCH-4WDN; "
            f"this one has {len(token)}"
        )
    if _check(token[:-1]) != token[-1]:
        raise TokenMistyped(
            "one character is wrong, or two changed places; compare it with the list"
        )
    return token


def token_key(token: str) -> PrivateKey:
    """Return the key pair of a plain token. This takes some 50 ms, and so does each guess.

    Only who makes a token and the robot that uses it need this, never the bridge that serves.
    """
    seed = hashlib.scrypt(token.encode(), salt=_SALT, n=2**14, r=8, p=1, dklen=32)
    return keys.from_seed(seed)


def enrol_bytes(nonce: str, token_public: str, robot_public: str) -> bytes:
    """Return the bytes that both signatures of `enrol` cover.

    Args:
        nonce: Nonce of the challenge.
        token_public: Public key of the token.
        robot_public: Public key that the robot has made.
    """
    return _ENROL + canonical(
        {"nonce": nonce, "robot_key": robot_public, "token_key": token_public}
    )


def _check(drawn: str) -> str:
    """Return the character that shows a wrong character, or two that changed places.

    The weights differ, and 23 is prime.
    """
    total = sum(place * ALPHABET.index(one) for place, one in enumerate(drawn, 1))
    return ALPHABET[total % len(ALPHABET)]
