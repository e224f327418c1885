import secrets
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.protocol import binding, sdp
from bridge.protocol.errors import ProtocolError
from bridge.protocol.keys import public_text, sign, to_text
from bridge.protocol.limits import BINDING_LIFE_S
from bridge.protocol.signaling import Binding, Invite
from robot import admission as module
from robot.admission import Admission
from tests.bridge.protocol import samples

CHROMIUM = samples.offers()[0]
NOW = 1_800_000_000
ROBOT = public_text(Ed25519PrivateKey.generate())
CHILD = Ed25519PrivateKey.generate()


def invite(text: str, recipient: str = ROBOT, expires: int = NOW + 50, **changes: Any) -> Invite:
    presence, nonce = to_text(bytes(16)), to_text(secrets.token_bytes(16))
    stay = binding.Stay(presence, 1, recipient)
    data = binding.signed_bytes("offer", stay, sdp.check_offer(text), expires, nonce)
    bound = Binding(expires, nonce, sign(CHILD, data))
    return msgspec.structs.replace(Invite(presence, 1, text, bound, public_text(CHILD)), **changes)


def refusal(admission: Admission, invitation: Invite, unix_s: float = NOW) -> str:
    with pytest.raises(ProtocolError) as caught:
        admission.check(invitation, unix_s)
    return caught.value.code


def test_a_good_invitation_gives_only_the_clean_description() -> None:
    guest = Admission(ROBOT).check(invite(CHROMIUM), NOW)
    assert guest.clean_sdp == sdp.clean_offer(CHROMIUM)
    assert "end-of-candidates" not in guest.clean_sdp


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
    assert refusal(Admission(ROBOT), invite(CHROMIUM, **changes)) == code


def test_an_invitation_for_another_robot_is_refused() -> None:
    other = public_text(Ed25519PrivateKey.generate())
    assert refusal(Admission(ROBOT), invite(CHROMIUM, recipient=other)) == "binding"


def test_an_old_invitation_is_refused() -> None:
    assert refusal(Admission(ROBOT), invite(CHROMIUM, expires=NOW)) == "expired"


def test_an_invitation_is_good_once() -> None:
    admission = Admission(ROBOT)
    once = invite(CHROMIUM)
    admission.check(once, NOW)
    assert refusal(admission, once) == "replayed"
    admission.check(invite(CHROMIUM), NOW)


def test_a_refused_invitation_leaves_no_trace() -> None:
    admission = Admission(ROBOT)
    good = invite(CHROMIUM)
    refusal(admission, msgspec.structs.replace(good, attempt=7))
    admission.check(good, NOW)


def test_the_memory_of_old_invitations_ends_after_they_expired(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "NONCES_KEPT", 3)
    admission = Admission(ROBOT)
    for _ in range(5):
        admission.check(invite(CHROMIUM), NOW)
    later = NOW + 4 * BINDING_LIFE_S
    admission.check(invite(CHROMIUM, expires=later + 50), later)
