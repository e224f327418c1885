"""Distribution of the news in the agent's inbox to the parts that hear them."""

from collections.abc import Callable

from robot.agent_inbox import AgentNews, FileSettled
from robot.errands.service import ErrandService
from robot.hearing import Hearing
from robot.links.body_link import BodyDown, BodySaid, BodyUp
from robot.links.bridge_link import (
    LinkDenied,
    LinkDown,
    LinkEnrolled,
    LinkSaid,
    LinkTroubled,
    LinkUp,
)
from robot.media.types.framing import Framing
from robot.media.types.spec import SourceEvent
from robot.messenger import Messenger
from robot.presence import events, wish_events
from robot.presence.events import (
    MediaClosed,
    PartTried,
    PresenceEvent,
    SourceChanged,
    VoiceHeard,
)
from robot.presence.wish_events import VoiceInstalled
from robot.sources import Sources
from robot.technician_side import TechnicianSide


class Switchboard:
    """Hands on what the agent takes out of its inbox.

    Args:
        hearing: Hears body, bridge, camera and child.
        technician: Hears the body too.
        errands: Takes what the bridge says of them.
        sources: Know which devices are closed.
        messenger: Answers what waits for the disk.
        decide: Hands an event to the machine and performs the effects.
    """

    def __init__(
        self,
        hearing: Hearing,
        technician: TechnicianSide,
        errands: ErrandService,
        sources: Sources,
        messenger: Messenger,
        decide: Callable[[PresenceEvent, float], None],
    ) -> None:
        self._hearing = hearing
        self._technician = technician
        self._errands = errands
        self._sources = sources
        self._messenger = messenger
        self._decide = decide

    def hand_on(self, item: AgentNews, now: float) -> None:
        """Hand on one piece of news, at monotonic seconds."""
        match item:
            case BodyUp() | BodySaid() | BodyDown():
                self._hearing.hear_body(item, now)
                self._technician.hear_body(item)
            case (
                LinkUp() | LinkSaid() | LinkDenied() | LinkDown() | LinkTroubled() | LinkEnrolled()
            ):
                if not self._errands.hear(item):
                    self._hearing.hear_bridge(item, now)
            case SourceEvent(part=part, lost=lost, text=text):
                self._decide(SourceChanged(part, lost, text), now)
            case MediaClosed(part=part):
                # It may have been wanted and refused again while this waited in the inbox.
                if self._sources.is_closed(part):
                    self._decide(item, now)
            case VoiceHeard() | VoiceInstalled() | PartTried():
                self._decide(item, now)
            case _ if isinstance(item, wish_events.OfWishes | events.OfService):
                self._decide(item, now)
            case Framing():
                self._hearing.hear_framing(item, now)
            case FileSettled():
                self._messenger.answer_kept()
            case _:
                self._hearing.hear_call(item, now)
