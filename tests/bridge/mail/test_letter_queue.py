import asyncio
import logging

import pytest

from bridge.base.clock import Clock
from bridge.base.journal import Journal
from bridge.mail.config import MailSection
from bridge.mail.letter_queue import MOST_WAITING, AutomaticLetter, LetterQueue
from bridge.mail.post import Post
from tests.bridge.mail.postbox import Postbox, post_office
from tests.bridge.mail.test_post import post
from tests.deadline import WAIT_S

LETTER = AutomaticLetter("familie@beispiel.example", "Ihre Anfrage", "Guten Tag")


def journal() -> Journal:
    return Journal(logging.getLogger("outbox"), Clock())


async def test_letters_leave_and_a_refused_one_stops_none(caplog: pytest.LogCaptureFixture) -> None:
    postbox = Postbox()
    async with post_office(postbox, None, "none") as port:
        outbox = LetterQueue(post(port), journal())
        assert outbox.put(AutomaticLetter("no address", "", ""))
        assert outbox.put(LETTER)
        running = asyncio.ensure_future(outbox.run())
        try:
            async with asyncio.timeout(WAIT_S):
                await outbox.empty()
        finally:
            running.cancel()
    assert postbox.message()["Auto-Submitted"] == "auto-generated"
    assert "did not leave" in caplog.text
    assert "beispiel" not in caplog.text


async def test_a_letter_on_its_way_keeps_no_bridge_from_stopping() -> None:
    postbox = Postbox()
    async with post_office(postbox, None, "none") as port, asyncio.timeout(WAIT_S):
        outbox = LetterQueue(post(port), journal())
        outbox.put(LETTER)
        async with asyncio.TaskGroup() as group:
            running = group.create_task(outbox.run())
            await postbox.came.wait()
            running.cancel()
    assert running.cancelled()


def test_what_waits_has_an_end() -> None:
    outbox = LetterQueue(Post(MailSection()), journal())
    assert all(outbox.put(LETTER) for _ in range(MOST_WAITING))
    assert not outbox.put(LETTER)
