import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import pytest

from bridge.protocol.sealed import SessionSealed, SessionSealedAck, SessionSealedAsk, ToSession
from robot.call.transfers import Transfers
from robot.presence import wish_events
from robot.presence.effects import AllowTransfers
from robot.sheets.desk import SheetDesk
from robot.sheets.headers import SheetRefused
from robot.transfer.receiving import BlobArrived
from robot.transfer.sending import Blob, Delivered, Undelivered
from tests.deadline import WAIT_S
from tests.robot.child_transfers import ChildTransfers
from tests.robot.sheets.pipes import join
from tests.robot.sheets.test_class_path import KEY, PAGE, Page, parts_of

ALL = AllowTransfers(still=True, sheets=True, to_child=True)
News = TypeVar("News")


async def washed(data: bytes) -> bytes:
    if data.startswith(b"bad"):
        raise SheetRefused("picture")
    return b"washed " + data


class School:
    """A desk between a child and a teacher's page."""

    def __init__(self) -> None:
        self.transfers = Transfers()
        self.told: asyncio.Queue[Any] = asyncio.Queue()
        self.said: asyncio.Queue[ToSession] = asyncio.Queue()
        self.desk = SheetDesk(self.transfers, self.send, self.told.put_nowait, washed)
        self.child = ChildTransfers()
        self.desk.use_key(KEY)
        self.desk.allow(ALL)
        join(self.transfers, self.child)

    def send(self, message: ToSession) -> bool:
        self.said.put_nowait(message)
        return True

    async def tells(self, event: wish_events.OfWishes) -> None:
        """Wait until the machine is told of this event."""
        async with asyncio.timeout(WAIT_S):
            while await self.told.get() != event:
                pass

    async def child_gets(
        self, kind: type[News], test: Callable[[Any], bool] = lambda _: True
    ) -> News:
        async with asyncio.timeout(WAIT_S):
            while True:
                news = await self.child.news.get()
                if isinstance(news, kind) and test(news):
                    return news

    def page_sends(self, data: bytes, transfer: str) -> None:
        for part in parts_of(data, Page(), transfer, PAGE):
            self.desk.hear(part)

    async def page_looks_at(self, number: int) -> None:
        """Let the page fetch a sheet that fits one part."""
        self.desk.hear(SessionSealedAsk(PAGE, number))
        part = await self.page_gets()
        assert isinstance(part, SessionSealed)
        self.desk.hear(SessionSealedAck(PAGE, part.transfer, part.part))

    async def page_gets(self) -> ToSession:
        async with asyncio.timeout(WAIT_S):
            return await self.said.get()


@asynccontextmanager
async def school() -> AsyncIterator[School]:
    made = School()
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(made.desk.run())
        yield made
        running.cancel()


async def test_a_sheet_goes_from_the_class_to_the_child_washed() -> None:
    async with school() as here:
        here.page_sends(b"paper", "T" * 22)
        assert await here.page_gets() == SessionSealedAck(PAGE, "T" * 22, 0)
        came = await here.child_gets(BlobArrived)
        assert (came.kind, came.number, came.data) == ("sheet", 1, b"washed paper")
        await here.tells(wish_events.SheetsHeld(1))


async def test_a_sheet_goes_from_the_child_to_the_class_washed() -> None:
    async with school() as here:
        here.child.send(Blob("sheet", 5, b"homework"))
        assert (await here.child_gets(Delivered)).number == 1
        await here.tells(wish_events.SheetsHeld(0, (1,)))
        here.desk.hear(SessionSealedAsk(PAGE, 1))
        part = await here.page_gets()
        assert isinstance(part, SessionSealed)
        assert Page().open(part) == b"washed homework"


async def test_what_is_no_picture_is_refused_on_both_sides_and_takes_no_place() -> None:
    async with school() as here:
        for id in range(6):
            here.child.send(Blob("sheet", id, b"bad"))
            assert (await here.child_gets(Undelivered)).code == "picture"
            here.page_sends(b"bad", f"{id:022}")
            assert await here.page_gets() == SessionSealedAck(PAGE, f"{id:022}", 0, "picture")


