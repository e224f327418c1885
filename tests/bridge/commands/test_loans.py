from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.errors import BadRequest, Conflict
from bridge.base.records import Robot
from bridge.commands import devices, lending, loans
from bridge.protocol import keys
from bridge.protocol.openings import LoanRights
from bridge.signaling import access
from bridge.store import Store
from tests.bridge.commands.lent import PUBLIC, SPAN, lend, token_of


async def test_the_teachers_link_opens_the_loan(store: Store) -> None:
    loan = await lend(store)
    token = token_of(loan["teacher"])
    found = await store.teacher_loan(access.token_hash(token))
    assert found
    assert found.id == loan["id"]
    renewed = await loans.renew_links(store, PUBLIC, loan["id"])
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
    renewed = await loans.renew_links(store, PUBLIC, loan["id"])
    assert isinstance(renewed.data, dict)
    assert await store.buddy_loan(access.buddy_hash(token)) is None
    new_token = urlsplit(renewed.data["buddy"]).fragment
    again = await store.buddy_loan(access.buddy_hash(new_token))
    assert again
    assert again.id == found.id
    assert renewed.data["buddy"] in renewed.text
    assert renewed.link == renewed.data["teacher"]


async def test_a_loan_can_be_ended_and_is_listed(store: Store) -> None:
    loan = await lend(store)
    last = SPAN[0] + timedelta(days=2)
    await loans.end_loan(store, loan["id"], last)
    report = await loans.list_loans(store)
    assert isinstance(report.data, list)
    assert report.data[0]["until"] == last.isoformat()
    with pytest.raises(BadRequest, match="before"):
        await loans.end_loan(store, loan["id"], SPAN[0] - timedelta(days=1))


async def test_a_loan_is_closed_at_once_and_the_robot_lent_anew(store: Store) -> None:
    loan = await lend(store)
    report = await loans.close_loan(store, loan["id"], SPAN[0])
    assert isinstance(report.data, dict)
    assert report.data["until"] == SPAN[0].isoformat()
    assert "closed" in report.data
    again = await lend(store)
    assert again["from"] == SPAN[0].isoformat()
    for refused in (
        devices.add_pairing(store, PUBLIC, loan["id"], False, None),
        loans.renew_links(store, PUBLIC, loan["id"]),
        loans.end_loan(store, loan["id"], SPAN[1]),
    ):
        with pytest.raises(Conflict, match="was closed"):
            await refused
    listed = (await loans.list_loans(store)).text.splitlines()
    assert "closed 20" in listed[0]
    assert "closed" not in listed[1]


async def test_a_loan_that_has_not_begun_is_cancelled(store: Store) -> None:
    span = (date(2099, 1, 1), date(2099, 2, 1))
    loan = await loans.add_loan(store, PUBLIC, "karlsson-1", "Lena", span)
    assert isinstance(loan.data, dict)
    report = await loans.cancel_loan(store, loan.data["id"], SPAN[0])
    assert isinstance(report.data, dict)
    assert "cancelled" in report.data
    assert "cancelled 20" in (await loans.list_loans(store)).text
    await loans.add_loan(store, PUBLIC, "karlsson-1", "Ole", span)


async def test_a_loan_that_ends_before_it_begins_is_refused(store: Store) -> None:
    with pytest.raises(BadRequest, match="before it begins"):
        await loans.add_loan(store, PUBLIC, "karlsson-1", "Lena", (SPAN[1], SPAN[0]))


def test_a_date_is_read_or_refused() -> None:
    assert loans.day("2026-11-23") == SPAN[0]
    assert loans.day("23.11.2026") == SPAN[0]
    with pytest.raises(BadRequest, match="is not a date"):
        loans.day("31.11.2026")


async def test_each_renewal_makes_another_class_key(store: Store) -> None:
    loan = await lend(store)
    renewed = await loans.renew_links(store, PUBLIC, loan["id"])
    made = {urlsplit(link).fragment.partition(".")[2] for link in (loan["teacher"], renewed.link)}
    assert {len(key) for key in made} == {22}
    assert len(made) == 2


async def test_a_loan_is_lent_without_rights_and_gets_them_back(store: Store) -> None:
    robot = Robot("karlsson-2", "Kalle", keys.public_text(Ed25519PrivateKey.generate()), 0)
    lent = await lending.lend(
        store, PUBLIC, robot, "Lena", SPAN, without=loans.rights("still, speech")
    )
    assert "without still, speech" in lent.text
    assert isinstance(lent.data, dict)
    loan_id = lent.data["loan"]
    changed = await loans.set_rights(store, loan_id, loans.rights("speech"), allowed=True)
    assert changed.text == f"Loan {loan_id}: without still"
    assert isinstance(changed.data, dict)
    assert changed.data["without"] == ["still"]
    await loans.renew_links(store, PUBLIC, loan_id)
    listed = await loans.list_loans(store)
    assert "\twithout still" in listed.text
    loan = await store.loan(loan_id)
    assert loan
    assert loan.rights == LoanRights(still=False)
    again = await loans.set_rights(store, loan_id, loans.rights("still"), allowed=True)
    assert "everything is allowed" in again.text


@pytest.mark.parametrize("text", ["", "zoom,", "zoom still", "sound", "ZOOM"])
def test_only_rights_are_taken_as_rights(text: str) -> None:
    with pytest.raises(BadRequest, match="allowed are zoom, still, sheets, speech"):
        loans.rights(text)
    assert loans.rights("zoom, sheets") == {"zoom", "sheets"}
