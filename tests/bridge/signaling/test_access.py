from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.records import Loan, Pairing
from bridge.protocol import keys, proofs
from bridge.protocol.errors import ProtocolError
from bridge.signaling import access
from tests.bridge.people import new_nonce, pair

TODAY = date(2026, 11, 23)
NOW = 1_000_000.0
SECRET = b"sixteen bytes ok"


def loan(number: int, first: int, last: int) -> Loan:
    day = timedelta(days=1)
    return Loan(number, "karlsson-1", "Lena", TODAY + first * day, TODAY + last * day)


def closed(loan: Loan, on: int) -> Loan:
    """Return the loan, closed or cancelled at noon of this day."""
    noon = datetime.combine(TODAY + timedelta(days=on), time(12), UTC)
    return replace(loan, ended_at=int(noon.timestamp()))


def pairing(used_at: int | None = None, expires_at: int = int(NOW) + 1) -> Pairing:
    return Pairing(
        1, 1, "secret", proofs.lookup(SECRET), proofs.mac_key(SECRET), expires_at, used_at
    )


@pytest.mark.parametrize(
    ("first", "last", "holds"),
    [
        pytest.param(0, 0, True, id="one day"),
        pytest.param(-5, 0, True, id="last day"),
        pytest.param(0, 5, True, id="first day"),
        pytest.param(-5, -1, False, id="over"),
        pytest.param(1, 5, False, id="not yet"),
    ],
)
def test_a_loan_holds_from_its_first_to_its_last_day(first: int, last: int, holds: bool) -> None:
    assert access.runs(loan(1, first, last), TODAY) is holds


def test_a_loan_that_was_closed_holds_on_no_day() -> None:
    closed = replace(loan(1, -9, 9), ended_at=1)
    assert not access.runs(closed, TODAY)
    with pytest.raises(ProtocolError, match="no_loan"):
        access.check_loan(closed, TODAY)
    with pytest.raises(ProtocolError, match="not_begun"):
        access.check_loan(loan(1, 1, 2), TODAY)


def test_the_newest_of_the_loans_that_hold_counts() -> None:
    assert access.current([loan(2, -1, 1), loan(3, 0, 0), loan(4, 1, 2)], TODAY).id == 3


@pytest.mark.parametrize(
    ("loans", "code", "day"),
    [
        pytest.param([], "unknown_device", None, id="never paired"),
        pytest.param([loan(1, -9, -1)], "no_loan", -1, id="over"),
        pytest.param([loan(1, -9, -5), loan(2, -4, -2)], "no_loan", -2, id="over twice"),
        pytest.param([loan(1, -9, -1), loan(2, 1, 9)], "not_begun", 1, id="not yet"),
        pytest.param([loan(1, 7, 9), loan(2, 3, 5)], "not_begun", 3, id="not yet, twice"),
        pytest.param([closed(loan(1, -9, 0), 0)], "no_loan", 0, id="closed today"),
        pytest.param([closed(loan(1, 1, 9), 0)], "no_loan", None, id="cancelled"),
        pytest.param([closed(loan(1, -5, -2), -6)], "no_loan", None, id="cancelled long ago"),
        pytest.param(
            [loan(1, -9, -8), closed(loan(2, -5, -2), -6)], "no_loan", -8, id="over, cancelled"
        ),
    ],
)
def test_without_a_loan_nobody_comes_in(loans: list[Loan], code: str, day: int | None) -> None:
    with pytest.raises(ProtocolError) as refused:
        access.current(loans, TODAY)
    nearest = None if day is None else (TODAY + timedelta(days=day)).isoformat()
    assert (refused.value.code, refused.value.day) == (code, nearest)


def test_a_fresh_pairing_with_the_right_proof_is_accepted() -> None:
    nonce = new_nonce()
    message = pair(Ed25519PrivateKey.generate(), nonce, SECRET)
    assert access.check_pairing(pairing(), message, nonce, NOW, repeated=False).loan_id == 1


@pytest.mark.parametrize(
    ("stored", "why"),
    [
        pytest.param(None, "no such code", id="unknown"),
        pytest.param(replace(pairing(used_at=1), kind="word"), "somebody used it", id="used word"),
        pytest.param(replace(pairing(), withdrawn_at=1), "it was withdrawn", id="withdrawn"),
        pytest.param(pairing(expires_at=int(NOW)), "its time is over", id="expired"),
    ],
)
def test_a_pairing_is_refused_in_the_same_words(stored: Pairing | None, why: str) -> None:
    nonce = new_nonce()
    message = pair(Ed25519PrivateKey.generate(), nonce, SECRET)
    with pytest.raises(ProtocolError) as refused:
        access.check_pairing(stored, message, nonce, NOW, repeated=False)
    assert refused.value.code == "pairing", why
    assert refused.value.detail == ""


