"""PURE. Sealing of the parts of a sheet between the teacher's page and the robot. No I/O.

The keys are derived from the class key, one for each direction (docs/decisions/0034). A
part is bound to its transfer and its place, so that the bridge can neither read nor exchange
nor repeat one elsewhere. `pupil_app/js/teacher/sealing.js` is the same.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bridge.protocol import sealing
from bridge.protocol.codec import canonical
from bridge.protocol.errors import ProtocolError
from bridge.protocol.keys import from_text, to_text

NONCE_BYTES = 12
TAG_BYTES = 16


class SheetKeys:
    """Keys of the robot's end of one class key.

    Args:
        class_key: 16 bytes.
    """

    def __init__(self, class_key: bytes) -> None:
        self._to_class = AESGCM(sealing.sheet_key(class_key, sealing.TO_CLASS))
        self._to_robot = AESGCM(sealing.sheet_key(class_key, sealing.TO_ROBOT))

    def __repr__(self) -> str:
        return "SheetKeys(********)"

    def seal(self, transfer: str, part: int, parts: int, data: bytes, nonce: bytes) -> str:
        """Return a part for the class as the wire carries it.

        Args:
            transfer: Id of the transfer.
            part: Number of the part, from 0.
            parts: Number of parts.
            data: Content.
            nonce: 12 fresh random bytes.
        """
        sealed = self._to_class.encrypt(nonce, data, bound(transfer, part, parts))
        return to_text(nonce + sealed)

    def open(self, transfer: str, part: int, parts: int, text: str) -> bytes:
        """Return the content of a part from the class.

        Raises:
            ProtocolError: `no_class_key`: another key sealed it, or for another place;
                `malformed`: it has not the form of a sealed part.
        """
        data = from_text(text)
        if len(data) < NONCE_BYTES + TAG_BYTES:
            raise ProtocolError("malformed", "too short for a sealed part")
        nonce, sealed = data[:NONCE_BYTES], data[NONCE_BYTES:]
        try:
            return self._to_robot.decrypt(nonce, sealed, bound(transfer, part, parts))
        except InvalidTag as error:
            raise ProtocolError("no_class_key") from error


def bound(transfer: str, part: int, parts: int) -> bytes:
    """Return the additional data that binds a part to its place."""
    return canonical({"part": part, "parts": parts, "transfer": transfer})
