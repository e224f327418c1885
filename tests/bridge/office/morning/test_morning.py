import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import sqlalchemy as sa

from bridge.base.journal import Journal
from bridge.base.records import Robot
from bridge.days.zone import BERLIN
from bridge.fleet.fleet import Fleet
from bridge.lending.permissions import COMMAND_LINE, Role
from bridge.mail.letter_queue import LetterQueue
from bridge.mail.post import Post
from bridge.office.desk.gathering import today_facts
from bridge.office.desk.lines import today_lines
from bridge.office.morning.morning import MorningMail
from bridge.register.loan_wishes import LoanWish
from bridge.register.register import Register
from bridge.store import Store, open_store
from bridge.store.office_tables import people
from tests.bridge.mail.postbox import Postbox, post_office
from tests.bridge.mail.test_post import post
from tests.bridge.office.desks import bare_desk
from tests.bridge.people import TurnedClock
from tests.deadline import WAIT_S

MONDAY = datetime(2026, 11, 30, 7, 1, tzinfo=BERLIN)


class Morning:
    """The mail of one bridge, with what it works on."""

    def __init__(self, store: Store, clock: TurnedClock, office: Post) -> None:
        journal = Journal(logging.getLogger("morning"), clock)
        self.store, self.clock = store, clock
        self.register = Register(store.database, clock)
        self.outbox = LetterQueue(office, journal)
        outside = SimpleNamespace(post=office, outbox=self.outbox)
        fleet = Fleet(store, clock, journal)
        parts = {"store": store, "register": self.register, "fleet": fleet, "outside": outside}
        self.desk = bare_desk("https://k.example", clock, **parts)
        self.mail = MorningMail(self.desk, "07:00", journal)

    async def wishes(self, role: Role, email: str) -> None:
        """Add somebody who wishes the mail."""
        member = await self.register.add_person("Anna", role, email=email)
        async with self.store.database.begin(write=True) as connection:
            changed = sa.update(people).where(people.c.id == member.id)
            await connection.execute(changed.values(mail_at_seven=True))

    async def lends(self) -> None:
        """Lend Otto to a child until Thursday."""
        await self.store.put_robot(Robot("otto", "Otto", "k" * 43, 0))
        today = self.clock.today()
        last = MONDAY.date() + timedelta(days=3)
        wish = LoanWish("otto", today, last, short_name="Canary-Lena")
        made = await self.register.reserve(COMMAND_LINE, wish)
        await self.register.hand_over(COMMAND_LINE, made.id)

    def turn_to(self, moment: datetime) -> None:
        """Turn the clock."""
        self.clock.now_s += moment.timestamp() - self.clock.unix_s()
        self.clock.day = moment.date()


@pytest.fixture
def postbox() -> Postbox:
    return Postbox()


@pytest.fixture
async def morning(store: Store, postbox: Postbox) -> AsyncIterator[Morning]:
    async with post_office(postbox, None, "none") as port:
        yield Morning(store, TurnedClock(), post(port))


@pytest.fixture
async def store(tmp_path: object) -> AsyncIterator[Store]:
    async with open_store(f"sqlite+aiosqlite:///{tmp_path}/bridge.sqlite") as opened:
        yield opened


async def test_whoever_wishes_it_gets_what_needs_somebody_and_no_childs_name(
    morning: Morning, postbox: Postbox
) -> None:
    await morning.wishes("office", "anna@verein.example")
    await morning.wishes("reader", "leser@verein.example")
    await morning.wishes("office", "")
    await morning.lends()
    assert await morning.mail.look() == 0  # it is noon
    morning.turn_to(MONDAY)
    assert await morning.mail.look() == 1
    assert await morning.mail.look() == 0  # once a day
    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as group:
        running = group.create_task(morning.outbox.run())
        await morning.outbox.empty()
        running.cancel()
    letter = postbox.message()
    assert letter["To"] == "anna@verein.example"
    assert letter["Auto-Submitted"] == "auto-generated"
    text = letter.get_content()
    assert "Otto kommt am Donnerstag zurück" in text
    assert "Canary" not in text


async def test_what_was_put_away_is_not_told(morning: Morning) -> None:
    await morning.wishes("office", "anna@verein.example")
    await morning.lends()
    morning.turn_to(MONDAY)
    tomorrow = int(MONDAY.timestamp()) + 86_400
    lines = today_lines(await today_facts(morning.desk, COMMAND_LINE))
    assert lines
    for line in lines:
        await morning.register.put_line_away(COMMAND_LINE, line.key, line.title, tomorrow)
    assert await morning.mail.look() == 0
