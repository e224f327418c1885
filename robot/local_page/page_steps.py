"""Step response of the head over the agent's own line to the body.

`karlsson-body page` steps as the body's agent for some seconds, and turns this one away for it.
Here the agent lends its line: a child who comes in has it back at once, and the step ends.
"""

import asyncio
from collections.abc import Callable
from typing import Literal

from hardware.contract import wire
from hardware.contract.errors import HardwareError
from hardware.setup.stepping import RECORD_S, Recorded, record_over
from robot.links.body_link import BodyLink
from robot.local_page.page_parts import PageError
from robot.settings.texts import Both

STEP_S = 20.0
MOST_WAITING = 64
"""Reports that wait to be read: 50 come each second while the head moves."""


class LentLine:
    """The agent's line to the body while nobody is in.

    Args:
        link: To the body.
        somebody: Whether a child is in, or on its way in.
        restore: Has the body show again what the agent wants it to show.
    """

    def __init__(
        self, link: BodyLink, somebody: Callable[[], bool], restore: Callable[[], None]
    ) -> None:
        self._link = link
        self._somebody = somebody
        self._restore = restore
        self._reports: asyncio.Queue[wire.BodyState] = asyncio.Queue(MOST_WAITING)
        self._is_lent = False

    def hear(self, state: wire.BodyState) -> None:
        """Take a report of the body."""
        if self._is_lent:
            if self._reports.full():
                self._reports.get_nowait()
            self._reports.put_nowait(state)

    def send(self, kind: type[wire.Intent], **fields: object) -> None:
        """Send one intent; nothing while a child is in, whose head it is."""
        if self._somebody():
            return
        if kind is wire.Target:
            self._link.turn_to(_degrees(fields, "pan_deg"), _degrees(fields, "tilt_deg"))
        elif kind is wire.Park:
            self._link.park()
        elif fields.get("signal") == "present":
            self._link.show("present", 0.0)
        else:
            self._restore()

    async def report_within(self, timeout_s: float) -> wire.AnyReport | None:
        """Return the next report, or None if none arrives in time.

        Raises:
            PageError: A child is in.
        """
        if self._somebody():
            raise PageError("lesson")
        try:
            async with asyncio.timeout(timeout_s):
                return await self._reports.get()
        except TimeoutError:
            return None

    async def step(
        self, greeting: wire.Greeting, axis: Literal["pan", "tilt"], record_s: float = RECORD_S
    ) -> Recorded:
        """Let the head step once and record it.

        Raises:
            PageError: A step is being made already, or it cannot be made; the words say why.
        """
        if self._is_lent:
            raise PageError("busy")
        self._is_lent = True
        try:
            async with asyncio.timeout(STEP_S):
                return await record_over(self, greeting, axis, record_s=record_s)
        except HardwareError as error:
            raise PageError("step", Both(str(error), str(error))) from error
        except TimeoutError as error:
            text = Both(f"kein Ende in {STEP_S:g} s", f"no end within {STEP_S:g} s")
            raise PageError("step", text) from error
        finally:
            self._is_lent = False
            while not self._reports.empty():
                self._reports.get_nowait()


def _degrees(fields: dict[str, object], name: str) -> float:
    value = fields[name]
    assert isinstance(value, float)
    return value
