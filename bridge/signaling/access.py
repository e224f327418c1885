"""PURE. Access to the bridge: pairings, loans, tokens, tries. No I/O.

Clock and randomness are arguments. The secret of a QR code has 128 bits and cannot be
guessed. A word has about 37 bits, so wrong words are counted for each address. While there are many
from everywhere, an address has fewer tries; nobody is locked out by the mistakes of others.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime

from bridge.base.rates import Bucket
from bridge.base.records import Loan, Pairing
from bridge.lending.entry import EntryFacts, day_if_later, entry_facts, no_entry, openings
from bridge.protocol import keys, proofs
from bridge.protocol.errors import ProtocolError
from bridge.protocol.openings import Pair
from bridge.protocol.signaling import LoanStatus

TRIES = 5
"""Wrong words from one address before it is locked."""

LOCK_S = 15 * 60.0
"""Duration of a lock, and of the memory of a wrong try."""

TRIES_OF_ALL = 30
"""Wrong words from all addresses together in `LOCK_S`, beyond which somebody is guessing."""

TRIES_IN_ALARM = 2
"""Wrong words from one address before it is locked, while somebody is guessing."""

ADDRESSES = 10_000
"""Addresses whose tries are remembered."""

SECRET_LIFE_S = 7 * 24 * 3600
"""Validity of a printed QR code: a week until the tablet is at hand."""

WORD_LIFE_S = 12 * 3600
"""Validity of a spoken word: the same day."""

_CONSONANTS = "bdfgklmnprstvwz"
_VOWELS = "aeiou"
_SYLLABLES = 6


def runs(loan: Loan, today: date) -> bool:
    """Return whether the loan holds on this day."""
    out = loan.ended_at is None and loan.handed_over_at is not None
    return out and loan.from_date <= today <= loan.until_date


def check_entry(loan: Loan, now: datetime) -> None:
    """Refuse a child whose loan runs, but who may not be in class at this moment.

    Args:
        loan: A loan that runs today.
        now: Local time of the schools.

    Raises:
        ProtocolError: `loan_locked`, `not_ready`, `holidays` or `closed_now`, the last two with the
            time of the next opening where it is known.
    """
    refused = no_entry(entry_facts(loan), now)
    if refused is None:
        return
    if refused.opens_s is None:
        raise ProtocolError(refused.code)
    later = day_if_later(refused.opens_s, now)
    day = later.isoformat() if later else None
    raise ProtocolError(refused.code, day=day, opens_s=refused.opens_s)


def admits(now: datetime) -> Callable[[EntryFacts], bool]:
    """Return the rule by which running loans let their children in now."""
    return lambda facts: no_entry(facts, now) is None


def current(loans: Iterable[Loan], today: date) -> Loan:
    """Return the loan of a device that holds today, the newest if several do.

    Raises:
        ProtocolError: `unknown_device` without any loan; if none holds today, `not_begun` where
            one is still to come, else `no_loan`.
    """
    known = sorted(loans, key=lambda loan: loan.id)
    if not known:
        raise ProtocolError("unknown_device")
    holding = [loan for loan in known if runs(loan, today)]
    if not holding:
        raise _refusal(known, today)
    return holding[-1]


def check_loan(loan: Loan, today: date) -> None:
    """Refuse a loan that does not hold today.

    Raises:
        ProtocolError: `not_begun` or `no_loan`.
    """
    if not runs(loan, today):
        raise _refusal([loan], today)


def _refusal(loans: Sequence[Loan], today: date) -> ProtocolError:
    """Return the refusal for loans of which none holds today, with the nearest day that did."""
    to_come = [loan.from_date for loan in loans if is_to_come(loan, today)]
    if to_come:
        return ProtocolError("not_begun", day=min(to_come).isoformat())
    if any(loan.ended_at is None and loan.from_date <= today <= loan.until_date for loan in loans):
        return ProtocolError("not_ready")  # reserved, and the robot is not there yet
    over = [loan.until_date for loan in loans if loan.until_date <= today and _ran(loan)]
    return ProtocolError("no_loan", day=max(over).isoformat() if over else None)


def _ran(loan: Loan) -> bool:
    """Return whether the loan ran at all, and was not cancelled before."""
    if loan.ended_at is None:
        return True
    return datetime.fromtimestamp(loan.ended_at, UTC).date() >= loan.from_date


def is_to_come(loan: Loan, today: date) -> bool:
    """Return whether the loan begins on a later day."""
    return loan.ended_at is None and loan.from_date > today


def check_pairing(
    pairing: Pairing | None, pair: Pair, nonce: str, unix_s: float, repeated: bool
) -> Pairing:
    """Refuse a pairing that was used or is too old, or whose proof does not fit.

    Args:
        repeated: This device is already bound to the loan. It may pair again, for
            example when the first answer got lost; that grants nothing new.

    Raises:
        ProtocolError: `pairing_used` for the link of a sheet that was used; otherwise `pairing`,
            the same code for every reason. A word is too short to tell apart: who guesses a
            used one must not learn that it was one. Of a link only who holds it has the proof.
    """
    if pairing is None:
        raise ProtocolError("pairing")
    expected = proofs.pupil_proof(pairing.mac_key, nonce, pair.device_key)
    if not proofs.same(expected, pair.proof):
        raise ProtocolError("pairing")
    taken = pairing.used_at is not None or pairing.withdrawn_at is not None
    spent = taken or unix_s >= pairing.expires_at
    if spent and not repeated:
        link_used = pairing.kind == "secret" and pairing.used_at is not None
        raise ProtocolError("pairing_used" if link_used else "pairing")
    return pairing


class Tries:
    """Counter of wrong words; five from one address lock it for 15 minutes.

    An address that made no mistake is never locked: a stranger who guesses from many would
    otherwise keep every child out.
    """

    def __init__(self, now: float) -> None:
        self._all = Bucket(TRIES_OF_ALL / LOCK_S, TRIES_OF_ALL, now)
        self._wrong: OrderedDict[str, list[float]] = OrderedDict()
        self._locked_until: OrderedDict[str, float] = OrderedDict()

    def check(self, address: str, now: float) -> None:
        """Refuse a locked address.

        Raises:
            ProtocolError: `locked`.
        """
        if self._locked_until.get(address, now) > now:
            raise ProtocolError("locked")

    def wrong(self, address: str, now: float) -> None:
        """Count one wrong word."""
        is_alarm = not self._all.take(now)
        recent = [at for at in self._wrong.pop(address, []) if now - at < LOCK_S]
        recent.append(now)
        if len(recent) >= (TRIES_IN_ALARM if is_alarm else TRIES):
            self._remember(self._locked_until, address, now + LOCK_S)
        else:
            self._wrong[address] = recent
            if len(self._wrong) > ADDRESSES:
                self._wrong.popitem(last=False)

    def right(self, address: str) -> None:
        """Forget the wrong words of an address that sent a right, unused one.

        A used word does not count: an attacker who repeats an old word between guesses
        would never be locked.
        """
        self._wrong.pop(address, None)

    @staticmethod
    def _remember(table: OrderedDict[str, float], address: str, until: float) -> None:
        table[address] = until
        table.move_to_end(address)
        if len(table) > ADDRESSES:
            table.popitem(last=False)


def token_hash(token: str) -> str:
    """Return the hash of a token, by which the stored token is recognised but cannot be used."""
    return hashlib.sha256(b"karlsson/teacher-token/v1\0" + token.encode()).hexdigest()


def buddy_hash(token: str) -> str:
    """Return the hash of a buddy's token, which is never that of a teacher's."""
    return hashlib.sha256(b"karlsson/buddy-token/v1\0" + token.encode()).hexdigest()


def loan_mark(loan: Loan) -> str:
    """Return a mark by which a robot tells one loan from the next, and nothing else."""
    name = f"{loan.robot_id} {loan.id}"
    digest = hashlib.sha256(b"karlsson/loan-mark/v1\0" + name.encode()).digest()
    return keys.to_text(digest[:16])


def loan_status(loan: Loan | None, today: date) -> LoanStatus:
    """Return what a robot is told of the loan of today."""
    if loan is None:
        return LoanStatus()
    return LoanStatus(
        loan_mark(loan),
        loan.rights,
        loan.sealed_class_key,
        openings(entry_facts(loan), today),
        loan.policy == "teacher",
    )


def make_word(choose: Callable[[Sequence[str]], str]) -> str:
    """Return a word of twelve letters, in two halves, that can be said and spelled aloud.

    Args:
        choose: Picks one item, such as `secrets.choice`.
    """
    spoken = [choose(_CONSONANTS) + choose(_VOWELS) for _ in range(_SYLLABLES)]
    half = _SYLLABLES // 2
    return "".join(spoken[:half]) + "-" + "".join(spoken[half:])


def teacher_link(public_url: str, token: str, class_key: str = "") -> str:
    """Return the address of a teacher's or buddy's page.

    Args:
        public_url: Of the bridge.
        token: Of the link; like the key it is in the fragment only.
        class_key: Of the loan's sheets; empty for a link without them.
    """
    return f"{public_url}/teacher#{token}" + (f".{class_key}" if class_key else "")


def pupil_link(public_url: str, robot_id: str, fingerprint: str, secret: str) -> str:
    """Return the address that pairs a device; the secret part is in the fragment."""
    return f"{public_url}/#robot={robot_id}&key={fingerprint}&secret={secret}"
