"""One peer connection: one attempt of one presence, from answer to close.

The browser offers; `admission` has checked and cleaned the description before.
The callbacks of aiortc only put their news into one bounded queue, and `run` does
everything else.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from aiortc import MediaStreamTrack, RTCDataChannel, RTCPeerConnection

from bridge.protocol import candidate
from bridge.protocol.channels import ChannelUp
from bridge.protocol.fields import PictureLevel
from bridge.protocol.limits import CANDIDATES_PER_ATTEMPT
from robot.call import peer
from robot.call.channels import Channels
from robot.call.line_watch import LineReadings, LineWatch
from robot.call.lines import Lines
from robot.call.quality import MeasuredLevel
from robot.call.sending_watch import SendingWatch
from robot.call.transfer_line import LABEL, TransferLine
from robot.call.transfers import Transfers
from robot.call.voice_watch import VoiceWatch
from robot.media.hooks import hearing, sending
from robot.media.outgoing.recent import SentNow
from robot.media.outgoing.sender import MediaSender
from robot.media.transport.known_line import UNKNOWN_BPS
from robot.media.transport.plan import SoundPlan
from robot.media.types.tracks import PictureTrack, SoundTrack
from robot.settings.errors import CallFailed

log = logging.getLogger(__name__)

CONNECT_S = 10.0
MOST_HAPPENINGS = 512
ROOM_FOR_STATES = 32
"""Part of the queue that a flood of messages cannot fill."""


@dataclass(frozen=True, order=True)
class CallId:
    """Attempt of a presence."""

    presence_id: str
    attempt: int


@dataclass(frozen=True)
class Answered:
    """Our description is ready to be signed and sent."""

    call: CallId
    sdp: str


@dataclass(frozen=True)
class CallUp:
    """The call is connected."""

    call: CallId


@dataclass(frozen=True)
class EventsUp:
    """The child has opened `events`, over which it can be told the state."""

    call: CallId


@dataclass(frozen=True)
class CallDown:
    """The call is over, and everything is closed. `why` is for the log."""

    call: CallId
    why: str
    failed: bool = False
    """True if the call could not go on, and was not closed on purpose."""


@dataclass(frozen=True)
class ChannelSaid:
    """A message of the child."""

    call: CallId
    message: ChannelUp


@dataclass(frozen=True)
class CallLine:
    """The line changed, or the picture that it leaves."""

    call: CallId
    level: MeasuredLevel
    picture: PictureLevel


@dataclass(frozen=True)
class CallSends:
    """Change of what leaves over the call."""

    call: CallId
    sent: SentNow


CallNews = Answered | CallUp | EventsUp | CallDown | ChannelSaid | CallLine | CallSends


@dataclass(frozen=True)
class _Message:
    label: str
    data: str | bytes


@dataclass(frozen=True)
class _Candidate:
    text: str
    mid: str


@dataclass(frozen=True)
class _State:
    state: str


_Happening = _Message | _Candidate | _State | RTCDataChannel | MediaStreamTrack


class Call:
    """A peer connection from its offer to its end.

    Args:
        id: Attempt and presence.
        clean_sdp: The offer, from `admission`.
        servers: ICE servers of the bridge's welcome; may be empty.
        lines: Sound and picture.
        tell: Takes the news, in order; the last is always `CallDown`.
        transfers: Blobs that cross beside the media; None for none.
    """

    def __init__(
        self,
        id: CallId,
        clean_sdp: str,
        servers: Sequence[dict[str, str]],
        lines: Lines,
        tell: Callable[[CallNews], Awaitable[None]],
        transfers: Transfers | None = None,
        start_bps: int = UNKNOWN_BPS,
    ) -> None:
        self.id = id
        self.channels = Channels()
        self.connected = False
        self.closing = False
        """True while it closes: it is to be waited for, and not to be cancelled a second time."""
        self.sender: MediaSender | None = None
        """Sender of the media, which knows the line; None before the answer."""
        self.failed = False
        """True if the call could not go on, and was not closed on purpose."""
        self.overrun = 0
        """Number of messages for which the queue had no room."""
        self._sdp = clean_sdp
        self._servers = servers
        self._lines = lines
        self._tell = tell
        self._happened: asyncio.Queue[_Happening] = asyncio.Queue(MOST_HAPPENINGS)
        self._candidates = 0
        self._start_bps = start_bps
        self._transfers = transfers
        self._beside: TransferLine | None = None

    async def run(self) -> None:
        """Answer, serve until the line is gone or the task is cancelled, and close."""
        why = "closed"
        if self._transfers is not None:
            stay, voice = self.id.presence_id, self._lines.voice
            self._beside = self._transfers.over(self.id, stay, voice)
        sound = SoundTrack(self._lines.sounds)
        picture = PictureTrack(self._lines.pictures)
        pc: RTCPeerConnection | None = None
        try:
            async with asyncio.TaskGroup() as tasks:
                pc = peer.make(self._servers, peer.read(self._sdp), picture, sound)
                self._listen(pc)
                await self._live(pc, picture, sound, tasks)
        except* CallFailed as group:
            why, self.failed = str(group.exceptions[0]), True
        finally:
            self.closing = True
            self.connected = False
            if self._transfers is not None:
                self._transfers.closed(self.id)
            sound.stop()
            picture.stop()
            if pc is not None:
                await peer.close(pc)
            if self.sender is not None:
                log.info("call: sent %s", self.sender.totals)
            await self._tell(CallDown(self.id, why, self.failed))

    def _listen(self, pc: RTCPeerConnection) -> None:
        pc.add_listener("connectionstatechange", lambda: self._happen(_State(pc.connectionState)))
        pc.add_listener("track", self._happen)
        pc.add_listener("datachannel", self._channel_opened)

    def _channel_opened(self, channel: RTCDataChannel) -> None:
        label = channel.label
        if label == LABEL:
            if self._beside is not None:
                self._beside.opened(channel)
            return
        # The first message may follow in the same datagram, so `run` would be too late.
        channel.add_listener("message", lambda data: self._happen(_Message(label, data)))
        self._happen(channel)

    def _happen(self, happening: _Happening) -> None:
        room = MOST_HAPPENINGS - self._happened.qsize()
        if room <= (ROOM_FOR_STATES if isinstance(happening, _Message) else 0):
            self.overrun += 1
            return
        self._happened.put_nowait(happening)

    async def _live(
        self,
        pc: RTCPeerConnection,
        picture: PictureTrack,
        sound: SoundTrack,
        tasks: asyncio.TaskGroup,
    ) -> None:
        deadline = asyncio.get_running_loop().time() + CONNECT_S
        try:
            async with asyncio.timeout_at(deadline):
                text = await peer.answer(pc, self._sdp)
                self._send(pc, picture, sound, tasks)
                await self._tell(Answered(self.id, text))
                while not self.connected:
                    await self._take(pc, await self._happened.get(), tasks)
        except TimeoutError as error:
            raise CallFailed(f"not connected within {CONNECT_S:.0f} s") from error
        self._watch(tasks)
        while True:
            await self._take(pc, await self._happened.get(), tasks)

    def _watch(self, tasks: asyncio.TaskGroup) -> None:
        """Start to judge the line, and to report what leaves, if anything is sent over it."""
        sender = self.sender
        if sender is None:
            return

        async def tell(level: MeasuredLevel, picture: PictureLevel) -> None:
            await self._tell(CallLine(self.id, level, picture))

        voice = self._lines.voice
        read = LineReadings(
            sender.control, lambda: (sender.rung_share, sender.sent_share), lambda: voice.played
        )
        tasks.create_task(LineWatch(read, tell).run(), name="call line")

        async def tell_sent(sent: SentNow) -> None:
            await self._tell(CallSends(self.id, sent))

        tasks.create_task(SendingWatch(sender.sent_now, tell_sent).run(), name="call sending")
        watch = VoiceWatch(
            lambda: voice.copies_after,
            lambda: voice.uplink_queue_s(time.monotonic()),
            self.channels.send_event,
        )
        tasks.create_task(watch.run(), name="call voice")

    def _send(
        self,
        pc: RTCPeerConnection,
        picture: PictureTrack,
        sound: SoundTrack,
        tasks: asyncio.TaskGroup,
    ) -> None:
        """Take over the sending from aiortc, before it has sent anything."""
        streams = sending.streams(pc)
        if streams is None:
            return

        def tune(plan: SoundPlan) -> None:
            encoder = sending.sound_encoder(pc)
            if encoder is not None:
                encoder.apply(plan)

        lines = self._lines
        self.sender = MediaSender(
            picture, lines.size, streams, tune, lines.coded, lines.limit, sound, self._beside
        )
        self.sender.control.start_at(self._start_bps)
        sending.take_over(pc, self.sender)
        tasks.create_task(self.sender.run(), name="call sender")

    async def _take(
        self, pc: RTCPeerConnection, happening: _Happening, tasks: asyncio.TaskGroup
    ) -> None:
        match happening:
            case _Message(label=label, data=data):
                message = self.channels.read(label, data)
                if message is not None:
                    await self._tell(ChannelSaid(self.id, message))
            case _Candidate(text=text, mid=mid):
                await self._add_candidate(pc, text, mid)
            case _State(state=state):
                await self._state_changed(state)
            case RTCDataChannel():
                self.channels.add(happening)
                if happening.label == "events":
                    await self._tell(EventsUp(self.id))
            case MediaStreamTrack():
                if happening.kind != "audio":
                    raise CallFailed("a picture came in")
                hearing.listen(pc, happening, self._lines.voice)

    async def _add_candidate(self, pc: RTCPeerConnection, text: str, mid: str) -> None:
        try:
            await peer.add_candidate(pc, text, mid)
        except CallFailed as error:
            log.info("call: %s; others may work", error)

    async def _state_changed(self, state: str) -> None:
        if state == "connected" and not self.connected:
            self.connected = True
            await self._tell(CallUp(self.id))
        elif state in ("failed", "closed"):
            raise CallFailed(f"the connection is {state}")

    def add_candidate(self, text: str, mid: str) -> None:
        """Take a later candidate; drop it if it cannot be used or is one too many."""
        checked = candidate.plain(text)
        if checked is None:
            return
        self._candidates += 1
        if self._candidates <= CANDIDATES_PER_ATTEMPT:
            self._happen(_Candidate(checked, mid))
