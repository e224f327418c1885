import time
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge import commands
from bridge.base.errors import BadRequest, Conflict, NotKnown
from bridge.base.records import Robot
from bridge.protocol import keys, proofs
from bridge.protocol.openings import LoanRights
from bridge.protocol.sealing import open_class_key
from bridge.signaling import access
from bridge.store import Store, open_store

KEY = keys.public_text(Ed25519PrivateKey.generate())
PUBLIC = "https://karlsson.example"
SPAN = (date(2026, 11, 23), date(2026, 12, 23))


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(f"sqlite+aiosqlite:///{tmp_path / 'b.sqlite'}") as opened:
        await commands.add_robot(opened, "karlsson-1", "Karlsson", KEY, False)
        yield opened


async def lend(store: Store) -> dict[str, Any]:
    report = await commands.add_loan(store, PUBLIC, "karlsson-1", "Lena", SPAN)
    assert isinstance(report.data, dict)
    return report.data


async def test_a_robot_is_told_with_the_fingerprint_that_a_code_pins(store: Store) -> None:
    report = await commands.list_robots(store)
    assert isinstance(report.data, list)
    [robot] = report.data
    assert robot["fingerprint"] == keys.fingerprint(KEY)
    assert KEY in report.text


def token_of(link: str) -> str:
    """The part of a teacher's or buddy's link that the bridge is told."""
    return urlsplit(link).fragment.partition(".")[0]


async def test_the_teachers_link_opens_the_loan(store: Store) -> None:
    loan = await lend(store)
    token = token_of(loan["teacher"])
    found = await store.teacher_loan(access.token_hash(token))
    assert found
    assert found.id == loan["id"]
    renewed = await commands.renew_links(store, PUBLIC, loan["id"])
    assert await store.teacher_loan(access.token_hash(token)) is None
    again = await store.teacher_loan(access.token_hash(token_of(renewed.link)))
    assert again
    assert again.id == found.id


async def test_the_buddys_link_opens_the_loan_as_a_buddy_only(store: Store) -> None:
    loan = await lend(store)
    token = urlsplit(loan["buddy"]).fragment
    assert await store.teacher_loan(access.token_hash(token)) is None
    found = await store.buddy_loan(access.buddy_hash(token))
    assert found
    assert found.id == loan["id"]
    renewed = await commands.renew_links(store, PUBLIC, loan["id"])
    assert isinstance(renewed.data, dict)
    assert await store.buddy_loan(access.buddy_hash(token)) is None
    new_token = urlsplit(renewed.data["buddy"]).fragment
    again = await store.buddy_loan(access.buddy_hash(new_token))
    assert again
    assert again.id == found.id
    assert renewed.data["buddy"] in renewed.text
    assert renewed.link == renewed.data["teacher"]


async def test_a_code_carries_robot_key_and_secret(store: Store) -> None:
    loan = await lend(store)
    report = await commands.add_pairing(store, PUBLIC, loan["id"], False, None)
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
    report = await commands.add_pairing(store, PUBLIC, loan["id"], True, 2)
    assert isinstance(report.data, dict)
    word = report.data["word"]
    assert len(word) >= 8
    stored = await store.pairing(proofs.lookup(proofs.word_secret(word.upper())))
    assert stored
    assert stored.kind == "word"
    assert report.link == ""


async def test_a_loan_can_be_ended_and_is_listed(store: Store) -> None:
    loan = await lend(store)
    last = SPAN[0] + timedelta(days=2)
    await commands.end_loan(store, loan["id"], last)
    report = await commands.list_loans(store)
    assert isinstance(report.data, list)
    assert report.data[0]["until"] == last.isoformat()
    with pytest.raises(BadRequest, match="before"):
        await commands.end_loan(store, loan["id"], SPAN[0] - timedelta(days=1))


async def test_a_loan_is_closed_at_once_and_the_robot_lent_anew(store: Store) -> None:
    loan = await lend(store)
    report = await commands.close_loan(store, loan["id"], SPAN[0])
    assert isinstance(report.data, dict)
    assert report.data["until"] == SPAN[0].isoformat()
    assert "closed" in report.data
    again = await lend(store)
    assert again["from"] == SPAN[0].isoformat()
    for refused in (
        commands.add_pairing(store, PUBLIC, loan["id"], False, None),
        commands.renew_links(store, PUBLIC, loan["id"]),
        commands.end_loan(store, loan["id"], SPAN[1]),
    ):
        with pytest.raises(Conflict, match="was closed"):
            await refused
    listed = (await commands.list_loans(store)).text.splitlines()
    assert "closed 20" in listed[0]
    assert "closed" not in listed[1]


