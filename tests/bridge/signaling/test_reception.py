import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.journal import Journal
from bridge.base.records import Loan, Robot
from bridge.lending.permissions import COMMAND_LINE
from bridge.protocol import keys, proofs
from bridge.protocol.errors import ProtocolError
from bridge.protocol.openings import Hello, HelloTeacher
from bridge.register.register import Register
from bridge.signaling import access
from bridge.signaling.reception import Circumstances, Reception
from bridge.store import Store
from tests.bridge.people import (
    TODAY,
    TurnedClock,
    hello_pupil,
    hello_robot,
    new_nonce,
    pair,
)
from tests.bridge.ready import ready_store

ROBOT_KEY = Ed25519PrivateKey.generate()
SECRET = b"sixteen bytes ok"
OTHER_SECRET = b"another sixteen."
TOKEN = "T" * 22


class Desk:
    """A reception with one robot, one loan from tomorrow on, and one pairing."""

    def __init__(self, store: Store, loan: Loan) -> None:
        self.store = store
        self.loan = loan
        self.clock = TurnedClock()
        self.clock.day = loan.from_date
        self.reception = Reception(
            store, self.clock, Journal(logging.getLogger(__name__), self.clock)
        )
        self.here = Circumstances(new_nonce(), "192.0.2.7", from_page=True)

    async def open_code(self, secret: bytes) -> None:
        """Open one chance to pair a device."""
        until_s = int(self.clock.unix_s()) + 60
        lookup, mac_key = proofs.lookup(secret), proofs.mac_key(secret)
        await self.store.add_pairing(self.loan.id, "secret", lookup, mac_key, until_s)

    async def refused(
        self, message: Hello, here: Circumstances | None = None
    ) -> tuple[str, str | None]:
        with pytest.raises(ProtocolError) as refused:
            await self.reception.welcome(message, here or self.here)
        return refused.value.code, refused.value.day

    async def refusal(self, message: Hello, here: Circumstances | None = None) -> str:
        return (await self.refused(message, here))[0]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with ready_store(tmp_path / "b.sqlite") as store:
        await store.put_robot(Robot("karlsson-1", "Karlsson", keys.public_text(ROBOT_KEY), 1))
        tomorrow = TODAY + timedelta(days=1)
        span = (tomorrow, tomorrow + timedelta(days=9))
        loan = await store.add_loan("karlsson-1", "Lena", span, access.token_hash(TOKEN))
        opened = Desk(store, loan)
        await opened.open_code(SECRET)
        yield opened


async def test_a_tablet_with_a_p256_key_is_paired_and_comes_back(desk: Desk) -> None:
    device, other = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
    guest = await desk.reception.welcome(pair(device, desk.here.nonce, SECRET), desk.here)
    assert (guest.loan, guest.device_key) == (desk.loan, keys.public_text(device))
    again = await desk.reception.welcome(hello_pupil(device, desk.here.nonce), desk.here)
    assert again.loan == desk.loan
    forged = msgspec.structs.replace(
        hello_pupil(other, desk.here.nonce), device_key=keys.public_text(device)
    )
    assert await desk.refusal(forged) == "signature"


async def test_a_tablet_may_be_paired_on_the_evening_before(desk: Desk) -> None:
    device = Ed25519PrivateKey.generate()
    desk.clock.day = TODAY
    assert await desk.refusal(pair(device, desk.here.nonce, SECRET)) == "not_begun"
    assert await desk.refusal(hello_pupil(device, desk.here.nonce)) == "not_begun"
    desk.clock.day = desk.loan.from_date
    guest = await desk.reception.welcome(hello_pupil(device, desk.here.nonce), desk.here)
    assert (guest.role, guest.loan) == ("pupil", desk.loan)


async def test_a_pairing_expires(desk: Desk) -> None:
    desk.clock.now_s += 61
    message = pair(Ed25519PrivateKey.generate(), desk.here.nonce, SECRET)
    assert await desk.refusal(message) == "pairing"


async def test_who_holds_the_secret_but_not_the_key_is_refused(desk: Desk) -> None:
    message = pair(Ed25519PrivateKey.generate(), desk.here.nonce, SECRET)
    other = pair(Ed25519PrivateKey.generate(), desk.here.nonce, SECRET)
    forged = type(message)(
        message.version, message.lookup, message.device_key, message.proof, other.signature
    )
    assert await desk.refusal(forged) == "signature"
    unspent = await desk.store.pairing(proofs.lookup(SECRET))
    assert unspent
    assert unspent.used_at is None


