"""SCTP, openings of data channels and datagrams, on a lesson that is connected."""

import contextlib
import itertools
import random
import struct
from collections.abc import AsyncIterator, Sequence
from typing import Any

from aioice import stun
from aiortc.rtcsctptransport import WEBRTC_DCEP
from google_crc32c import value as crc32c

from bridge.protocol.errors import ProtocolError
from robot.call.channels import Channels
from robot.settings.errors import CallFailed
from tests.fuzz import valid
from tests.fuzz.lesson import Dead, Lesson, on_a_lesson, tone
from tests.fuzz.media import OnLesson
from tests.fuzz.mutations import mutated
from tests.fuzz.target import Target

INIT, DATA, SACK, FORWARD_TSN = 1, 0, 3, 192
TSN_MODULO = 2**32
NEAR = 2**16
STRANGER = ("127.0.0.1", 9)


class Chunks(OnLesson):
    """Chunks into a real association, with the right tag and checksum.

    A chunk that ends the association as a child may is no finding: then only
    sound and connection must go on.
    """

    def __init__(self, lesson: Lesson) -> None:
        super().__init__(lesson)
        self._valid = list(valid.sctp_chunks())
        self._ends = valid.sctp_ends()

    def make(self, chance: random.Random) -> bytes:
        if chance.random() < 0.0005:
            return chance.choice(self._ends)
        return mutated(chance, self._valid)

    async def feed(self, data: bytes) -> None:
        sctp = self.lesson.sctp
        data = _counted_from(sctp, data)
        tag = 0 if data[:1] == bytes([INIT]) else sctp._local_verification_tag
        head = struct.pack("!HHL", 5000, 5000, tag)
        checksum = struct.pack("<L", crc32c(head + bytes(4) + data))
        await sctp._handle_data(head + checksum + data)

    async def check(self) -> None:
        self.lesson.must_be_connected()
        await self.lesson.must_be_heard()


def _counted_from(sctp: Any, data: bytes) -> bytes:
    """Turn the small sequence number of a first chunk into one of this association."""
    if len(data) < 8 or data[0] not in (DATA, SACK, FORWARD_TSN):
        return data
    number = int.from_bytes(data[4:8], "big")
    base: int | None = sctp._last_sacked_tsn if data[0] == SACK else sctp._last_received_tsn
    if number >= NEAR or base is None:
        return data
    return data[:4] + ((base + number) % TSN_MODULO).to_bytes(4, "big") + data[8:]


class Openings(OnLesson):
    """Messages that open data channels."""

    def __init__(self, lesson: Lesson) -> None:
        super().__init__(lesson)
        self._valid = list(valid.openings())

    def make(self, chance: random.Random) -> bytes:
        return bytes([chance.randrange(64)]) + mutated(chance, self._valid)

    async def feed(self, data: bytes) -> None:
        # As it is called for a message that came: broken text is caught around it.
        with contextlib.suppress(AssertionError, LookupError, ValueError, struct.error):
            await self.lesson.sctp._data_channel_receive(data[0], WEBRTC_DCEP, data[1:])


class Datagrams(OnLesson):
    """Datagrams from the socket, with the child's address or a stranger's."""

    def __init__(self, lesson: Lesson) -> None:
        super().__init__(lesson)
        self._connection = lesson.dtls.transport._connection
        chosen = next(iter(self._connection._nominated.values()))
        self._protocol, self._address = chosen.protocol, chosen.remote_addr
        self._valid = [bytes(message) for message in self._checks()]
        self._valid += [
            *(b"", b"\x80", b"\x16\xfe\xfd" + bytes(60), b"\x15\xfe\xfd" + bytes(30)),
            *(b"\x17\xfe\xfd\x00\x01" + bytes(200), b"\x80\x6f" + bytes(100)),
            *(b"\x80\xc8\x00\x06" + bytes(60), b"\x40\x00" + bytes(30), b"\x00" * 2100),
        ]
        self._valid += self._encrypted()

    def _encrypted(self) -> list[bytes]:
        """Return packets that are truly the child's; the second time they are replays."""
        child: Any = self.lesson.child.sctp
        session = child.transport._tx_srtp
        voice = itertools.islice(valid.rtp_packets(tone(), (111,), (5, 6)), 0, None, 7)
        reports = itertools.islice(valid.rtcp_packets((1,), 5), 0, None, 5)
        return [session.protect(p) for p in voice] + [session.protect_rtcp(p) for p in reports]

    def _checks(self) -> list[stun.Message]:
        checks = []
        user = f"{self._connection.local_username}:{self._connection.remote_username}"
        for kind in (stun.Class.REQUEST, stun.Class.RESPONSE, stun.Class.ERROR):
            for role in ("ICE-CONTROLLING", "ICE-CONTROLLED"):
                message = stun.Message(stun.Method.BINDING, kind, transaction_id=bytes(12))
                message.attributes = {"USERNAME": user, "PRIORITY": 1, role: 1 << 63}
                message.add_message_integrity(self._connection.local_password.encode())
                checks.append(message)
        return checks

    def make(self, chance: random.Random) -> bytes:
        return bytes([chance.randrange(256)]) + mutated(chance, self._valid)

    async def feed(self, data: bytes) -> None:
        address = self._address if data[0] < 128 else (STRANGER[0], STRANGER[1] + data[0])
        self._protocol.datagram_received(data[1:], address)


class Messages:
    """Messages of the child over its data channels."""

    def __init__(self) -> None:
        self.channels = {label: Channels() for label in ("control", "events")}
        self.roots: Sequence[Any] = (self.channels,)
        self._valid = list(valid.messages())

    def make(self, chance: random.Random) -> bytes:
        return bytes([chance.randrange(256)]) + mutated(chance, self._valid)

    async def feed(self, data: bytes) -> None:
        label = "events" if data[0] & 1 else "control"
        said = data[1:] if data[0] & 2 else data[1:].decode("utf-8", "replace")
        try:
            self.channels[label].read(label, said)
        except CallFailed:
            # Too much that is not allowed: so it should be.
            self.channels[label] = Channels()

    async def check(self) -> None:
        try:
            if Channels().read("events", '{"type":"hand","seq":1,"raised":true}') is None:
                raise Dead("a good message is not understood any more")
        except ProtocolError as error:
            raise Dead(f"a good message is refused: {error.code}") from error


chunks = on_a_lesson(Chunks)
openings = on_a_lesson(Openings)
datagrams = on_a_lesson(Datagrams)


@contextlib.asynccontextmanager
async def messages() -> AsyncIterator[Target]:
    yield Messages()
