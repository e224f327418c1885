"""The desk over which every sheet and every still goes: the robot's `SheetsPart`.

    child  ──transfers──► wash ──► for the class ──sealed──► teacher's page
    child ◄──transfers──  for the child ◄── wash ◄──sealed── teacher's page
    child ◄──transfers──  still of the board

Everything is held in memory, bounded before it comes, and gone with the stay.
"""

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bridge.protocol.fields import Passing
from bridge.protocol.keys import to_text
from bridge.protocol.sealed import FromSession, ToSession
from bridge.protocol.transfers import OfferBlob, TransferCode
from robot.call.transfers import LeavingChanged, TransferNews, Transfers
from robot.presence import wish_events
from robot.presence.effects import AllowTransfers
from robot.sheets.class_path import ClassPath
from robot.sheets.headers import SheetRefused
from robot.sheets.sheets import Direction, PaperSheet, Sheets
from robot.sheets.washing import wash
from robot.transfer.receiving import BlobArrived, BlobBroken
from robot.transfer.sending import Blob, Delivered, Undelivered

log = logging.getLogger(__name__)

TICK_S = 1.0
MOST_JOBS = 8
"""Sheets that wait for the washer: no more can be on their way."""

PASSES_BY = ("stopped", "busy", "too_fast")
"""Refusals of the child's app after which the same sheet is sent another time."""

NOTHING = AllowTransfers(still=False, sheets=False, to_child=False)


@dataclass(frozen=True)
class _Job:
    """A whole sheet to wash: `name` is the id of its transfer."""

    direction: Direction
    name: int | str
    data: bytes
    stay: int