async def test_a_loan_that_has_not_begun_is_cancelled(store: Store) -> None:
    span = (date(2099, 1, 1), date(2099, 2, 1))
    loan = await commands.add_loan(store, PUBLIC, "karlsson-1", "Lena", span)
    assert isinstance(loan.data, dict)
    report = await commands.cancel_loan(store, loan.data["id"], SPAN[0])
    assert isinstance(report.data, dict)
    assert "cancelled" in report.data
    assert "cancelled 20" in (await commands.list_loans(store)).text
    await commands.add_loan(store, PUBLIC, "karlsson-1", "Ole", span)


async def test_codes_are_listed_and_withdrawn(store: Store) -> None:
    assert (await commands.list_pairings(store, 0)).text == "No pairing yet."
    loan = await lend(store)
    ids = []
    for word in (False, False, True):
        made = await commands.add_pairing(store, PUBLIC, loan["id"], word, 1)
        assert isinstance(made.data, dict)
        ids.append(made.data["id"])
    await pair_tablet(store, ids[0])
    await commands.withdraw_pairing(store, ids[1])
    now = time.time()

    async def states(unix_s: float) -> list[str]:
        report = await commands.list_pairings(store, unix_s)
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
    assert (await commands.list_devices(store)).text == "No device yet."
    loan = await lend(store)
    made = await commands.add_pairing(store, PUBLIC, loan["id"], False, None)
    assert isinstance(made.data, dict)
    tablet = await pair_tablet(store, made.data["id"])
    code = commands.device_code(tablet)
    report = await commands.list_devices(store)
    assert isinstance(report.data, list)
    [device] = report.data
    assert (device["device"], device["pupil"], device["state"]) == (code, "Lena", "paired")
    assert tablet not in report.text
    for action, locked in ((commands.lock_device, True), (commands.unlock_device, False)):
        await action(store, code.upper())
        assert await store.device_locked(tablet) == locked
        listed = (await commands.list_devices(store)).text
        assert listed.endswith("locked" if locked else "paired")
    with pytest.raises(NotKnown, match="device list"):
        await commands.lock_device(store, "00000000")


async def test_a_robot_whose_key_went_to_another_is_shown_without_one(store: Store) -> None:
    await store.put_robot(Robot("karlsson-2", "Kalle", "none:karlsson-2", 1))
    report = await commands.list_robots(store)
    assert isinstance(report.data, list)
    assert report.data[1]["key"] is None
    assert "--replace-key" in report.text
    loan = await store.add_loan("karlsson-2", "Ole", SPAN, "hash")
    with pytest.raises(Conflict, match="no key of its own"):
        await commands.add_pairing(store, PUBLIC, loan.id, False, None)


@pytest.mark.parametrize(
    ("robot_id", "name", "key"),
    [
        pytest.param("Karlsson 1", "Karlsson", KEY, id="id"),
        pytest.param("karlsson-2", "", KEY, id="no name"),
        pytest.param("karlsson-2", "K" * 41, KEY, id="long name"),
        pytest.param("karlsson-2", "Karl\x1b[2Jsson", KEY, id="control characters"),
        pytest.param("karlsson-2", " Karlsson", KEY, id="space before"),
        pytest.param("karlsson-2", "Karlsson", "short", id="short key"),
        pytest.param("karlsson-2", "Karlsson", "_" * 43, id="key that is no key"),
    ],
)
async def test_a_robot_out_of_bounds_is_refused(
    store: Store, robot_id: str, name: str, key: str
) -> None:
    with pytest.raises(BadRequest):
        await commands.add_robot(store, robot_id, name, key, False)


async def test_what_contradicts_is_refused_in_words(store: Store) -> None:
    with pytest.raises(Conflict, match="another key"):
        await commands.add_robot(
            store, "karlsson-1", "K", keys.public_text(Ed25519PrivateKey.generate()), False
        )
    with pytest.raises(BadRequest, match="before it begins"):
        await commands.add_loan(store, PUBLIC, "karlsson-1", "Lena", (SPAN[1], SPAN[0]))
    with pytest.raises(NotKnown, match="no loan 9"):
        await commands.add_pairing(store, PUBLIC, 9, False, None)
    loan = await lend(store)
    with pytest.raises(BadRequest, match="--hours"):
        await commands.add_pairing(store, PUBLIC, loan["id"], False, 0)


