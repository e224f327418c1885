"""First look of a body that is not chosen yet: what was found goes to the log and to its eyes.

Only lights that can be nothing else are lit: two LED matrices on I2C, where no servo board is.
A pin of the header may lead anywhere, so none is driven.
"""

import asyncio
import contextlib
import logging
import threading
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace

from hardware.body.loop import BodyLoop
from hardware.contract.errors import HardwareError
from hardware.drivers.lights.config import LightsSection, Matrix
from hardware.drivers.lights.open import open_lights
from hardware.finding.found import FoundBody
from hardware.finding.looking import look
from hardware.finding.proposal import propose
from hardware.finding.reference import builds
from hardware.finding.report import lines
from hardware.setup.dial import Style

log = logging.getLogger(__name__)


async def first_look(
    loop: BodyLoop, ports: tuple[str, ...], looking: Callable[[], FoundBody] | None = None
) -> None:
    """Look once, tell the log, and show the body's fault in its eyes until cancelled.

    Args:
        loop: Of the body.
        ports: Serial ports to ask; without any, every likely one.
        looking: Searches; by default for everything.
    """
    found = await _in_a_thread(looking or (lambda: look(ports)))
    proposal = propose(found, builds())
    for line in filter(None, lines(found, proposal, Style(unicode=True), "en")):
        log.warning("body: %s", line.strip())
    eyes = (proposal.document or {}).get("lights", {}).get("matrix")
    if eyes is None or any(chip.kind == "pca9685" for chip in found.chips):
        return
    with ExitStack() as stack:
        section = LightsSection(driver="matrix", matrix=Matrix(**eyes))
        try:
            lights = open_lights(section, None, loop.report, stack)
        except HardwareError as error:
            log.warning("body: %s", error)
            return
        assert loop.hardware is not None
        loop.hardware = replace(loop.hardware, lights=lights)
        await asyncio.get_running_loop().create_future()


async def _in_a_thread(work: Callable[[], FoundBody]) -> FoundBody:
    """Return what it returns; nobody waits at the end of the process for a thread that hangs."""
    running = asyncio.get_running_loop()
    done: asyncio.Future[FoundBody] = running.create_future()

    def end(found: FoundBody) -> None:
        if not done.done():
            done.set_result(found)

    def search() -> None:
        found = work()
        with contextlib.suppress(RuntimeError):  # the loop has ended meanwhile
            running.call_soon_threadsafe(end, found)

    threading.Thread(target=search, name="search", daemon=True).start()
    return await done