async def test_a_day_of_sheets_goes_each_way_one_after_the_other() -> None:
    async with school() as here:
        for number in range(1, 8):
            here.child.send(Blob("sheet", number, b"homework %d" % number))
            assert (await here.child_gets(Delivered)).number == number
            await here.page_looks_at(number)
            here.page_sends(b"paper %d" % number, f"{number:022}")
            assert await here.page_gets() == SessionSealedAck(PAGE, f"{number:022}", 0)
            assert (await here.child_gets(BlobArrived)).number == number
        await here.tells(wish_events.SheetsHeld(4, (4, 5, 6, 7)))


async def test_the_class_reads_what_passes_through_the_robot() -> None:
    async with school() as here:
        here.child.send(Blob("sheet", 5, b"homework"))
        await here.tells(wish_events.SheetsHeld(0, (), ("from_child",)))
        await here.tells(wish_events.SheetsHeld(0, (1,)))
        here.desk.hear(SessionSealedAsk(PAGE, 1))
        await here.tells(wish_events.SheetsHeld(0, (1,), ("to_class",)))
        await here.page_looks_at(1)
        await here.tells(wish_events.SheetsHeld(0, (1,)))
        here.page_sends(b"paper", "T" * 22)
        await here.tells(wish_events.SheetsHeld(0, (1,), ("from_class",)))
        await here.tells(wish_events.SheetsHeld(1, (1,)))


async def test_a_sheet_that_the_child_refuses_holds_no_place() -> None:
    async with school() as here:
        here.child.receiving._admit = lambda offer: "internal"
        for number in range(1, 7):
            here.page_sends(b"paper", f"{number:022}")
            assert await here.page_gets() == SessionSealedAck(PAGE, f"{number:022}", 0)
            await here.tells(wish_events.SheetsHeld(min(number - 1, 4), (), ("from_class",)))
            await here.tells(wish_events.SheetsHeld(min(number, 4)))


async def test_a_sheet_about_which_the_child_was_silent_is_sent_again() -> None:
    async with school() as here:
        here.desk.allow(AllowTransfers(still=True, sheets=True, to_child=False))
        here.page_sends(b"paper", "T" * 22)
        assert await here.page_gets() == SessionSealedAck(PAGE, "T" * 22, 0)
        (id,) = here.transfers.ids("sheet")
        here.transfers.withdraw(id)
        here.desk._hear_child(Undelivered(id, "stopped"))
        here.desk.allow(ALL)
        assert (await here.child_gets(BlobArrived)).data == b"washed paper"


async def test_a_fifth_sheet_finds_no_room_while_nobody_has_one_of_the_four() -> None:
    async with school() as here:
        for id in range(4):
            here.child.send(Blob("sheet", id, b"homework"))
            assert (await here.child_gets(Delivered)).number == id + 1
            here.desk.allow(AllowTransfers(still=True, sheets=True, to_child=False))
            here.page_sends(b"paper", f"{id:022}")
            assert await here.page_gets() == SessionSealedAck(PAGE, f"{id:022}", 0)
        here.child.send(Blob("sheet", 9, b"homework"))
        assert (await here.child_gets(Undelivered)).code == "no_room"
        here.page_sends(b"paper", "9" * 22)
        assert await here.page_gets() == SessionSealedAck(PAGE, "9" * 22, 0, "no_room")
        await here.page_looks_at(2)
        here.child.send(Blob("sheet", 10, b"homework"))
        assert (await here.child_gets(Delivered)).number == 5
        await here.tells(wish_events.SheetsHeld(4, (1, 3, 4, 5)))


async def test_the_end_of_the_stay_makes_room_and_shows_nothing_to_the_next() -> None:
    async with school() as here:
        for id in range(4):
            here.child.send(Blob("sheet", id, b"homework"))
            await here.child_gets(Delivered)
        here.desk.forget()
        here.desk.hear(SessionSealedAsk(PAGE, 1))
        here.child = ChildTransfers()
        join(here.transfers, here.child, "Q" * 22)
        here.child.send(Blob("sheet", 9, b"mine"))
        assert (await here.child_gets(Delivered)).number == 1
        assert here.said.empty()


