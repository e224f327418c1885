from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.errors import BadRequest
from bridge.base.records import Robot
from bridge.commands import lending, loans
from bridge.protocol import keys
from bridge.protocol.sealing import open_class_key
from bridge.signaling import access
from bridge.store import Store
from tests.bridge.commands.lent import PUBLIC, SPAN, token_of


async def test_one_command_makes_all_that_a_first_lesson_needs(store: Store) -> None:
    key = keys.public_text(Ed25519PrivateKey.generate())
    robot = Robot("karlsson-2", "Kalle", key, 0)
    report = await lending.lend(store, PUBLIC, robot, "Lena", SPAN)
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
    lent = await lending.lend(store, PUBLIC, robot, "Lena", SPAN)
    assert isinstance(lent.data, dict)
    assert "." not in urlsplit(lent.data["buddy"]).fragment
    for again in (False, True):
        renewed = await loans.renew_links(store, PUBLIC, 1) if again else None
        link = renewed.link if renewed else lent.data["teacher"]
        _, _, key = urlsplit(link).fragment.partition(".")
        loan = await store.loan(1)
        assert loan
        assert loan.sealed_class_key
        assert key not in loan.sealed_class_key
        assert keys.to_text(open_class_key(private, robot.id, loan.sealed_class_key)) == key


async def test_a_key_that_is_none_lends_no_robot(store: Store) -> None:
    wrong = Robot("karlsson-2", "Kalle", keys.to_text(bytes(32)), 0)
    with pytest.raises(BadRequest, match="no Ed25519 key"):
        await lending.lend(store, PUBLIC, wrong, "Lena", SPAN)
