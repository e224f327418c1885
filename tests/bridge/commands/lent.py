"""A robot, a span of days and a loan for tests of commands."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.commands import loans
from bridge.protocol import keys
from bridge.store import Store

KEY = keys.public_text(Ed25519PrivateKey.generate())
PUBLIC = "https://karlsson.example"
SPAN = (date(2026, 11, 23), date(2026, 12, 23))


async def lend(store: Store) -> dict[str, Any]:
    """Lend the robot to Lena; return the data of the loan."""
    report = await loans.add_loan(store, PUBLIC, "karlsson-1", "Lena", SPAN)
    assert isinstance(report.data, dict)
    return report.data


def token_of(link: str) -> str:
    """The part of a teacher's or buddy's link that the bridge is told."""
    return urlsplit(link).fragment.partition(".")[0]
