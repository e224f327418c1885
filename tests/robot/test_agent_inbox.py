import asyncio

from hardware.contract import wire
from robot.agent_inbox import AgentInbox, FileSettled, StopRequested
from robot.call.call import CallId, CallLine, CallUp
from robot.links.body_link import BodyDown, BodySaid
from robot.presence.events import MediaClosed, MediaPart, PartTried, VoiceHeard
from robot.presence.wish_events import VoiceInstalled

CALL = CallId("P" * 22, 1)


async def taken(inbox: AgentInbox) -> list[object]:
    """Return everything that waits, in the order in which the agent hears it."""
    found: list[object] = []
    now = asyncio.get_running_loop().time()
    while (item := await inbox.next(now)) is not None:
        found.append(item)
    return found


async def test_what_is_urgent_overtakes_what_others_may_send_as_often_as_they_like() -> None:
    inbox = AgentInbox()
    inbox.voice(VoiceHeard(0.5))
    await inbox.call(CallLine(CALL, "good", "full"))
    await inbox.call(CallUp(CALL))
    await inbox.body(BodyDown())
    inbox.source_closed(MediaPart.PICTURE)
    inbox.stop()
    kinds = [type(item) for item in await taken(inbox)]
    assert set(kinds[:3]) == {BodyDown, MediaClosed, StopRequested}
    assert kinds[3] is CallUp
    assert set(kinds[4:]) == {VoiceHeard, CallLine}


async def test_of_what_repeats_only_the_newest_waits() -> None:
    inbox = AgentInbox()
    for text in ("it is gone", ""):
        inbox.part_tried("picture", text)
        inbox.voice_installed(not text)
        inbox.disk()
    assert await taken(inbox) == [
        PartTried("picture", ""),
        VoiceInstalled(True),
        FileSettled(),
    ]


async def test_nothing_is_taken_behind_the_end() -> None:
    inbox = AgentInbox()
    await inbox.close()
    inbox.disk()
    assert await taken(inbox) == []


async def test_a_technician_hears_a_robot_without_a_body() -> None:
    inbox = AgentInbox()
    inbox.identify()
    assert await taken(inbox) == [BodySaid(wire.Pressed("identify"))]
