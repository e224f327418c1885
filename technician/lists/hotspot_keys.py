"""PURE. Keys of the robots' own Wi-Fi, each from the list's secret and the robot's name. No I/O.

So a label that is printed again says what the card said before.
"""

import hmac

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that look alike: i, l, o, 0, 1."""

COUNT, GROUP = 12, 4
"""Nearly 60 bits: nobody guesses one from what a hotspot sends."""

SECRET_BYTES = 32


def hotspot_key(secret: bytes, robot_id: str) -> str:
    """Return the key of a robot, in groups that are typed easily: `k7qf-2mxr-9tch`."""
    number = int.from_bytes(hmac.digest(secret, b"hotspot\0" + robot_id.encode(), "sha256"), "big")
    letters = []
    for _ in range(COUNT):
        number, one = divmod(number, len(LETTERS))
        letters.append(LETTERS[one])
    return "-".join("".join(letters[at : at + GROUP]) for at in range(0, COUNT, GROUP))
