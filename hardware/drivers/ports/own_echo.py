"""PURE. Own bytes that a half-duplex adapter sends back. No I/O.

On a bus of one wire the sender hears itself, and many adapters pass that on: what was written
comes back before any answer. The bytes are compared with what was written; those that came
back are left out. An adapter that sends nothing back loses nothing.
"""

from collections import deque

SURE_BYTES = 3
"""Own bytes from which a match is no chance: the shortest answers, a Maestro's, have two."""

FRAME_BYTES = 6
"""Length of the shortest message of a servo bus; found in the middle of other bytes, it is ours."""

MOST_MESSAGES = 64
"""Most messages that may still come back."""


class OwnEcho:
    """Compares what is heard with what was sent.

    Attributes:
        found: Whether the adapter sends own bytes back; None until this is known.
    """

    def __init__(self) -> None:
        self.found: bool | None = None
        self._sent: deque[bytes] = deque(maxlen=MOST_MESSAGES)
        self._held = b""

    def sent(self, message: bytes) -> None:
        """Take a message that is being sent."""
        if self.found is False:
            self._sent.clear()
            self._held = b""
        self._sent.append(message)

    def heard(self, chunk: bytes) -> bytes:
        """Return the bytes that are not our own; the beginning of an own message is held back."""
        if not chunk or not self._sent:
            return chunk
        data, self._held = self._held + chunk, b""
        if self.found is False:
            return self._without_last(data)
        sent = [*self._sent]
        for lost in range(len(sent)):  # the echo of that many messages was never heard
            own = b"".join(sent[lost:])
            if not self.found and len(own) < SURE_BYTES:
                break
            if data.startswith(own):
                self.found = True
                self._sent.clear()
                return data[len(own) :]
            if own.startswith(data):
                self._held = data
                return b""
        if not self.found and len(b"".join(sent)) >= SURE_BYTES:
            self.found = False
        return self._without_last(data)

    def _without_last(self, data: bytes) -> bytes:
        """Return the data without the newest message, also where noise came before it."""
        last = self._sent[-1]
        self._sent.clear()
        at = data.find(last) if len(last) >= FRAME_BYTES else -1
        if at < 0:
            return data
        self.found = True
        return data[:at] + data[at + len(last) :]
