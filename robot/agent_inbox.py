"""One line for everything that the agent hears: what it is, and how urgent.

Its callbacks run wherever the news arises; the agent's loop takes them one at a time.
"""

from dataclasses import dataclass

from hardware.contract import wire
from robot.call.call import CallLine, CallNews, CallSends, ChannelSaid
from robot.links.body_link import BodyNews, BodySaid
from robot.links.bridge_link import LinkNews
from robot.links.inbox import Inbox, Priority
from robot.links.urgency import urgency_of
from robot.media.types.framing import Framing
from robot.media.types.spec import SourceEvent
from robot.presence import events, wish_events
from robot.presence.camera_preview import CodeAnswered
from robot.presence.events import MediaClosed, MediaPart, PartTried, VoiceHeard
from robot.presence.wish_events import VoiceInstalled


@dataclass(frozen=True)
class StopRequested:
    """The process was told to end."""


@dataclass(frozen=True)
class FileSettled:
    """The disk has taken or refused a file."""


AgentNews = (
    BodyNews
    | LinkNews
    | CallNews
    | SourceEvent
    | MediaClosed
    | VoiceHeard
    | PartTried
    | FileSettled
    | wish_events.OfWishes
    | events.OfService
    | Framing
)


class AgentInbox:
    """Inbox of the agent, and the callbacks that fill it."""

    def __init__(self) -> None:
        self._inbox: Inbox[AgentNews | StopRequested] = Inbox()

    async def next(self, due_s: float | None) -> AgentNews | StopRequested | None:
        """Return the most urgent item; None when the loop's time `due_s` comes first."""
        return await self._inbox.get(due_s)

    async def close(self) -> None:
        """Take nothing any more."""
        await self._inbox.close()

    async def body(self, news: BodyNews) -> None:
        """Take what the body's process says."""
        await self._inbox.put(news, Priority.URGENT)

    def identify(self) -> None:
        """Say which robot this is, as after a long press on a body that is away."""
        self._inbox.put_newest("identify", BodySaid(wire.Pressed("identify")))

    async def bridge(self, news: LinkNews) -> None:
        """Take what comes through the link to the bridge."""
        line = urgency_of(news)
        if line is None:
            self._inbox.put_now(news)
        else:
            await self._inbox.put(news, line)

    async def call(self, news: CallNews) -> None:
        """Take the news of a call."""
        often = isinstance(news, ChannelSaid | CallLine | CallSends)
        await self._inbox.put(news, Priority.CHILD if often else Priority.CLASS)

    def disk(self) -> None:
        """Note that the disk has taken or refused a file."""
        self._inbox.put_newest("disk", FileSettled())

    def source(self, event: SourceEvent) -> None:
        """Take what became of a camera or microphone."""
        self._inbox.put_newest(("source", event.part), event)

    def source_closed(self, part: MediaPart) -> None:
        """Note that a device let go."""
        self._inbox.put_newest(("closed", part), MediaClosed(part), Priority.URGENT)

    def part_tried(self, part: str, text: str) -> None:
        """Take the result of a trial; the text is empty if the part works."""
        self._inbox.put_newest(("tried", part), PartTried(part, text))

    def voice(self, event: VoiceHeard) -> None:
        """Take the loudness of the child's voice."""
        self._inbox.put_newest("voice", event, Priority.CHILD)

    def voice_installed(self, installed: bool) -> None:
        """Take whether phrases can be spoken."""
        self._inbox.put_newest("voice installed", VoiceInstalled(installed))

    def board(self, news: wish_events.OfWishes | Framing) -> None:
        """Take what the view of the board tells."""
        self._inbox.put_newest(("board", type(news)), news, Priority.CHILD)

    def service(self, event: events.OfService) -> None:
        """Take what a technician wishes who sets the robot up."""
        kind = "code answered" if isinstance(event, CodeAnswered) else "preview"
        self._inbox.put_newest(("service", kind), event)

    def stop(self) -> None:
        """Note that the process was told to end."""
        self._inbox.put_newest("stop", StopRequested(), Priority.URGENT)