async def test_an_unknown_robot_and_a_strange_device_are_refused(desk: Desk) -> None:
    robot = replace(desk.here, from_page=False)
    assert await desk.refusal(hello_robot(ROBOT_KEY, robot.nonce, "other"), robot) == (
        "unknown_robot"
    )
    stranger = hello_pupil(Ed25519PrivateKey.generate(), desk.here.nonce)
    assert await desk.refusal(stranger) == "unknown_device"


async def test_a_robot_that_is_refused_is_named_with_what_to_do(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    robot = replace(desk.here, from_page=False)
    other = Ed25519PrivateKey.generate()
    for _ in range(20):
        assert (
            await desk.refusal(hello_robot(other, robot.nonce, "karlsson-1"), robot) == "signature"
        )
        await desk.refusal(hello_robot(other, robot.nonce, f"k-{new_nonce()[:5]}".lower()), robot)
    lines = [record.message for record in caplog.records]
    assert "karlsson-1 has another key than the one that is known here" in lines[0]
    assert all("`karlsson-bridge robot enrol k" in line for line in lines)
    assert len(lines) == 13  # one of the known one, and twelve of all others together
    assert desk.here.address not in caplog.text


async def test_a_wrong_teachers_link_is_refused(desk: Desk) -> None:
    right = HelloTeacher(version=1, token=TOKEN)
    assert (await desk.reception.welcome(right, desk.here)).role == "teacher"
    assert await desk.refusal(HelloTeacher(version=1, token="U" * 22)) == "unknown_token"


async def test_a_buddys_link_is_known_as_a_weaker_one(desk: Desk) -> None:
    token = "B" * 22
    hashes = access.token_hash(TOKEN), access.buddy_hash(token)
    await desk.store.replace_links(desk.loan.id, *hashes)
    guest = await desk.reception.welcome(HelloTeacher(version=1, token=token), desk.here)
    assert (guest.role, guest.loan, guest.right.robot_key) == ("buddy", desk.loan, "")
    assert await desk.reception.why_not(guest.right) is None
    assert (await desk.reception.holding({guest.right})) == {guest.right}
    await desk.store.replace_links(desk.loan.id, *hashes[:1])
    refusal = await desk.reception.why_not(guest.right)
    assert refusal is not None
    assert refusal.code == "unknown_token"
    assert await desk.refusal(HelloTeacher(version=1, token=token)) == "unknown_token"


async def test_outside_of_its_days_a_loan_says_when_it_begins_or_ended(desk: Desk) -> None:
    device = Ed25519PrivateKey.generate()
    await desk.reception.welcome(pair(device, desk.here.nonce, SECRET), desk.here)
    openings = (hello_pupil(device, desk.here.nonce), HelloTeacher(version=1, token=TOKEN))
    for day, expected in (
        (TODAY, ("not_begun", desk.loan.from_date.isoformat())),
        (desk.loan.until_date + timedelta(days=1), ("no_loan", desk.loan.until_date.isoformat())),
    ):
        desk.clock.day = day
        assert [await desk.refused(opening) for opening in openings] == [expected] * 2


async def test_a_device_is_asked_again_before_it_enters(desk: Desk) -> None:
    device = Ed25519PrivateKey.generate()
    guest = await desk.reception.welcome(pair(device, desk.here.nonce, SECRET), desk.here)
    await desk.reception.still_lent(guest)
    await desk.store.end_loan(desk.loan.id, desk.loan.from_date)
    desk.clock.day = desk.loan.from_date + timedelta(days=1)
    with pytest.raises(ProtocolError, match="no_loan"):
        await desk.reception.still_lent(guest)


async def test_a_device_of_another_loan_does_not_enter_for_it(desk: Desk) -> None:
    device = Ed25519PrivateKey.generate()
    guest = await desk.reception.welcome(pair(device, desk.here.nonce, SECRET), desk.here)
    assert guest.loan
    with pytest.raises(ProtocolError, match="no_loan"):
        await desk.reception.still_lent(replace(guest, loan=replace(guest.loan, id=99)))


async def test_a_locked_device_is_refused_at_every_door(desk: Desk) -> None:
    device = Ed25519PrivateKey.generate()
    guest = await desk.reception.welcome(pair(device, desk.here.nonce, SECRET), desk.here)
    await desk.store.lock_device(keys.public_text(device), 1)
    assert await desk.refusal(hello_pupil(device, desk.here.nonce)) == "device_locked"
    assert await desk.refusal(pair(device, desk.here.nonce, SECRET)) == "device_locked"
    with pytest.raises(ProtocolError, match="device_locked"):
        await desk.reception.still_lent(guest)


async def test_a_device_that_was_signed_off_comes_back_by_a_new_code_alone(desk: Desk) -> None:
    device = Ed25519PrivateKey.generate()
    await desk.reception.welcome(pair(device, desk.here.nonce, SECRET), desk.here)
    register = Register(desk.store.database, desk.clock)
    back = await register.give_back(COMMAND_LINE, desk.loan.id)
    await register.undo(COMMAND_LINE, back.change_id)
    assert await desk.refusal(hello_pupil(device, desk.here.nonce)) == "no_loan"
    assert await desk.refusal(pair(device, desk.here.nonce, SECRET)) == "pairing_used"
    await desk.open_code(OTHER_SECRET)
    await desk.reception.welcome(pair(device, desk.here.nonce, OTHER_SECRET), desk.here)
    assert (await desk.reception.welcome(hello_pupil(device, desk.here.nonce), desk.here)).loan
    (_, used) = await desk.store.pairings()
    assert used.used_at is not None


async def test_a_withdrawn_code_pairs_nobody(desk: Desk) -> None:
    [pairing] = await desk.store.pairings()
    await desk.store.withdraw_pairing(pairing.id, 1)
    message = pair(Ed25519PrivateKey.generate(), desk.here.nonce, SECRET)
    assert await desk.refusal(message) == "pairing"


async def test_a_closed_loan_lets_nobody_in_also_today(desk: Desk) -> None:
    device = Ed25519PrivateKey.generate()
    await desk.reception.welcome(pair(device, desk.here.nonce, SECRET), desk.here)
    await desk.store.close_loan(desk.loan.id, desk.loan.from_date, 1)
    assert await desk.refusal(hello_pupil(device, desk.here.nonce)) == "no_loan"
    assert await desk.refusal(HelloTeacher(version=1, token=TOKEN)) == "no_loan"


async def test_a_used_code_between_wrong_words_evades_no_lock(desk: Desk) -> None:
    device = Ed25519PrivateKey.generate()
    await desk.reception.welcome(pair(device, desk.here.nonce, SECRET), desk.here)
    codes = []
    for _ in range(8):
        stranger = pair(Ed25519PrivateKey.generate(), desk.here.nonce, b"wrongword")
        codes.append(await desk.refusal(stranger))
        await desk.reception.welcome(pair(device, desk.here.nonce, SECRET), desk.here)
    assert codes == ["pairing"] * access.TRIES + ["locked"] * 3


async def test_a_fresh_word_forgives_the_slips_before_it(desk: Desk) -> None:
    for word in (b"rowefusu", b"babababa"):
        for _ in range(access.TRIES - 1):
            stranger = pair(Ed25519PrivateKey.generate(), desk.here.nonce, b"wrongword")
            assert await desk.refusal(stranger) == "pairing"
        expires = int(desk.clock.unix_s()) + 60
        lookup, mac_key = proofs.lookup(word), proofs.mac_key(word)
        await desk.store.add_pairing(desk.loan.id, "word", lookup, mac_key, expires)
        message = pair(Ed25519PrivateKey.generate(), desk.here.nonce, word)
        assert (await desk.reception.welcome(message, desk.here)).role == "pupil"


async def test_where_the_address_is_not_known_wrong_words_lock_one_device_only(
    desk: Desk,
) -> None:
    behind = replace(desk.here, address="")
    guesser = Ed25519PrivateKey.generate()
    codes = []
    for _ in range(access.TRIES + 1):
        wrong = pair(guesser, behind.nonce, b"wrongword")
        codes.append(await desk.refusal(wrong, behind))
    assert codes == ["pairing"] * access.TRIES + ["locked"]
    other = pair(Ed25519PrivateKey.generate(), behind.nonce, b"wrongword")
    assert await desk.refusal(other, behind) == "pairing"