async def test_a_right_that_is_taken_away_stops_what_crosses() -> None:
    async with school() as here:
        here.desk.allow(AllowTransfers(still=True, sheets=True, to_child=False))
        here.page_sends(b"paper", "T" * 22)
        assert await here.page_gets() == SessionSealedAck(PAGE, "T" * 22, 0)
        here.desk.allow(AllowTransfers(still=True, sheets=False, to_child=True))
        here.child.send(Blob("sheet", 5, b"homework"))
        assert (await here.child_gets(Undelivered)).code == "not_allowed"
        here.desk.allow(ALL)
        assert (await here.child_gets(BlobArrived)).data == b"washed paper", "it waited"
        here.desk.allow(AllowTransfers(still=True, sheets=False, to_child=True))
        here.desk.allow(ALL)
        here.child.send(Blob("sheet", 6, b"homework"))
        await here.child_gets(Delivered)
        assert here.child.news.empty(), "what the child has is not sent again"


async def test_a_pause_holds_what_crosses_to_the_child() -> None:
    async with school() as here:
        here.desk.allow(AllowTransfers(still=True, sheets=True, to_child=False))
        here.desk.send_still(b"board")
        await here.tells(wish_events.StillChanged("sending"))
        here.child.send(Blob("sheet", 5, b"homework"))
        await here.child_gets(Delivered)
        assert here.transfers.leaving is None
        here.desk.allow(ALL)
        assert (await here.child_gets(BlobArrived)).data == b"board"
        await here.tells(wish_events.TransferChanged("still"))
        await here.tells(wish_events.TransferChanged(None))
        await here.tells(wish_events.StillChanged("none"))


async def test_a_newer_still_takes_the_place_of_an_older_one() -> None:
    async with school() as here:
        here.desk.allow(AllowTransfers(still=True, sheets=True, to_child=False))
        for number in range(9):
            here.desk.send_still(b"board %d" % number)
        here.desk.allow(ALL)
        assert (await here.child_gets(BlobArrived)).data == b"board 8"


async def test_a_still_that_is_not_allowed_or_too_large_is_not_sent() -> None:
    async with school() as here:
        here.desk.send_still(bytes(3 * 1024 * 1024))
        await here.tells(wish_events.StillChanged("failed"))
        here.desk.allow(AllowTransfers(still=False, sheets=True, to_child=True))
        here.desk.send_still(b"board")
        await here.tells(wish_events.StillChanged("none"))
        assert here.child.news.empty()


async def test_a_refused_still_has_failed() -> None:
    async with school() as here:
        here.child.receiving._admit = lambda offer: "busy"
        here.desk.send_still(b"board")
        await here.tells(wish_events.StillChanged("sending"))
        await here.tells(wish_events.StillChanged("failed"))


@pytest.mark.parametrize("by", ["stay", "right"])
async def test_a_sheet_that_is_washed_too_late_goes_nowhere(by: str) -> None:
    async with school() as here:
        washing, go_on = asyncio.Event(), asyncio.Event()

        async def slow(data: bytes) -> bytes:
            washing.set()
            await go_on.wait()
            return data

        here.desk._washer = slow
        here.page_sends(b"paper", "T" * 22)
        async with asyncio.timeout(WAIT_S):
            await washing.wait()
        if by == "stay":
            here.desk.forget()
        else:
            here.desk.allow(AllowTransfers(still=True, sheets=False, to_child=True))
        go_on.set()
        here.child.send(Blob("sheet", 5, b"homework"))
        await here.child_gets(Delivered if by == "stay" else Undelivered)
        assert here.told.get_nowait() == wish_events.SheetsHeld(0, (), ("from_class",))
        assert here.told.get_nowait() == wish_events.SheetsHeld(0)
        assert here.told.empty() or by == "stay"
        assert len(here.desk._sheets.for_child) == 0
