import base64

import pytest

from technician.lists import logins
from technician.lists.remarks import WrongValueError


def public(kind: str = "ssh-ed25519") -> str:
    blob = len(kind).to_bytes(4, "big") + kind.encode() + bytes(36)
    return f"{kind} {base64.b64encode(blob).decode()} technik@laptop"


def test_keys_of_a_file_with_remarks_and_gaps() -> None:
    text = f"# mine\n\n{public()}\n{public('ssh-rsa')}\r\n"
    assert logins.public_keys(text) == (public(), public("ssh-rsa"))


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "ssh-keygen"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "ends in .pub"),
        ("ssh-ed25519 AAAA", "ends in .pub"),
        ("ssh-ed25519 !", "ends in .pub"),
        (public().replace("ssh-ed25519", "ssh-rsa"), "ends in .pub"),
        ("no-pty " + public(), "ends in .pub"),
    ],
)
def test_what_is_no_public_key_is_named(text: str, told: str) -> None:
    with pytest.raises(WrongValueError, match=told):
        logins.public_keys(text)


def test_a_user_who_may_be_one() -> None:
    assert logins.user("technician") == "technician"
    for name in ("root", "pi", "Technik", "a b", "karlsson-robot"):
        with pytest.raises(WrongValueError, match="technician's user"):
            logins.user(name)
