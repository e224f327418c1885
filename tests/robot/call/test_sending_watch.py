import asyncio

from robot.call.sending_watch import SendingWatch
from robot.media.outgoing.recent import SentNow
from tests.deadline import WAIT_S

PICTURE = SentNow(640, 480, sound=True)


async def test_each_change_is_told_once_and_nothing_at_first() -> None:
    readings = [SentNow(), SentNow(), PICTURE, PICTURE, SentNow(sound=True), SentNow()]
    told: list[SentNow] = []
    done = asyncio.Event()

    def read() -> SentNow:
        if not readings:
            done.set()
        return readings.pop(0) if readings else SentNow()

    async def tell(sent: SentNow) -> None:
        told.append(sent)

    async with asyncio.timeout(WAIT_S), asyncio.TaskGroup() as tasks:
        watch = tasks.create_task(SendingWatch(read, tell, interval_s=0).run())
        await done.wait()
        watch.cancel()
    assert told == [PICTURE, SentNow(sound=True), SentNow()]
