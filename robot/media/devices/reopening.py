"""Keeps a device open: one thread that blocks, reopened with backoff, joined on cancel."""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence

from robot.media.types.spec import Part, SourceEvent

logger = logging.getLogger(__name__)

RETRY_S: tuple[float, ...] = (0.25, 0.5, 1.0, 2.0, 4.0)
STOP_S = 1.5
"""So long may a thread take to let its device go; then the process must end, which frees it."""

OnEvent = Callable[[SourceEvent], None]


class LostError(Exception):
    """A device cannot be opened, or gave up; the text says why."""


class StuckError(Exception):
    """A device does not let go: nobody may believe that it is closed."""


class Running:
    """What the thread of a device needs to know: whether to stop, and whom to tell how it goes."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        on_working: Callable[[], None],
        on_lost: Callable[[str], None],
    ) -> None:
        self._loop = loop
        self._on_working = on_working
        self._on_lost = on_lost
        self._stop = threading.Event()
        self._works: bool | None = None

    def stopping(self) -> bool:
        """Whether the thread shall return as soon as it can."""
        return self._stop.is_set()

    def wait(self, timeout_s: float) -> bool:
        """Sleep on the thread; return at once, and True, when it shall stop."""
        return self._stop.wait(max(0.0, timeout_s))

    def stop(self) -> None:
        """Ask the thread to return."""
        self._stop.set()

    def working(self) -> None:
        """Tell, from the thread, that the device really gives or takes something."""
        if self._works is not True:
            self._works = True
            self._loop.call_soon_threadsafe(self._on_working)

    def tell(self, news: Callable[[], None]) -> None:
        """Have `news` called on the loop's thread."""
        self._loop.call_soon_threadsafe(news)

    def silent(self, text: str) -> None:
        """Tell, from the thread, that the device gives nothing but is still waited for."""
        if self._works is not False:
            self._works = False
            self._loop.call_soon_threadsafe(self._on_lost, text)


Work = Callable[[Running], None]
"""Opens a device, serves it until `Running.stopping()`, closes it; raises `LostError`."""


async def keep_open(
    part: Part, work: Work, on_event: OnEvent, retry_s: Sequence[float] = RETRY_S
) -> None:
    """Run `work` on a thread of its own until cancelled, again and again when it is lost.

    `on_event` is called on the loop's thread, once when the device is lost (also
    at the first opening) and once when it works again.
    """
    lost = False
    failures = 0

    def working() -> None:
        nonlocal lost, failures
        failures = 0
        if lost:
            lost = False
            logger.info("%s is back", part)
            on_event(SourceEvent(part, lost=False, text=f"{part} is back"))

    def gone(text: str) -> None:
        nonlocal lost
        if lost:
            logger.debug("%s is still lost: %s", part, text)
            return
        lost = True
        logger.warning("%s is lost: %s", part, text)
        on_event(SourceEvent(part, lost=True, text=text))

    while True:
        gone(await _run_thread(part, work, working, gone))
        await asyncio.sleep(retry_s[min(failures, len(retry_s) - 1)])
        failures += 1


async def _run_thread(
    part: Part, work: Work, on_working: Callable[[], None], on_lost: Callable[[str], None]
) -> str:
    """Return why the device was lost; on cancel, return only when the thread has ended.

    Raises:
        StuckError: It has not ended in time.
    """
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[str] = loop.create_future()
    running = Running(loop, on_working, on_lost)

    def body() -> None:
        try:
            work(running)
        except LostError as error:
            _tell(loop, ended, str(error))
        except Exception as error:  # noqa: BLE001 - a thread's edge: its task raises it
            _tell(loop, ended, error)
        else:
            _tell(loop, ended, "it ended")

    thread = threading.Thread(target=body, name=part, daemon=True)
    thread.start()
    try:
        return await asyncio.shield(ended)
    finally:
        running.stop()
        if not ended.done():
            await asyncio.wait([ended], timeout=STOP_S)
        if not ended.done():
            raise StuckError(f"{part}: its thread does not let the device go")
        thread.join()


def _tell(
    loop: asyncio.AbstractEventLoop, ended: "asyncio.Future[str]", result: str | Exception
) -> None:
    try:
        loop.call_soon_threadsafe(_end, ended, result)
    except RuntimeError:
        logger.debug("the loop ended before the thread of a device did")


def _end(ended: "asyncio.Future[str]", result: str | Exception) -> None:
    if isinstance(result, Exception):
        ended.set_exception(result)
    else:
        ended.set_result(result)
