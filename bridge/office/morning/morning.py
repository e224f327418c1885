"""The round at seven: one mail for each member who wishes it."""

import asyncio
from datetime import date, time

from bridge.base.errors import StoreError
from bridge.base.journal import Journal
from bridge.days.zone import local
from bridge.office.desk.gathering import today_facts
from bridge.office.desk.lines import today_lines
from bridge.office.frame.desk import Desk
from bridge.office.morning.letter import is_due, morning_letter, nameless

LOOK_S = 30.0
"""Time between two looks at the clock: a clock that jumps is noticed."""

ROUND_S = 120.0


class MorningMail:
    """Mails of one bridge.

    Args:
        at: When they leave, as `07:00`, in the time of the schools.
    """

    def __init__(self, desk: Desk, at: str, journal: Journal) -> None:
        self._desk = desk
        self._at = time.fromisoformat(at)
        self._journal = journal
        self._last: date | None = None

    async def run(self) -> None:
        """Look at the clock, until cancelled; a bridge that starts later sends nothing twice."""
        if is_due(local(self._desk.clock.unix_s()), self._at, None):
            self._last = local(self._desk.clock.unix_s()).date()
        while self._desk.outside.post.sends:
            await asyncio.sleep(LOOK_S)
            await self.look()

    async def look(self) -> int:
        """Send the mails if it is time; return their number."""
        now = local(self._desk.clock.unix_s())
        if not is_due(now, self._at, self._last):
            return 0
        self._last = now.date()
        try:
            async with asyncio.timeout(ROUND_S):
                return await self._round(now.date())
        except (StoreError, TimeoutError) as error:
            self._journal.fail("the mail of the morning was not sent: %s", error or "no answer")
            return 0

    async def _round(self, today: date) -> int:
        desk, sent = self._desk, 0
        away = await desk.register.lines_away()
        for reader in await desk.register.morning_readers():
            if not reader.member.may("see_today"):
                continue
            lines = today_lines(nameless(await today_facts(desk, reader.member)))
            shown = [line for line in lines if line.stays or line.key not in away]
            letter = morning_letter(reader.email, shown, today, reader.language, desk.public_url)
            sent += letter is not None and desk.outside.outbox.put(letter)
        return sent
