import json
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bridge.base.challenges import LIFE_S
from bridge.base.words import Declined
from bridge.office.signin import ceremonies
from bridge.register.passkeys import KnownPasskey
from tests.bridge.office.authenticator import PRESENT, SoftAuthenticator, to_text
from tests.bridge.office.desks import bare_desk
from tests.bridge.people import TurnedClock

URL = "https://karlsson.example"
FEW = 30
"""Examples of a usual run; tens of thousands were tried when this was written."""

WHO = ("handle", "Anna Beispiel")


def authenticator(**changed: object) -> SoftAuthenticator:
    made = SoftAuthenticator(URL, "karlsson.example")
    for name, value in changed.items():
        setattr(made, name, value)
    return made


def kept(device: SoftAuthenticator) -> KnownPasskey:
    desk = bare_desk(URL, TurnedClock())
    options = ceremonies.creation_options(desk, "enter", WHO, ())
    new = ceremonies.made(desk, "enter", device.make(options), "Büro-Laptop")
    assert (new.credential_id, new.label) == (device.id, "Büro-Laptop")
    return KnownPasskey(1, 7, new.label, new.credential_id, new.public_key, 0, 0, None)


def test_the_browser_is_asked_for_a_passkey_that_finds_its_owner_and_asks_for_a_finger() -> None:
    desk = bare_desk(URL, TurnedClock())
    passkey = kept(authenticator())
    made = json.loads(ceremonies.creation_options(desk, "enter", WHO, [passkey]))
    assert made["authenticatorSelection"]["residentKey"] == "required"
    assert made["authenticatorSelection"]["userVerification"] == "required"
    assert made["rp"] == {"name": "Karlsson", "id": "karlsson.example"}
    assert len(made["excludeCredentials"]) == 1
    used = json.loads(ceremonies.request_options(desk, "sign in"))
    assert (used["userVerification"], used["allowCredentials"]) == ("required", [])


def test_a_passkey_is_used_once_for_each_challenge() -> None:
    desk, device = bare_desk(URL, TurnedClock()), authenticator()
    passkey = kept(device)
    answer = device.use(ceremonies.request_options(desk, "sign in"))
    assert ceremonies.credential_id(answer) == device.id
    assert ceremonies.used(desk, "sign in", answer, passkey) == 0
    with pytest.raises(Declined, match="too long"):
        ceremonies.used(desk, "sign in", answer, passkey)


def test_an_answer_is_refused_for_another_purpose_late_or_signed_by_another_key() -> None:
    clock = TurnedClock()
    desk, device = bare_desk(URL, clock), authenticator()
    passkey = kept(device)
    answer = device.use(ceremonies.request_options(desk, "sign in"))
    with pytest.raises(Declined, match="too long"):
        ceremonies.used(desk, "again 7", answer, passkey)
    stranger = authenticator(id=device.id)
    options = ceremonies.request_options(desk, "sign in")
    with pytest.raises(Declined, match="could not be checked"):
        ceremonies.used(desk, "sign in", stranger.use(options), passkey)
    assert ceremonies.used(desk, "sign in", device.use(options), passkey) == 0
    clock.now_s += LIFE_S + 1
    with pytest.raises(Declined, match="too long"):
        ceremonies.used(desk, "sign in", answer, passkey)


@pytest.mark.parametrize(
    "changed",
    [{"origin": "https://evil.example"}, {"host": "evil.example"}, {"flags": PRESENT}],
    ids=str,
)
def test_what_another_page_or_nobodys_finger_has_signed_is_refused(
    changed: dict[str, object],
) -> None:
    desk, device = bare_desk(URL, TurnedClock()), authenticator()
    passkey = kept(device)
    for name, value in changed.items():
        setattr(device, name, value)
    answer = device.use(ceremonies.request_options(desk, "sign in"))
    with pytest.raises(Declined):
        ceremonies.used(desk, "sign in", answer, passkey)
    made = device.make(ceremonies.creation_options(desk, "enter", WHO, ()))
    with pytest.raises(Declined):
        ceremonies.made(desk, "enter", made, "Büro-Laptop")


def test_a_passkey_that_counts_backwards_was_copied() -> None:
    desk, device = bare_desk(URL, TurnedClock()), authenticator(count=5)
    passkey = replace(kept(device), sign_count=5)
    answer = device.use(ceremonies.request_options(desk, "sign in"))
    with pytest.raises(Declined, match="could not be checked"):
        ceremonies.used(desk, "sign in", answer, passkey)
    device.count = 6
    answer = device.use(ceremonies.request_options(desk, "sign in"))
    assert ceremonies.used(desk, "sign in", answer, passkey) == 6


@pytest.mark.parametrize("fmt", ["tpm", "android-safetynet", "fido-u2f", "apple", "packed"])
def test_no_certificate_is_read(fmt: str) -> None:
    desk = bare_desk(URL, TurnedClock())
    device = authenticator(fmt=fmt, statement={"x5c": [b"\x30\x82"], "sig": b"", "alg": -7})
    made = device.make(ceremonies.creation_options(desk, "enter", WHO, ()))
    with pytest.raises(Declined, match="could not be checked"):
        ceremonies.made(desk, "enter", made, "Büro-Laptop")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


DEEP = json.dumps(
    {
        **{"id": "AA", "rawId": "AA", "type": "public-key"},
        "response": {"clientDataJSON": to_text(b"[" * 5000), "attestationObject": "AA"},
    }
)


@settings(max_examples=FEW)
@given(st.text(max_size=40) | JSON.map(json.dumps))
@example("[" * 7900)
@example(DEEP)
def test_anything_else_is_refused_in_words(text: str) -> None:
    desk = bare_desk(URL, TurnedClock())
    for read in (
        lambda: ceremonies.credential_id(text),
        lambda: ceremonies.made(desk, "enter", text, "Büro-Laptop"),
    ):
        with pytest.raises(Declined):
            read()


MUTATED = kept(authenticator())


@settings(max_examples=FEW)
@given(
    st.sampled_from(["clientDataJSON", "attestationObject", "authenticatorData", "signature"]),
    st.one_of(st.none(), JSON, st.binary(max_size=200).map(lambda data: data.hex())),
    st.integers(0, 400),
    st.integers(1, 255),
)
def test_a_broken_answer_is_refused_in_words(
    part: str, other: object, place: int, change: int
) -> None:
    desk, device = bare_desk(URL, TurnedClock()), authenticator()
    making = part in ("clientDataJSON", "attestationObject")
    if making:
        answer = device.make(ceremonies.creation_options(desk, "enter", WHO, ()))
    else:
        answer = device.use(ceremonies.request_options(desk, "sign in"))
    read = json.loads(answer)
    whole = read["response"][part]
    at = place % len(whole)
    turned = chr((ord(whole[at]) + change) % 0x250)
    read["response"][part] = whole[:at] + turned + whole[at + 1 :] if other is None else other
    text = json.dumps(read)
    try:
        if making:
            ceremonies.made(desk, "enter", text, "Büro-Laptop")
        else:
            ceremonies.used(desk, "sign in", text, MUTATED)
    except Declined:
        return
    # A changed byte may lie where nothing is signed: in a handle of the statement's padding.
    assert making