def test_only_who_holds_the_whole_link_learns_that_it_was_used() -> None:
    nonce, device = new_nonce(), Ed25519PrivateKey.generate()
    used = pairing(used_at=1)
    with pytest.raises(ProtocolError) as refused:
        access.check_pairing(used, pair(device, nonce, SECRET), nonce, NOW, repeated=False)
    assert refused.value.code == "pairing_used"
    with pytest.raises(ProtocolError) as refused:
        access.check_pairing(
            used, pair(device, nonce, b"another secret!!"), nonce, NOW, repeated=False
        )
    assert refused.value.code == "pairing"
    # The link was withdrawn or is too old, and nobody used it.
    for other in (replace(pairing(), withdrawn_at=1), pairing(expires_at=int(NOW))):
        with pytest.raises(ProtocolError) as refused:
            access.check_pairing(other, pair(device, nonce, SECRET), nonce, NOW, repeated=False)
        assert refused.value.code == "pairing"


def test_a_used_pairing_may_be_repeated_by_its_own_device_only() -> None:
    nonce = new_nonce()
    message = pair(Ed25519PrivateKey.generate(), nonce, SECRET)
    access.check_pairing(pairing(used_at=1), message, nonce, NOW, repeated=True)
    with pytest.raises(ProtocolError):
        access.check_pairing(pairing(used_at=1), message, nonce, NOW, repeated=False)


def test_a_proof_fits_one_nonce_and_one_device() -> None:
    nonce, device = new_nonce(), Ed25519PrivateKey.generate()
    message = pair(device, nonce, SECRET)
    with pytest.raises(ProtocolError):
        access.check_pairing(pairing(), message, new_nonce(), NOW, repeated=True)
    stolen = pair(Ed25519PrivateKey.generate(), nonce, SECRET)
    swapped = type(stolen)(
        stolen.version, stolen.lookup, keys.public_text(device), stolen.proof, stolen.signature
    )
    with pytest.raises(ProtocolError):
        access.check_pairing(pairing(), swapped, nonce, NOW, repeated=True)


def test_the_fifth_wrong_word_locks_its_address_for_a_quarter_of_an_hour() -> None:
    tries = access.Tries(0)
    for _ in range(4):
        tries.wrong("a", 0)
    tries.check("a", 0)
    tries.wrong("a", 1)
    with pytest.raises(ProtocolError, match="locked"):
        tries.check("a", 900)
    tries.check("b", 1)
    tries.check("a", 901)


def test_old_tries_and_a_right_word_are_forgotten() -> None:
    tries = access.Tries(0)
    for _ in range(4):
        tries.wrong("a", 0)
    tries.wrong("a", 1000)
    tries.check("a", 1000)
    for _ in range(3):
        tries.wrong("a", 1000)
    tries.right("a")
    tries.wrong("a", 1000)
    tries.check("a", 1000)


def test_guessing_from_many_addresses_locks_those_alone_and_sooner() -> None:
    tries = access.Tries(0)
    for number in range(access.TRIES_OF_ALL):
        tries.wrong(f"address {number}", 0)
    tries.check("a child", 0)
    for _ in range(access.TRIES_IN_ALARM):
        tries.check("one more", 0)
        tries.wrong("one more", 0)
    with pytest.raises(ProtocolError, match="locked"):
        tries.check("one more", 0)
    tries.wrong("a child", 0)
    tries.check("a child", 0)


def test_what_is_remembered_of_tries_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(access, "ADDRESSES", 3)
    tries = access.Tries(0)
    for number in range(50):
        tries.wrong(str(number), number * 100.0)
    assert len(tries._wrong) == 3
    for number in range(50):
        for _ in range(5):
            tries.wrong(f"locked {number}", 10_000.0)
    assert len(tries._locked_until) == 3


def test_a_stored_token_does_not_show_the_token() -> None:
    token = new_nonce()
    assert token not in access.token_hash(token)
    assert access.token_hash(token) == access.token_hash(token) != access.token_hash(new_nonce())


def test_a_word_can_be_said_and_typed() -> None:
    def first(items: Sequence[str]) -> str:
        return items[0]

    word = access.make_word(first)
    assert word == "bababa-bababa"
    assert proofs.word_letters(word.title()) == b"babababababa"


def test_links_carry_their_secrets_in_the_fragment_only() -> None:
    teacher = access.teacher_link("https://x.example", "TOKEN")
    pupil = access.pupil_link("https://x.example", "karlsson-1", "FINGER", "SECRET")
    assert teacher == "https://x.example/teacher#TOKEN"
    assert pupil == "https://x.example/#robot=karlsson-1&key=FINGER&secret=SECRET"


def test_each_loan_has_a_mark_of_its_own_that_names_nobody() -> None:
    marks = {access.loan_mark(loan(number, 0, 1)) for number in range(20)}
    assert len(marks) == 20
    assert access.loan_mark(loan(1, 0, 1)) == access.loan_mark(loan(1, 5, 9))
    assert {len(mark) for mark in marks} == {22}
