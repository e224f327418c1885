"""Codes of a new welcome sheet: made, drawn, and what the database keeps of them."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from bridge.base.words import Declined, Words
from bridge.days.zone import BERLIN
from bridge.papers.qr_code import qr_svg
from bridge.paperwork.facts import CodeFacts, long_day
from bridge.protocol import keys, proofs
from bridge.protocol.errors import ProtocolError
from bridge.register.families import family_hash
from bridge.register.papers import SheetCode
from bridge.signaling import access

DAYS = 7
"""Days for which the codes of a sheet hold: until the tablet is at hand."""

SYLLABLE_PAIRS = 10
"""Syllables of the printed word. Each has more than six bits: 62 bits are neither guessed at the
bridge nor searched in a copy of its database."""

KEY_BYTES = 32
"""Length of a robot's Ed25519 key."""

NO_KEY = Words(
    "Dieser Roboter hat noch keinen Schlüssel. Er muss sich erst einmal bei uns gemeldet haben.",
    "This robot has no key yet. It has to have reported to us once before.",
)


@dataclass(frozen=True)
class NewSheet:
    """A sheet that is about to be printed.

    Args:
        drawn: What stands on the paper.
        kept: What the database keeps of the codes.
        family_hash: What it keeps of the way to the page for parents.
        expires_at: In Unix seconds.
    """

    drawn: CodeFacts
    kept: tuple[SheetCode, ...]
    family_hash: str
    expires_at: int


def new_sheet(public_url: str, robot_id: str, public_key: str, today: date) -> NewSheet:
    """Make the codes of one sheet.

    Raises:
        Declined: The robot has no key of its own, so no device could recognise it.
    """
    fingerprint = _fingerprint(public_key)
    secret, token, word = secrets.token_bytes(16), secrets.token_urlsafe(16), new_word()
    last_day = today + timedelta(days=DAYS)
    end = datetime.combine(last_day + timedelta(days=1), time(), BERLIN)
    typed = proofs.word_secret(word)
    pair = access.pupil_link(public_url, robot_id, fingerprint, keys.to_text(secret))
    return NewSheet(
        CodeFacts(
            pair=qr_svg(pair),
            family=qr_svg(f"{public_url}/family#{token}"),
            word=word,
            host=urlsplit(public_url).netloc,
            until=long_day(last_day),
        ),
        (_kept("secret", secret), _kept("word", typed)),
        family_hash(token),
        int(end.timestamp()),
    )


def new_word() -> str:
    """Return a word in groups of two syllables: badu-lemo-kira-tovu-nesi."""
    letters = ""
    while len(letters) < 2 * SYLLABLE_PAIRS:
        letters += access.make_word(secrets.choice).replace("-", "")
    letters = letters[: 2 * SYLLABLE_PAIRS]
    return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))


def _fingerprint(public_key: str) -> str:
    try:
        if len(keys.from_text(public_key)) == KEY_BYTES:
            return keys.fingerprint(public_key)
    except ProtocolError:
        pass
    raise Declined(NO_KEY)


def _kept(kind: str, secret: bytes) -> SheetCode:
    return SheetCode(kind, proofs.lookup(secret), proofs.mac_key(secret))
