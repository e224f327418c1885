"""An authenticator in software, which can also do what none should."""

import base64
import hashlib
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

PRESENT, VERIFIED, HAS_KEY = 0x01, 0x04, 0x40


def to_text(data: bytes) -> str:
    """Return bytes as browsers write them into JSON."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class SoftAuthenticator:
    """A device with one passkey.

    Args:
        origin: Origin of the page that asks.
        host: Host for which it signs.
    """

    def __init__(self, origin: str, host: str = "localhost") -> None:
        self.origin = origin
        self.host = host
        self.flags = PRESENT | VERIFIED
        self.count = 0
        self.fmt = "none"
        self.statement: dict[str, Any] = {}
        self.id = secrets.token_bytes(16)
        self._key = ec.generate_private_key(ec.SECP256R1())

    def make(self, options: str) -> str:
        """Return the answer to `navigator.credentials.create`."""
        numbers = self._key.public_key().public_numbers()
        sides = (numbers.x.to_bytes(32, "big"), numbers.y.to_bytes(32, "big"))
        cose = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: sides[0], -3: sides[1]})
        length = len(self.id).to_bytes(2, "big")
        data = self._data(HAS_KEY) + bytes(16) + length + self.id + cose
        attested = {"fmt": self.fmt, "attStmt": self.statement, "authData": data}
        client = self._client(options, "webauthn.create")
        return self._credential(
            clientDataJSON=to_text(client), attestationObject=to_text(cbor2.dumps(attested))
        )

    def use(self, options: str) -> str:
        """Return the answer to `navigator.credentials.get`."""
        client, data = self._client(options, "webauthn.get"), self._data(0)
        signed = data + hashlib.sha256(client).digest()
        signature = self._key.sign(signed, ec.ECDSA(hashes.SHA256()))
        return self._credential(
            clientDataJSON=to_text(client),
            authenticatorData=to_text(data),
            signature=to_text(signature),
        )

    def _client(self, options: str, kind: str) -> bytes:
        challenge = json.loads(options)["challenge"]
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(said).encode()

    def _data(self, more: int) -> bytes:
        host = hashlib.sha256(self.host.encode()).digest()
        return host + bytes([self.flags | more]) + self.count.to_bytes(4, "big")

    def _credential(self, **response: str) -> str:
        named = to_text(self.id)
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": response})
