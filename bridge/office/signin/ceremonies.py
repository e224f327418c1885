"""Passkeys as browsers make and use them; the only module that uses `webauthn`.

A passkey is kept on the device, finds its owner without a name being typed, and asks for finger,
face or PIN each time: it is the only thing that is asked for. What a browser answers is signed over
a challenge that was made here for one purpose (`bridge.base.challenges`), over this host, and over
the origin of the page.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import urlsplit

import webauthn
from webauthn.helpers import (
    parse_attestation_object,
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.cose import COSEAlgorithmIdentifier
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AttestationFormat,
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from bridge.base.challenges import LIFE_S
from bridge.base.words import Declined, Words
from bridge.office.frame.desk import Desk
from bridge.register.passkeys import KnownPasskey, NewPasskey

NAME = "Karlsson"
"""Name that browsers show beside a passkey."""

ALGORITHMS = [
    COSEAlgorithmIdentifier.EDDSA,
    COSEAlgorithmIdentifier.ECDSA_SHA_256,
    COSEAlgorithmIdentifier.RSASSA_PKCS1_v1_5_SHA_256,
]

REFUSED = Words(
    "Der Passkey ließ sich nicht prüfen. Bitte versuchen Sie es noch einmal.",
    "The passkey could not be checked. Please try again.",
)
LATE = Words(
    "Das hat zu lange gedauert, oder die Seite war zu lange offen. Bitte noch einmal.",
    "That took too long, or the page was open for too long. Please try again.",
)
UNTYPED = Words(
    "Ihr Passkey hat nicht nach Finger, Gesicht oder PIN gefragt. "
    "Bitte richten Sie das am Gerät ein.",
    "Your passkey did not ask for finger, face or PIN. Please set that up on the device.",
)


def creation_options(
    desk: Desk, purpose: str, who: tuple[str, str], known: Sequence[KnownPasskey]
) -> str:
    """Return what a browser needs to make a passkey, as JSON.

    Args:
        purpose: What the passkey will be for, with the person.
        who: Handle and name of the person.
        known: Their passkeys; a device that has one of them makes no second one.
    """
    handle, name = who
    options = webauthn.generate_registration_options(
        rp_id=_host(desk),
        rp_name=NAME,
        user_id=handle.encode(),
        user_name=name,
        challenge=desk.challenge(purpose),
        timeout=LIFE_S * 1000,
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_named(known),
        supported_pub_key_algs=ALGORITHMS,
    )
    return webauthn.options_to_json(options)


def request_options(desk: Desk, purpose: str, known: Sequence[KnownPasskey] = ()) -> str:
    """Return what a browser needs to use a passkey, as JSON.

    Args:
        purpose: What the passkey is used for.
        known: The only passkeys that will do; none lets the browser offer all of this host.
    """
    options = webauthn.generate_authentication_options(
        rp_id=_host(desk),
        challenge=desk.challenge(purpose),
        timeout=LIFE_S * 1000,
        allow_credentials=_named(known),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return webauthn.options_to_json(options)


def made(desk: Desk, purpose: str, credential: str, label: str) -> NewPasskey:
    """Return the passkey that a browser has made.

    Raises:
        Declined: It does not answer a challenge of this purpose, or is not what was asked for.
    """
    with _checked():
        parsed = parse_registration_credential_json(credential)
        challenge = parse_client_data_json(parsed.response.client_data_json).challenge
        statement = parse_attestation_object(parsed.response.attestation_object)
    # Nobody asked who built the authenticator: certificates would only be more to parse.
    is_plain = statement.fmt == AttestationFormat.NONE or (
        statement.fmt == AttestationFormat.PACKED and not statement.att_stmt.x5c
    )
    if not is_plain:
        raise Declined(REFUSED)
    if not statement.auth_data.flags.uv:
        raise Declined(UNTYPED)
    _hold(desk, challenge, purpose)
    with _checked():
        new = webauthn.verify_registration_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=_host(desk),
            expected_origin=sorted(desk.origins),
            require_user_verification=True,
            supported_pub_key_algs=ALGORITHMS,
        )
    _use(desk, challenge)
    return NewPasskey(new.credential_id, new.credential_public_key, new.sign_count, label)


def credential_id(credential: str) -> bytes:
    """Return which passkey a browser says that it has used."""
    with _checked():
        return parse_authentication_credential_json(credential).raw_id


def used(desk: Desk, purpose: str, credential: str, passkey: KnownPasskey) -> int:
    """Check that a passkey was used, and return what it counts now.

    Raises:
        Declined: It does not answer a challenge of this purpose, or its signature is wrong.
    """
    with _checked():
        parsed = parse_authentication_credential_json(credential)
        challenge = parse_client_data_json(parsed.response.client_data_json).challenge
    _hold(desk, challenge, purpose)
    with _checked():
        answer = webauthn.verify_authentication_response(
            credential=parsed,
            expected_challenge=challenge,
            expected_rp_id=_host(desk),
            expected_origin=sorted(desk.origins),
            credential_public_key=passkey.public_key,
            credential_current_sign_count=passkey.sign_count,
            require_user_verification=True,
        )
    _use(desk, challenge)
    return answer.new_sign_count


@contextmanager
def _checked() -> Iterator[None]:
    """Turn whatever the library finds wrong with a browser's answer into words."""
    try:
        yield
    except (WebAuthnException, ValueError, TypeError, LookupError, RecursionError) as error:
        raise Declined(REFUSED) from error


def _hold(desk: Desk, challenge: bytes, purpose: str) -> None:
    if not desk.challenges.holds(challenge, purpose, desk.clock.monotonic_s()):
        raise Declined(LATE)


def _use(desk: Desk, challenge: bytes) -> None:
    if not desk.challenges.use(challenge, desk.clock.monotonic_s()):
        raise Declined(LATE)


def _named(known: Sequence[KnownPasskey]) -> list[PublicKeyCredentialDescriptor]:
    return [PublicKeyCredentialDescriptor(id=one.credential_id) for one in known]


def _host(desk: Desk) -> str:
    return urlsplit(desk.public_url).hostname or ""
