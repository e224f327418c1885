"""Sheets and stills through the whole agent: a real peer connection, a real washer, a real seal."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from bridge.protocol.keys import to_text
from bridge.protocol.openings import LoanRights
from bridge.protocol.presence import Snapshot
from bridge.protocol.sealed import SessionSealed, SessionSealedAck, SessionSealedAsk
from bridge.protocol.sealing import seal_class_key
from bridge.protocol.signaling import LoanStatus
from robot.sheets.headers import read
from robot.transfer.receiving import BlobArrived
from robot.transfer.sending import Blob, Delivered, Undelivered
from tests.deadline import WAIT_S
from tests.robot.bridges import ROBOT
from tests.robot.pupils import Pupil
from tests.robot.schools import School, lesson
from tests.robot.sheets import pictures
from tests.robot.sheets.test_class_path import KEY, PAGE, Page, parts_of

pytestmark = pytest.mark.long

LOAN = to_text(bytes(16))
PHOTO = pictures.jpeg_with(b"Exif\0\0" + pictures.exif(6))
STILL = bytes(60_000)
ALL_RIGHTS = LoanRights()
News = TypeVar("News")


async def loan(one: School, rights: LoanRights = ALL_RIGHTS) -> None:
    """Let the bridge tell the loan with its class key."""
    sealed = seal_class_key(KEY, one.key, ROBOT, secrets.token_bytes(32))
    await one.bridge.tell(LoanStatus(LOAN, rights, sealed))
    wanted = "on" if rights.sheets else "loan"
    await one.settles(lambda snapshot: snapshot.rights.sheets == wanted)


@asynccontextmanager
async def with_sheets(tmp_path: Path) -> AsyncIterator[tuple[School, Pupil]]:
    async with lesson(tmp_path) as (one, child):
        await loan(one)
        yield one, child


async def gets(
    child: Pupil, kind: type[News], fits: Callable[[Any], bool] = lambda _: True
) -> News:
    async with asyncio.timeout(WAIT_S):
        while True:
            news = await child.blobs.news.get()
            if isinstance(news, kind) and fits(news):
                return news


async def test_a_sheet_goes_from_the_teacher_to_the_child(tmp_path: Path) -> None:
    async with with_sheets(tmp_path) as (one, child):
        for part in parts_of(PHOTO, Page(), "T" * 22, PAGE):
            await one.bridge.tell(part)
        assert await one.bridge.hears(SessionSealedAck) == SessionSealedAck(PAGE, "T" * 22, 0)
        came = await gets(child, BlobArrived)
        header = read(came.data)
        assert (header.width_px, header.height_px) == (48, 64), "upright"
        assert b"home" not in came.data
        snapshot = await one.tells(lambda snapshot: snapshot.sheets.for_child == 1)
        assert snapshot.sheets.for_class == 0


async def test_a_sheet_goes_from_the_child_to_the_teacher(tmp_path: Path) -> None:
    async with with_sheets(tmp_path) as (one, child):
        child.blobs.send(Blob("sheet", 5, PHOTO))
        assert (await gets(child, Delivered)).number == 1
        await one.tells(lambda snapshot: snapshot.sheets.for_class == 1)
        await one.bridge.tell(SessionSealedAsk(PAGE, 1))
        sealed = await one.bridge.hears(SessionSealed)
        opened = Page().open(sealed)
        assert read(opened).format == "jpeg"
        assert b"home" not in opened


async def test_what_is_no_picture_is_refused_on_both_sides(tmp_path: Path) -> None:
    async with with_sheets(tmp_path) as (one, child):
        child.blobs.send(Blob("sheet", 5, pictures.SVG))
        assert (await gets(child, Undelivered)).code == "picture"
        for part in parts_of(pictures.BAD["bomb"][0], Page(), "T" * 22, PAGE):
            await one.bridge.tell(part)
        ended = await one.bridge.hears(SessionSealedAck, lambda ack: bool(ack.code))
        assert ended.code == "too_many_pixels"


async def test_a_loan_without_sheets_refuses_them(tmp_path: Path) -> None:
    async with lesson(tmp_path) as (one, child):
        await loan(one, LoanRights(sheets=False))
        child.blobs.send(Blob("sheet", 5, PHOTO))
        assert (await gets(child, Undelivered)).code == "not_allowed"
        (part,) = parts_of(PHOTO, Page(), "T" * 22, PAGE)
        await one.bridge.tell(part)
        ended = await one.bridge.hears(SessionSealedAck)
        assert ended.code == "not_allowed"


async def test_a_still_leaves_only_while_the_class_gives_a_picture(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("robot.presence.actions.SLIP_S", 0.0)
    async with with_sheets(tmp_path) as (one, child):
        one.agent._desk.send_still(STILL)
        await one.tells(lambda snapshot: snapshot.transferring == "still")
        assert (await gets(child, BlobArrived)).data == STILL
        await one.settles(lambda told: told.still == "none" and told.transferring is None)
        await one.acts("pause")
        before = len(one.bridge.said)
        one.agent._desk.send_still(STILL)
        await one.bridge.until(
            lambda: any(
                isinstance(said, Snapshot) and said.still == "sending"
                for said in one.bridge.said[before:]
            )
        )
        await one.acts("resume", 2)
        await gets(child, BlobArrived)


async def test_the_end_of_the_stay_forgets_every_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("robot.presence.actions.SLIP_S", 0.0)
    async with with_sheets(tmp_path) as (one, child):
        child.blobs.send(Blob("sheet", 5, PHOTO))
        await gets(child, Delivered)
        await one.acts("end")
        before = len(one.bridge.said)
        await one.bridge.tell(SessionSealedAsk(PAGE, 1))
        await one.acts("resume", 2)
        said = one.bridge.said[before:]
        assert not any(isinstance(message, SessionSealed) for message in said)
        assert one.agent._desk._sheets.for_class.numbers == ()
