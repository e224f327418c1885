from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.errors import BadRequest
from bridge.base.records import Robot
from bridge.protocol import keys
from bridge.protocol.sealing import open_class_key
from bridge.signaling import access
from bridge.signaling.loan_links import LoanLinks, has_key

PRIVATE = Ed25519PrivateKey.generate()
ROBOT = Robot("karlsson-1", "Kalle", keys.public_text(PRIVATE), 0)


def test_the_teachers_link_has_token_and_key_and_the_buddys_a_token() -> None:
    links = LoanLinks("https://x.example", ROBOT)
    token, _, key = urlsplit(links.teacher).fragment.partition(".")
    assert links.teacher_hash == access.token_hash(token)
    assert links.buddy_hash == access.buddy_hash(urlsplit(links.buddy).fragment)
    assert links.sealed_class_key is not None
    opened = open_class_key(PRIVATE, ROBOT.id, links.sealed_class_key)
    assert keys.to_text(opened) == key


@pytest.mark.parametrize("robot", [None, Robot("karlsson-1", "Kalle", "-", 0)])
def test_without_a_key_of_the_robot_there_are_no_sheets(robot: Robot | None) -> None:
    links = LoanLinks("https://x.example", robot)
    assert links.sealed_class_key is None
    assert len(urlsplit(links.teacher).fragment) == 22


def test_a_key_that_is_none_is_named() -> None:
    with pytest.raises(BadRequest, match="karlsson-1 is no Ed25519 key"):
        LoanLinks("https://x.example", Robot("karlsson-1", "Kalle", keys.to_text(bytes(32)), 0))


def test_a_robot_may_have_lost_its_key() -> None:
    assert has_key(ROBOT)
    assert not has_key(Robot("karlsson-1", "Kalle", "lost!", 0))
