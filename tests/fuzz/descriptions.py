"""Offers of a child: checked, cleaned, answered, and connected."""

import asyncio
import contextlib
import random
import re
from collections.abc import AsyncIterator, Sequence
from typing import Any

from aiortc import RTCSessionDescription

from bridge.protocol import sdp
from bridge.protocol.channels import Ack
from bridge.protocol.errors import ProtocolError
from robot.call import peer as call_peer
from robot.call.call import Answered, CallUp
from robot.media.types.cells import Newest, SoundFanout
from robot.media.types.tracks import PictureTrack, SoundTrack
from robot.settings.errors import CallFailed
from tests.fuzz.lesson import Dead, Lesson, connected
from tests.fuzz.mutations import mutated
from tests.fuzz.target import Target

ANSWERED_SHARE = 0.03
"""Of the descriptions that pass the check, so many are really answered: it takes its time."""

UP_S = 1.0
"""Nothing is said against an offer that does not connect: it is only not waited for."""

STRANGE_LINES = (
    *(b"a=max-message-size:1", b"a=sctp-port:99999", b"a=sctp-port:0", b"a=max-message-size:0"),
    *(b"a=ssrc:9999999999 cname:x", b"a=extmap:99999 x", b"a=extmap:0 x", b"a=mid:0"),
    *(b"a=rtpmap:127 opus/0/2", b"a=fmtp:111 apt=1", b"a=setup:passive", b"a=rtcp-fb:* nack"),
    *(b"a=candidate:1 1 udp 1 127.0.0.1 9 typ host", b"a=rtpmap:63 red/48000/2"),
    *(b"a=extmap:14 urn:ietf:params:rtp-hdrext:sdes:mid", b"a=fmtp:63 63/63"),
)


def changed(chance: random.Random, offer: bytes) -> bytes:
    """Return the offer with some lines gone, doubled, moved or altered."""
    lines = offer.splitlines()
    pool = [*lines, *STRANGE_LINES]
    for _ in range(chance.choice((0, 1, 1, 2, 3))):
        if not lines:
            break
        at = chance.randrange(len(lines))
        match chance.randrange(6):
            case 0:
                del lines[at : at + chance.choice((1, 1, 4))]
            case 1:
                lines.insert(at, chance.choice(pool))
            case 2:
                other = chance.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                lines[at] = _another_number(chance, lines[at])
            case 4:
                name = lines[at].partition(b":")[0]
                like = [line for line in pool if line.partition(b":")[0] == name]
                lines[at] = chance.choice(like or pool)
            case _:
                lines[at] = mutated(chance, [lines[at]])
    return b"".join(line + b"\r\n" for line in lines)


def _another_number(chance: random.Random, line: bytes) -> bytes:
    """Replace one number of the line."""
    parts = re.split(rb"(\d+)", line)
    if len(parts) > 1:
        extreme = (0, 1, 64, 127, 128, 255, 65535, 65536, 2**31, 2**32, 10**9, 10**10)
        parts[chance.randrange(1, len(parts), 2)] = str(chance.choice(extreme)).encode()
    return b"".join(parts)


class Descriptions:
    """Offers of a child: checked, cleaned, and some of them answered."""

    def __init__(self, offer: str) -> None:
        self.roots: Sequence[Any] = ()
        self._offer = offer.encode()
        self._choice = random.Random(0)
        self.answered = 0

    def make(self, chance: random.Random) -> bytes:
        return changed(chance, self._offer)

    async def feed(self, data: bytes) -> None:
        try:
            clean = sdp.clean_offer(data.decode("utf-8", "replace"))
        except ProtocolError:
            return
        if self._choice.random() < ANSWERED_SHARE:
            self.answered += 1
            await self._answer(clean)

    async def check(self) -> None:
        await self._answer(sdp.clean_offer(self._offer.decode()))

    async def _answer(self, clean: str) -> None:
        offer = sdp.check_cleaned(clean)
        sound, picture = SoundTrack(SoundFanout()), PictureTrack(Newest())
        pc = None
        try:
            pc = call_peer.make([], offer, picture, sound)
            sdp.check_answer(await call_peer.answer(pc, clean))
        except CallFailed:
            pass
        finally:
            sound.stop()
            picture.stop()
            if pc is not None:
                await call_peer.close(pc)


class Offers:
    """Changed offers that pass the check, and the connections that come of them.

    Every offer has keys of its own: an input is only the seed of its changes.
    """

    def __init__(self) -> None:
        self.roots: Sequence[Any] = ()

    def make(self, chance: random.Random) -> bytes:
        return chance.randbytes(8)

    async def feed(self, data: bytes) -> None:
        chance = random.Random(data)
        lesson = Lesson()
        lesson.show(1)
        try:
            offer = (await lesson.offer()).encode()
            async with asyncio.TaskGroup() as tasks:
                running = lesson.begin(_accepted(chance, offer), tasks)
                await self._meet(lesson)
                running.cancel()
        finally:
            # aiortc begins to connect in a task of its own; closed before that, it would complain.
            await asyncio.sleep(0)
            await lesson.child.close()

    async def _meet(self, lesson: Lesson) -> None:
        """Connect, if this is possible, and let the robot say something."""
        opened = asyncio.Event()
        lesson.events.add_listener("open", opened.set)
        with contextlib.suppress(TimeoutError, Dead, ValueError, KeyError, AttributeError):
            async with asyncio.timeout(UP_S):
                answer = await lesson.hears(Answered)
                await lesson.child.setRemoteDescription(RTCSessionDescription(answer.sdp, "answer"))
                await lesson.hears(CallUp)
                await lesson.must_be_heard()
                if lesson.events.readyState == "connecting":
                    await opened.wait()
        if lesson.call is not None:
            lesson.call.channels.send_event(Ack(1))

    async def check(self) -> None:
        async with connected() as lesson:
            await lesson.must_be_heard()
            await lesson.must_hear_messages()


def _accepted(chance: random.Random, offer: bytes) -> str:
    """Return a changed offer that passes the check."""
    for _ in range(200):
        try:
            text = sdp.clean_offer(changed(chance, offer).decode("utf-8", "replace"))
        except ProtocolError:
            continue
        if text.encode() != offer:
            return text
    return offer.decode()


@contextlib.asynccontextmanager
async def offers() -> AsyncIterator[Target]:
    yield Offers()


@contextlib.asynccontextmanager
async def descriptions() -> AsyncIterator[Target]:
    lesson = Lesson()
    try:
        await lesson.offer()
        yield Descriptions(sdp.to_wire(lesson.child.localDescription.sdp))
    finally:
        await lesson.child.close()
