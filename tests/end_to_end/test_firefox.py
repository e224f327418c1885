"""Whole lessons in Firefox: with a microphone, without one, and the teacher's page."""

import asyncio
import functools
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.end_to_end.child import WITNESS
from tests.end_to_end.conftest import StartDemo
from tests.end_to_end.running import Demo
from tests.end_to_end.tones import CLASS_HZ, loudness_at
from tests.firefox import DENIED, GRANTED, VOICE_HZ, Firefox, Tab, started

RUNS = """(() => {
    const video = document.querySelector("video");
    return video !== null && video.videoWidth > 0 && video.currentTime > 1;
})()"""
"""The picture runs. Firefox counts no painted frames of a stream."""
JOIN_S = 45.0
ARROW_LEFT = "\ue012"


def apart(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """Run a test in a thread: in this one Playwright's loop runs, which the other tests use."""

    @functools.wraps(test)
    def run(*arguments: Any, **fixtures: Any) -> None:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, test(*arguments, **fixtures)).result()

    return run


@pytest.fixture
def demo(start_demo: StartDemo) -> Demo:
    """Return the demo, with a link that lets a new browser in."""
    demo = start_demo()
    return replace(demo, pupil=demo.pair_another()["link"])


async def tab_of(firefox: Firefox) -> Tab:
    await firefox.before_pages(WITNESS.read_text(encoding="utf-8"))
    return await firefox.tab()


async def in_class(firefox: Firefox, url: str) -> Tab:
    """Return the page of a child that sees its class."""
    page = await tab_of(firefox)
    await page.go(url)
    await page.press("Ich bin da")
    await page.until(RUNS, JOIN_S)
    return page


async def leave(page: Tab) -> None:
    await page.tap("document.querySelector('.karlsson')")
    await page.press("Gehen")
    await page.reads("Tschüss! Schön, dass du da warst.")


@pytest.mark.thorough
@apart
async def test_a_whole_lesson_with_a_microphone(demo: Demo, spoken: Path, short_path: Path) -> None:
    async with started(short_path, GRANTED) as firefox:
        page = await in_class(firefox, demo.pupil)
        await page.reads("Niemand sieht dich.")
        await page.until(f"(await witness.pitch({CLASS_HZ})) > 30")
        teacher = await firefox.tab()
        await teacher.go(demo.teacher)
        await teacher.reads("Mia ist da.")
        await page.press("Mikro")
        await page.reads("Die Klasse hört dich.")
        for _ in range(60):
            if loudness_at(spoken, VOICE_HZ) > 300.0:
                break
            await page.until("await new Promise((go) => setTimeout(() => go(true), 500))")
        else:
            pytest.fail("the class does not hear the child")
        await page.press("Mikro")
        await page.reads("Dein Mikro ist aus.")
        await page.press("Hand")
        await teacher.reads("Mia meldet sich.")
        await teacher.press("Gesehen")
        await page.reads("Gesehen! Gleich bist du dran.")
        before = await page.run("() => witness.picture()")
        await page.key(ARROW_LEFT)
        moved = f"witness.difference({before}, witness.picture(), [0, 0, 1, 0.17]) > 6"
        await page.until(moved)
        # A reload in the middle of the lesson: the key was kept, and nobody has to type.
        await page.reload()
        await page.until(RUNS, JOIN_S)
        await leave(page)
        await teacher.reads("Mia ist nicht da.")


@pytest.mark.thorough
@apart
async def test_a_whole_lesson_without_a_microphone(demo: Demo, short_path: Path) -> None:
    async with started(short_path, DENIED) as firefox:
        page = await in_class(firefox, demo.pupil)
        await page.reads("Das Mikro ist gesperrt. Hol dir Hilfe. Zuhören geht.")
        await page.until(f"(await witness.pitch({CLASS_HZ})) > 30")
        await page.press("Hand")
        teacher = await firefox.tab()
        await teacher.go(demo.teacher)
        await teacher.reads("Mia meldet sich.")
        await teacher.reads("Mikro gesperrt")
        await leave(page)
        await teacher.reads("Mia ist nicht da.")


BLOCKED: Sequence[dict[str, bool | int | str]] = (
    {"network.cookie.cookieBehavior": 2},
    {"dom.indexedDB.enabled": False},
    {"browser.privatebrowsing.autostart": True},
)


@pytest.mark.thorough
@pytest.mark.parametrize("preferences", BLOCKED, ids=["cookies", "database", "private"])
@apart
async def test_a_browser_that_keeps_nothing_goes_to_class(
    demo: Demo, short_path: Path, preferences: dict[str, bool | int | str]
) -> None:
    async with started(short_path, GRANTED | preferences) as firefox:
        page = await in_class(firefox, demo.pupil)
        await page.reads("Niemand sieht dich.")


@pytest.mark.thorough
@apart
async def test_without_connections_the_page_says_so_at_once(demo: Demo, short_path: Path) -> None:
    async with started(short_path, {"media.peerconnection.enabled": False}) as firefox:
        page = await firefox.tab()
        await page.go(demo.pupil)
        await page.reads("Dieser Browser kann nicht in die Klasse. Hol dir Hilfe.")