def test_a_date_is_read_or_refused() -> None:
    assert commands.day("2026-11-23") == SPAN[0]
    with pytest.raises(BadRequest, match="is not a date"):
        commands.day("23.11.2026")


async def test_one_command_makes_all_that_a_first_lesson_needs(store: Store) -> None:
    key = keys.public_text(Ed25519PrivateKey.generate())
    robot = Robot("karlsson-2", "Kalle", key, 0)
    report = await commands.lend(store, PUBLIC, robot, "Lena", SPAN)
    assert isinstance(report.data, dict)
    loan = await store.teacher_loan(access.token_hash(token_of(report.data["teacher"])))
    assert loan
    assert (loan.robot_id, loan.pupil_name) == ("karlsson-2", "Lena")
    buddy = urlsplit(report.data["buddy"]).fragment
    assert await store.buddy_loan(access.buddy_hash(buddy)) == loan
    parts = parse_qs(urlsplit(report.data["pupil"]).fragment)
    assert parts["key"] == [keys.fingerprint(key)]


async def test_only_the_robot_opens_the_class_key_of_the_teachers_link(store: Store) -> None:
    private = Ed25519PrivateKey.generate()
    robot = Robot("karlsson-2", "Kalle", keys.public_text(private), 0)
    lent = await commands.lend(store, PUBLIC, robot, "Lena", SPAN)
    assert isinstance(lent.data, dict)
    assert "." not in urlsplit(lent.data["buddy"]).fragment
    for again in (False, True):
        renewed = await commands.renew_links(store, PUBLIC, 1) if again else None
        link = renewed.link if renewed else lent.data["teacher"]
        _, _, key = urlsplit(link).fragment.partition(".")
        loan = await store.loan(1)
        assert loan
        assert loan.sealed_class_key
        assert key not in loan.sealed_class_key
        assert keys.to_text(open_class_key(private, robot.id, loan.sealed_class_key)) == key


async def test_each_renewal_makes_another_class_key(store: Store) -> None:
    loan = await lend(store)
    renewed = await commands.renew_links(store, PUBLIC, loan["id"])
    made = {urlsplit(link).fragment.partition(".")[2] for link in (loan["teacher"], renewed.link)}
    assert {len(key) for key in made} == {22}
    assert len(made) == 2


async def test_a_key_that_is_none_lends_no_robot(store: Store) -> None:
    wrong = Robot("karlsson-2", "Kalle", keys.to_text(bytes(32)), 0)
    with pytest.raises(BadRequest, match="no Ed25519 key"):
        await commands.lend(store, PUBLIC, wrong, "Lena", SPAN)


async def test_a_loan_is_lent_without_rights_and_gets_them_back(store: Store) -> None:
    robot = Robot("karlsson-2", "Kalle", keys.public_text(Ed25519PrivateKey.generate()), 0)
    lent = await commands.lend(
        store, PUBLIC, robot, "Lena", SPAN, without=commands.rights("still, speech")
    )
    assert "without still, speech" in lent.text
    assert isinstance(lent.data, dict)
    loan_id = lent.data["loan"]
    changed = await commands.set_rights(store, loan_id, commands.rights("speech"), allowed=True)
    assert changed.text == f"Loan {loan_id}: without still"
    assert isinstance(changed.data, dict)
    assert changed.data["without"] == ["still"]
    await commands.renew_links(store, PUBLIC, loan_id)
    listed = await commands.list_loans(store)
    assert "\twithout still" in listed.text
    loan = await store.loan(loan_id)
    assert loan
    assert loan.rights == LoanRights(still=False)
    again = await commands.set_rights(store, loan_id, commands.rights("still"), allowed=True)
    assert "everything is allowed" in again.text


@pytest.mark.parametrize("text", ["", "zoom,", "zoom still", "sound", "ZOOM"])
def test_only_rights_are_taken_as_rights(text: str) -> None:
    with pytest.raises(BadRequest, match="allowed are zoom, still, sheets, speech"):
        commands.rights(text)
    assert commands.rights("zoom, sheets") == {"zoom", "sheets"}
