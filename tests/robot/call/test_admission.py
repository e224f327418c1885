import secrets
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.protocol import binding, sdp
from bridge.protocol.errors import ProtocolError
from bridge.protocol.keys import PrivateKey, public_text, sign, to_text
from bridge.protocol.limits import OFFER_NONCE_LIFE_S
from bridge.protocol.signaling import Binding, Invite
from robot.call import admission as module
from robot.call.admission import Admission
from robot.links.bridge_link import random_nonce
from robot.links.offer_nonces import OfferNonces
from tests.bridge.protocol import samples

CHROMIUM = samples.offers()[0]
NOW = 5000.0
ROBOT = public_text(Ed25519PrivateKey.generate())
CHILD = Ed25519PrivateKey.generate()


class Door(Admission):
    """The admission of a robot that was just started."""

    def __init__(self) -> None:
        self.nonces = OfferNonces(random_nonce)
        super().__init__(lambda: ROBOT, self.nonces)

    def invite(self, text: str = CHROMIUM, now: float = NOW, **changes: Any) -> Invite:
        return invite(text, self.nonces.newest(now), **changes)


def invite(
    text: str, reply_to: str, recipient: str = ROBOT, child: PrivateKey = CHILD, **changes: Any
) -> Invite:
    presence, nonce = to_text(bytes(16)), to_text(secrets.token_bytes(16))
    stay = binding.Stay(presence, 1, recipient, reply_to)
    data = binding.signed_bytes("offer", stay, sdp.check_offer(text), nonce)
    bound = Binding(nonce, reply_to, sign(child, data))
    return msgspec.structs.replace(Invite(presence, 1, text, bound, public_text(child)), **changes)


def refusal(admission: Admission, invitation: Invite, now: float = NOW) -> str:
    with pytest.raises(ProtocolError) as caught:
        admission.check(invitation, now)
    return caught.value.code


def test_a_good_invitation_gives_only_the_clean_description() -> None:
    door = Door()
    guest = door.check(door.invite(), NOW)
    assert guest.clean_sdp == sdp.clean_offer(CHROMIUM)
    assert "end-of-candidates" not in guest.clean_sdp


def test_a_tablet_with_a_p256_key_is_invited_like_any_other() -> None:
    child, other = generate_private_key(SECP256R1()), generate_private_key(SECP256R1())
    door = Door()
    assert door.check(door.invite(child=child), NOW).clean_sdp == sdp.clean_offer(CHROMIUM)
    assert refusal(door, door.invite(child=child, pupil_key=public_text(other))) == "binding"
    assert refusal(door, door.invite(child=child, pupil_key=public_text(CHILD))) == "binding"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"presence": to_text(bytes([1] * 16))}, "binding"),
        ({"attempt": 2}, "binding"),
        ({"pupil_key": ROBOT}, "binding"),
        ({"sdp": CHROMIUM.replace("a=recvonly", "a=sendrecv")}, "sdp_video_uplink"),
        ({"sdp": "v=0"}, "sdp_malformed"),
    ],
)
def test_what_was_changed_on_the_way_is_refused(changes: dict[str, Any], code: str) -> None:
    door = Door()
    assert refusal(door, door.invite(**changes)) == code


def test_an_invitation_for_another_robot_is_refused() -> None:
    other = public_text(Ed25519PrivateKey.generate())
    door = Door()
    assert refusal(door, door.invite(recipient=other)) == "binding"


def test_an_invitation_that_was_held_back_is_refused() -> None:
    door = Door()
    held = door.invite()
    in_time = door.invite()
    door.check(in_time, NOW + 2 * OFFER_NONCE_LIFE_S - 1)
    assert refusal(door, held, NOW + 2 * OFFER_NONCE_LIFE_S) == "expired"
    assert refusal(door, in_time, NOW + 2 * OFFER_NONCE_LIFE_S) == "expired"


def test_what_was_signed_before_the_start_is_refused() -> None:
    before = Door()
    taken, kept = before.invite(), before.invite()
    before.check(taken, NOW)
    after = Door()
    assert refusal(after, taken) == refusal(after, kept) == "expired"
    renamed = msgspec.structs.replace(kept.binding, reply_to=after.nonces.newest(NOW))
    assert refusal(after, msgspec.structs.replace(kept, binding=renamed)) == "binding"


def test_a_child_that_knows_no_nonce_is_too_late_and_nothing_worse() -> None:
    assert refusal(Door(), invite(CHROMIUM, "")) == "expired"


def test_an_invitation_is_good_once() -> None:
    door = Door()
    once = door.invite()
    door.check(once, NOW)
    assert refusal(door, once) == "replayed"
    door.check(door.invite(), NOW)


def test_a_refused_invitation_leaves_no_trace() -> None:
    door = Door()
    good = door.invite()
    refusal(door, msgspec.structs.replace(good, attempt=7))
    door.check(good, NOW)


def test_a_flood_of_invitations_never_makes_an_old_one_good_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "NONCES_KEPT", 3)
    door = Door()
    first, *others = [door.invite() for _ in range(3)]
    for one in (first, *others):
        door.check(one, NOW)
    assert refusal(door, door.invite()) == "too_fast"
    assert refusal(door, first) == "replayed"
    later = NOW + 2 * OFFER_NONCE_LIFE_S
    door.check(door.invite(now=later), later)
