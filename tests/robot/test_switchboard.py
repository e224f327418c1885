from typing import Any, cast

import pytest

from bridge.protocol.signaling import Leave
from robot.agent_inbox import AgentNews, FileSettled
from robot.call.call import CallId, CallUp
from robot.links.body_link import BodyDown
from robot.links.bridge_link import LinkDown, LinkSaid
from robot.media.types.framing import Framing
from robot.media.types.spec import SourceEvent
from robot.presence.camera_preview import CodeAnswered
from robot.presence.events import (
    MediaClosed,
    MediaPart,
    PartTried,
    PresenceEvent,
    SourceChanged,
    VoiceHeard,
)
from robot.presence.wish_events import ClassKeyOpened
from robot.switchboard import Switchboard

NOW = 100.0
SAID = LinkSaid(Leave("P" * 22))


class Listeners:
    """Everybody on the switchboard in one; notes who heard what."""

    def __init__(self, is_errand: bool = False, is_closed: bool = True) -> None:
        self.told: list[str] = []
        self.decided: list[PresenceEvent] = []
        self._is_errand = is_errand
        self._is_closed = is_closed

    def hear_body(self, news: object, now: float | None = None) -> None:
        self.told.append("technician" if now is None else "body")

    def hear_bridge(self, news: object, now: float) -> None:
        self.told.append("bridge")

    def hear_framing(self, news: object, now: float) -> None:
        self.told.append("camera")

    def hear_call(self, news: object, now: float) -> None:
        self.told.append("call")

    def hear(self, news: object) -> bool:
        self.told.append("errands")
        return self._is_errand

    def is_closed(self, part: MediaPart) -> bool:
        return self._is_closed

    def answer_kept(self) -> None:
        self.told.append("disk")

    def decide(self, event: PresenceEvent, now: float) -> None:
        assert now == NOW
        self.decided.append(event)

    def take(self, item: AgentNews) -> None:
        one = cast(Any, self)
        Switchboard(one, one, one, one, one, self.decide).hand_on(item, NOW)


@pytest.mark.parametrize(
    ("item", "told"),
    [
        (BodyDown(), ["body", "technician"]),
        (LinkDown(), ["errands", "bridge"]),
        (SAID, ["errands", "bridge"]),
        (Framing(2.0, 0.5, 0.5), ["camera"]),
        (FileSettled(), ["disk"]),
        (CallUp(CallId("P" * 22, 1)), ["call"]),
    ],
    ids=lambda value: type(value).__name__,
)
def test_news_that_somebody_understands_goes_to_them(item: AgentNews, told: list[str]) -> None:
    listeners = Listeners()
    listeners.take(item)
    assert (listeners.told, listeners.decided) == (told, [])


@pytest.mark.parametrize(
    "event",
    [VoiceHeard(0.5), PartTried("camera", ""), ClassKeyOpened(True), CodeAnswered(False)],
    ids=lambda event: type(event).__name__,
)
def test_what_is_an_event_already_goes_to_the_machine(event: Any) -> None:
    listeners = Listeners()
    listeners.take(event)
    assert (listeners.told, listeners.decided) == ([], [event])


def test_what_became_of_a_device_is_an_event() -> None:
    listeners = Listeners()
    listeners.take(SourceEvent("camera", True, "pulled out"))
    assert listeners.decided == [SourceChanged("camera", True, "pulled out")]


def test_what_is_about_an_errand_is_no_news_of_the_bridge() -> None:
    listeners = Listeners(is_errand=True)
    listeners.take(SAID)
    assert listeners.told == ["errands"]


@pytest.mark.parametrize("is_closed", [True, False])
def test_a_device_that_was_opened_again_is_not_told_as_closed(is_closed: bool) -> None:
    listeners = Listeners(is_closed=is_closed)
    closed = MediaClosed(MediaPart.PICTURE)
    listeners.take(closed)
    assert listeners.decided == ([closed] if is_closed else [])