class SheetDesk:
    """Sheets and stills of one robot.

    Args:
        transfers: Blobs between child and robot; this desk becomes their `admit` and `tell`.
        send: Gives a sealed message to the bridge; returns False if it has no room now.
        tell: Takes events for the presence machine; it must not wait.
        washer: Washes a sheet; raises `SheetRefused`.
    """

    def __init__(
        self,
        transfers: Transfers,
        send: Callable[[ToSession], bool],
        tell: Callable[[wish_events.OfWishes], None],
        washer: Callable[[bytes], Awaitable[bytes]] = wash,
    ) -> None:
        self._transfers = transfers
        self._tell = tell
        self._washer = washer
        self._allowed = NOTHING
        self._sheets = Sheets()
        self._stay = 0
        self._still: int | None = None
        self._told = wish_events.SheetsHeld(0)
        self._jobs: asyncio.Queue[_Job] = asyncio.Queue(MOST_JOBS)
        self._path = ClassPath(
            send,
            self._find,
            self._admit_for_child,
            lambda transfer, data: self._queue("for_child", transfer, data),
            lambda: self._sheets.for_child.release(),
            lambda transfer: self._sheets.for_class.reached(transfer),
        )
        transfers.admit = self._admit_for_class
        transfers.tell = self._hear_child

    async def run(self) -> None:
        """Wash sheets one after the other, and give up what is silent, until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._wash_all(), name="sheets wash")
            tasks.create_task(self._transfers.run(), name="transfers")
            while True:
                await asyncio.sleep(TICK_S)
                self._path.tick(self._transfers.now_ms())
                if self._allowed.sheets:
                    self._send_waiting()
                self._note()

    # ---- for the camera

    def send_still(self, jpeg: bytes) -> None:
        """Send a still to the child, in the place of an older one.

        `StillChanged` tells the machine that it is on its way, has arrived, or failed.
        """
        self._drop_still()
        if not self._allowed.still:
            self._tell(wish_events.StillChanged("none"))
            return
        id = secrets.randbits(32)
        code = self._transfers.send(Blob("still", id, jpeg))
        if code is not None:
            log.error("still: it cannot be sent (%s)", code)
            self._tell(wish_events.StillChanged("failed"))
            return
        self._still = id
        self._tell(wish_events.StillChanged("sending"))

    # ---- for the stage

    def allow(self, allowed: AllowTransfers) -> None:
        """Let this cross, and stop whatever else is crossing."""
        again = allowed.sheets and not self._allowed.sheets
        self._allowed = allowed
        self._transfers.hold(not allowed.to_child)
        if again:
            self._send_waiting()
        if not allowed.still:
            self._drop_still()
        if not allowed.sheets:
            self._transfers.withdraw_all("sheet")
            self._transfers.refuse_arriving("not_allowed")
            self._path.clear()
        self._note()

    def forget(self) -> None:
        """Forget every still and every sheet, because the stay is over."""
        self._stay += 1
        self._still = None
        self._path.clear()
        self._sheets = Sheets()
        while not self._jobs.empty():
            self._jobs.get_nowait()
        self._transfers.forget()
        self._note()

    def use_key(self, class_key: bytes | None) -> None:
        """Take the class key of the loan; None if there is none that opens."""
        self._path.use_key(class_key)
        self._note()

    def hear(self, message: FromSession) -> None:
        """Take a sealed message of a teacher's page; the right to sheets was checked."""
        self._path.hear(message, self._transfers.now_ms())
        self._note()

    # ---- rules

    def _admit_for_class(self, offer: OfferBlob) -> TransferCode | None:
        if not self._allowed.sheets:
            return "not_allowed"
        if not self._sheets.for_class.reserve():
            return "no_room"
        self._note()
        return None

    def _admit_for_child(self) -> TransferCode | None:
        if not self._allowed.sheets:
            return "not_allowed"
        return None if self._sheets.for_child.reserve() else "no_room"

    def _find(self, number: int) -> PaperSheet | None:
        return self._sheets.for_class.get(number)

    # ---- what happens on the way

    def _hear_child(self, news: TransferNews) -> None:
        match news:
            case BlobArrived(id=id, data=data):
                self._queue("for_class", id, data)
            case BlobBroken(kind="sheet"):
                self._sheets.for_class.release()
                self._note()
            case Delivered(id=id) | Undelivered(id=id) if id == self._still:
                self._still = None
                arrived = isinstance(news, Delivered)
                self._tell(wish_events.StillChanged("none" if arrived else "failed"))
            case Undelivered(id=id, code=code) if code not in PASSES_BY:
                # The child's app does not want it: it holds no place against newer ones.
                self._sheets.for_child.reached(id)
            case Delivered(id=id):
                self._sheets.for_child.reached(id)
            case LeavingChanged(kind=kind):
                self._tell(wish_events.TransferChanged(kind))

    def _send_waiting(self) -> None:
        """Send the sheets that the child does not have yet, and that nobody sends."""
        crossing = self._transfers.ids("sheet")
        for number, sheet in self._sheets.for_child.waiting():
            if sheet.id not in crossing:
                self._transfers.send(Blob("sheet", sheet.id, sheet.data, number))

    def _note(self) -> None:
        """Tell the machine which sheets are here, and which are on their way."""
        for_child, for_class = self._sheets.for_child, self._sheets.for_class
        ways: dict[Passing, bool] = {
            "from_child": for_class.expects,
            "from_class": for_child.expects,
            "to_class": self._path.is_sending,
        }
        passing = tuple(way for way, now in ways.items() if now)
        told = wish_events.SheetsHeld(len(for_child), for_class.numbers, passing)
        if told != self._told:
            self._told = told
            self._tell(told)

    def _drop_still(self) -> None:
        if self._still is not None:
            self._transfers.withdraw(self._still)
            self._still = None

    def _queue(self, direction: Direction, name: int | str, data: bytes) -> None:
        # There is a place: no more sheets are admitted than the queue holds.
        self._jobs.put_nowait(_Job(direction, name, data, self._stay))

    async def _wash_all(self) -> None:
        while True:
            job = await self._jobs.get()
            if job.stay != self._stay:
                continue
            try:
                self._washed(job, await self._washer(job.data))
            except SheetRefused as refused:
                log.info("sheets: one is refused (%s)", refused.code)
                if job.stay == self._stay:
                    self._sheets.pile(job.direction).release()
                    self._answer(job, refused.code)
            self._note()

    def _washed(self, job: _Job, data: bytes) -> None:
        if job.stay != self._stay:
            return  # the stay ended meanwhile
        if not self._allowed.sheets:
            self._sheets.pile(job.direction).release()
            self._answer(job, "not_allowed")
            return
        sheet = PaperSheet(secrets.randbits(32), to_text(secrets.token_bytes(16)), data)
        number = self._sheets.pile(job.direction).add(sheet)
        if job.direction == "for_child":
            self._transfers.send(Blob("sheet", sheet.id, data, number))
        self._answer(job, number)

    def _answer(self, job: _Job, outcome: int | TransferCode) -> None:
        if isinstance(job.name, int):
            self._transfers.finish(job.name, outcome)
        else:
            self._path.finish(job.name, "" if isinstance(outcome, int) else outcome)
