"""Supervision of a device's thread: reopened with backoff, joined on cancel."""

import asyncio
import logging
import threading
from collections.abc import Callable, Sequence

from robot.media.types.spec import Part, SourceEvent

logger = logging.getLogger(__name__)

RETRY_S: tuple[float, ...] = (0.25, 0.5, 1.0, 2.0)
"""Waits before reopening; a device that is plugged in works again within five seconds."""
STOP_S = 1.5
"""Longest time for a thread to close its device; then the process must end, which frees it."""

OnEvent = Callable[[SourceEvent], None]


class LostError(Exception):
    """Loss of a device, which cannot be opened or failed; the text says why."""


class StuckError(Exception):
    """Failure of a device to close: it must not be taken for closed."""


class Running:
    """Link between a device's thread and the event loop: stop request and state reports."""

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
        """Return whether the thread is to return as soon as it can."""
        return self._stop.is_set()

    def wait(self, timeout_s: float) -> bool:
        """Sleep on the thread; return True at once when it is to stop."""
        return self._stop.wait(max(0.0, timeout_s))

    def stop(self) -> None:
        """Ask the thread to return."""
        self._stop.set()

    def working(self) -> None:
        """Report, from the thread, that the device delivers or accepts data."""
        if self._works is not True:
            self._works = True
            self._loop.call_soon_threadsafe(self._on_working)

    def tell(self, news: Callable[[], None]) -> None:
        """Call `news` on the loop's thread."""
        self._loop.call_soon_threadsafe(news)

    def silent(self, text: str) -> None:
        """Report, from the thread, that the device is silent but is still waited for."""
        if self._works is not False:
            self._works = False
            self._loop.call_soon_threadsafe(self._on_lost, text)


Work = Callable[[Running], None]
"""Function that opens a device, serves it until `Running.stopping()` and closes it; raises
`LostError`."""


async def keep_open(
    part: Part, work: Work, on_event: OnEvent, retry_s: Sequence[float] = RETRY_S
) -> None:
    """Run `work` on a thread of its own until cancelled, and restart it after each loss.

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
        StuckError: The thread did not end in time.
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
            raise StuckError(f"{part}: its thread does not close the device")
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
