"""The doctor's own rounds: once soon after the start, and then daily, while nobody is in."""

import asyncio
import logging

from robot.errands.errands import Errands
from robot.errands.refusal import ErrandRefused

log = logging.getLogger(__name__)

FIRST_S = 300.0
"""After the start, so that body, link and Wi-Fi have settled."""

LATER_S = 900.0
"""Time until the next try, where a child is in or another examination runs."""

DAILY_S = 24 * 3600.0


async def make_rounds(errands: Errands) -> None:
    """Have the doctor look once a day, until cancelled; its report goes with the health."""
    wait_s = FIRST_S
    while True:
        await asyncio.sleep(wait_s)
        try:
            await errands.doctor()
            wait_s = DAILY_S
        except ErrandRefused as refused:
            log.info("errands: no doctor's round now: %s", refused.code)
            wait_s = LATER_S
