import asyncio

import pytest

from bridge.protocol.channels import Ack
from bridge.protocol.keys import to_text
from bridge.protocol.presence import Snapshot
from bridge.protocol.sealed import SessionSealed
from bridge.protocol.signaling import Done, RelayDown
from robot.links import bridge_outbox
from robot.links.bridge_outbox import LANE, MOST_BEFORE, Outbox
from robot.settings.errors import LinkLost

ID = to_text(bytes(16))
SNAPSHOT = Snapshot(seq=1, presence=None, signal="asleep")


@pytest.fixture
def outbox() -> Outbox:
    outbox = Outbox()
    outbox.open()
    return outbox


def test_a_closed_outbox_takes_nothing_and_keeps_nothing(outbox: Outbox) -> None:
    assert outbox.put(Done(ID))
    outbox.close()
    assert (outbox.is_open, outbox.waiting, outbox.put(Done(ID))) == (False, 0, False)
    outbox.open()
    assert outbox.waiting == 0


def test_what_is_said_again_anyway_does_not_wait_behind_much(outbox: Outbox) -> None:
    while outbox.waiting < MOST_BEFORE[Snapshot]:
        assert outbox.put(Done(ID))
    assert not outbox.put(SNAPSHOT)
    assert not outbox.put(RelayDown("P" * 22, Ack(1)))
    assert outbox.put(Done(ID))


def test_a_full_outbox_drops_counts_and_says_so_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(bridge_outbox, "MOST_UNSENT", 1)
    outbox = Outbox()
    outbox.open()
    assert [outbox.put(Done(ID)) for _ in range(3)] == [True, False, False]
    assert (outbox.unsent, caplog.text.count("does not read")) == (2, 1)


def test_what_the_wire_does_not_allow_is_not_sent_and_named_once(
    outbox: Outbox, caplog: pytest.LogCaptureFixture
) -> None:
    assert [outbox.put(Done("no id")) for _ in range(2)] == [False, False]
    assert caplog.text.count("done is not sent") == 1
    assert outbox.waiting == 0


async def test_messages_leave_in_order_and_a_line_that_fails_ends_it(outbox: Outbox) -> None:
    outbox.put(SNAPSHOT)
    outbox.put(Done(ID))
    sent: list[str] = []

    async def send(text: str) -> None:
        if len(sent) == 1:
            raise LinkLost("gone")
        sent.append(text)

    with pytest.raises(LinkLost):
        await outbox.pass_on(send)
    assert ["presence" in text for text in sent] == [True]


async def test_flushing_waits_until_everything_has_left(outbox: Outbox) -> None:
    outbox.put(Done(ID))
    sent: list[str] = []

    async def send(text: str) -> None:
        sent.append(text)

    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(outbox.pass_on(send))
        await outbox.flush(10.0)
        assert len(sent) == 1
        running.cancel()


async def test_flushing_a_closed_or_stuck_outbox_ends_too(outbox: Outbox) -> None:
    await Outbox().flush(10.0)
    outbox.put(Done(ID))
    await outbox.flush(0.0)


PART = SessionSealed(ID, ID, 0, 1, "A" * 39)


async def passed_on(outbox: Outbox, many: int) -> list[str]:
    """Return what leaves, once so many have left."""
    sent: list[str] = []
    done = asyncio.Event()

    async def send(text: str) -> None:
        sent.append(text)
        if len(sent) == many:
            done.set()

    async with asyncio.TaskGroup() as tasks:
        passing = tasks.create_task(outbox.pass_on(send))
        await done.wait()
        passing.cancel()
    return sent


async def test_nothing_waits_behind_the_parts_of_a_sheet(outbox: Outbox) -> None:
    assert [outbox.put(PART) for _ in range(LANE + 1)] == [*[True] * LANE, False]
    outbox.put(Done(ID))
    sent = await passed_on(outbox, LANE + 1)
    assert ["sealed" in text for text in sent] == [False, *[True] * LANE]


async def test_a_new_link_begins_without_the_parts_of_the_old_one(outbox: Outbox) -> None:
    outbox.put(PART)
    outbox.close()
    outbox.open()
    outbox.put(Done(ID))
    assert len(await passed_on(outbox, 1)) == 1
    assert not outbox._lane
