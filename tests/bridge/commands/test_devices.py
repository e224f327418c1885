import time
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.errors import BadRequest, Conflict, NotKnown
from bridge.base.records import Robot
from bridge.commands import devices, robots
from bridge.protocol import keys, proofs
from bridge.store import Store
from tests.bridge.commands.lent import KEY, PUBLIC, SPAN, lend


async def test_a_code_carries_robot_key_and_secret(store: Store) -> None:
    loan = await lend(store)
    report = await devices.add_pairing(store, PUBLIC, loan["id"], False, None)
    parts = {name: value[0] for name, value in parse_qs(urlsplit(report.link).fragment).items()}
    assert parts["robot"] == "karlsson-1"
    assert parts["key"] == keys.fingerprint(KEY)
    secret = keys.from_text(parts["secret"])
    assert len(secret) == 16
    stored = await store.pairing(proofs.lookup(secret))
    assert stored
    assert (stored.mac_key, stored.kind) == (proofs.mac_key(secret), "secret")


async def test_a_word_is_stored_as_what_will_be_typed(store: Store) -> None:
    loan = await lend(store)
    report = await devices.add_pairing(store, PUBLIC, loan["id"], True, 2)
    assert isinstance(report.data, dict)
    word = report.data["word"]
    assert len(word.replace("-", "")) == 12
    stored = await store.pairing(proofs.lookup(proofs.word_secret(word.upper())))
    assert stored
    assert stored.kind == "word"
    assert report.link == ""


async def test_codes_are_listed_and_withdrawn(store: Store) -> None:
    assert (await devices.list_pairings(store, 0)).text == "No pairing yet."
    loan = await lend(store)
    ids = []
    for word in (False, False, True):
        made = await devices.add_pairing(store, PUBLIC, loan["id"], word, 1)
        assert isinstance(made.data, dict)
        ids.append(made.data["id"])
    await pair_tablet(store, ids[0])
    await devices.withdraw_pairing(store, ids[1])
    now = time.time()

    async def states(unix_s: float) -> list[str]:
        report = await devices.list_pairings(store, unix_s)
        assert isinstance(report.data, list)
        assert all("Lena" in line for line in report.text.splitlines())
        return [row["state"] for row in report.data]

    assert await states(now) == ["used", "withdrawn", "open"]
    assert await states(now + 3601) == ["used", "withdrawn", "expired"]


async def pair_tablet(store: Store, pairing_id: int) -> str:
    tablet = keys.public_text(Ed25519PrivateKey.generate())
    [pairing] = [one for one in await store.pairings() if one.id == pairing_id]
    assert await store.use_pairing(pairing, tablet, int(time.time()))
    return tablet


async def test_a_lost_tablet_is_found_in_the_list_and_locked(store: Store) -> None:
    assert (await devices.list_devices(store)).text == "No device yet."
    loan = await lend(store)
    made = await devices.add_pairing(store, PUBLIC, loan["id"], False, None)
    assert isinstance(made.data, dict)
    tablet = await pair_tablet(store, made.data["id"])
    code = devices.device_code(tablet)
    report = await devices.list_devices(store)
    assert isinstance(report.data, list)
    [device] = report.data
    assert (device["device"], device["pupil"], device["state"]) == (code, "Lena", "paired")
    assert tablet not in report.text
    assert report.text.endswith("paired")
    locked = await devices.lock_device(store, code.upper())
    assert "cannot be taken back" in locked.text
    assert await store.device_locked(tablet)
    assert (await devices.list_devices(store)).text.endswith("locked")
    with pytest.raises(NotKnown, match="device list"):
        await devices.lock_device(store, "00000000")


async def test_a_robot_whose_key_went_to_another_is_shown_without_one(store: Store) -> None:
    await store.put_robot(Robot("karlsson-2", "Kalle", "none:karlsson-2", 1))
    report = await robots.list_robots(store)
    assert isinstance(report.data, list)
    assert report.data[1]["key"] is None
    assert "--replace-key" in report.text
    loan = await store.add_loan("karlsson-2", "Ole", SPAN, "hash")
    with pytest.raises(Conflict, match="no key of its own"):
        await devices.add_pairing(store, PUBLIC, loan.id, False, None)


async def test_a_pairing_needs_a_loan_and_a_time(store: Store) -> None:
    with pytest.raises(NotKnown, match="no loan 9"):
        await devices.add_pairing(store, PUBLIC, 9, False, None)
    loan = await lend(store)
    with pytest.raises(BadRequest, match="--hours"):
        await devices.add_pairing(store, PUBLIC, loan["id"], False, 0)
