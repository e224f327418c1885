"""Visit to the running body: its reports, and, where no agent leads it, its light and its motion.

Camera and microphone are opened inside `under_light` alone: the light is lit before, stays lit
until the device is closed, and the class's button ends it at once (docs/decisions/0006).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from bridge.protocol.vocabulary import SignalName
from hardware.contract import wire
from robot.doctor.body import BUTTONS, MoveReading
from robot.doctor.findings import Both
from robot.links.body_link import BodyDown, BodyLink, BodyNews, BodySaid, BodyUp, why_away
from robot.settings.errors import BodyAway

MEET_S = 3.0
LIGHT_S = 4.0
MOVE_S = 4.0
FEED_S = 0.1
STEP_DEG = 6.0
NEAR_DEG = 1.5
PRESS_S = 12.0
AGAIN_S = 1.3
"""Time after which a second press of the pause button counts as one of its own."""

LIT: SignalName = "present"
DARK: SignalName = "asleep"

Result = TypeVar("Result")


class Dark(Exception):
    """The light is not lit, or not any more; the reason is for people."""

    def __init__(self, why: Both) -> None:
        super().__init__(why.en)
        self.why = why


class BodyVisit:
    """One visit; reports come in while it lasts.

    Args:
        path: The body's socket.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._news = asyncio.Event()
        self._pressed: set[str] = set()
        self.link = BodyLink(path, self._hear)
        self.greeting: wire.Greeting | None = None
        self.state: wire.BodyState | None = None
        """Newest report; None while the body is away."""
        self.last: wire.BodyState | None = None
        """Newest report there ever was."""

    async def _hear(self, news: BodyNews) -> None:
        match news:
            case BodyUp(greeting=greeting):
                self.greeting = greeting
            case BodyDown():
                self.greeting = self.state = None
            case BodySaid(report=wire.BodyState() as state):
                self.state = self.last = state
            case BodySaid(report=wire.Pressed(button=button)):
                self._pressed.add(button)
        self._news.set()

    async def until(self, holds: Callable[[wire.BodyState], bool], timeout_s: float) -> bool:
        """Wait until a report says so; return False if none did in time."""
        try:
            async with asyncio.timeout(timeout_s):
                while self.state is None or not holds(self.state):
                    await self._next()
        except TimeoutError:
            return False
        return True

    async def _next(self) -> None:
        self._news.clear()
        await self._news.wait()

    # ---- light

    async def lights(self) -> bool:
        """Return whether the body shows what it is told; leaves it lit."""
        self.link.show(LIT, 0.0)
        return await self.until(_is_lit, LIGHT_S)

    async def under_light(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """Return the result of work that opens camera or microphone, done while the light is lit.

        Raises:
            Dark: The light does not come on, or went off; the work has ended.
        """
        self._refuse_pause()
        if not await self.lights():
            raise Dark(self._why_dark())
        is_closed = True
        try:
            async with asyncio.TaskGroup() as tasks:
                doing = tasks.create_task(_result(work), name="work under light")
                watching = tasks.create_task(self._until_dark(), name="light")
                await asyncio.wait((doing, watching), return_when=asyncio.FIRST_COMPLETED)
                doing.cancel()
                watching.cancel()
        except BaseExceptionGroup:
            is_closed = False
            raise
        finally:
            # The group has ended, and with it the work. A device that does not close keeps the
            # light: the process ends, which frees it.
            if is_closed:
                self.link.show(DARK, 0.0)
                # An old report of light must not be taken for that of the next work.
                await self.until(lambda state: state.signal != LIT, LIGHT_S)
        if doing.cancelled():
            raise Dark(self._why_dark())
        return doing.result()

    def _refuse_pause(self) -> None:
        if self.state is not None and self.state.paused:
            raise Dark(PAUSED)

    async def _until_dark(self) -> None:
        while self.state is not None and _is_lit(self.state):
            await self._next()

    def _why_dark(self) -> Both:
        if self.state is None:
            return Both("der Körper antwortet nicht mehr", "the body does not answer any more")
        if self.state.paused:
            return PAUSED
        return Both("ohne Licht weder Bild noch Ton", "neither picture nor sound without the light")

    # ---- motion

    async def move(self, axis: wire.AxisName) -> MoveReading:
        """Move one axis a little to both sides and back."""
        assert self.state is not None
        assert self.greeting is not None
        if axis == "hand":
            return await self._wave()
        greeting, state = self.greeting, self.state
        low, high = greeting.pan_min_deg, greeting.pan_max_deg
        if axis == "tilt":
            low, high = greeting.tilt_min_deg, greeting.tilt_max_deg
        pan, tilt = state.measured_pan_deg, state.measured_tilt_deg
        start = min(max(pan if axis == "pan" else tilt, low), high)
        worst = 0.0
        for goal in (min(start + STEP_DEG, high), max(start - STEP_DEG, low), start):
            at = (goal, tilt) if axis == "pan" else (pan, goal)
            worst = max(worst, await self._go(axis, *at))
        return MoveReading(worst)

    async def _go(self, axis: wire.AxisName, pan: float, tilt: float) -> float:
        """Turn there, feeding the dead man's switch; return how far off it ended."""
        loop = asyncio.get_running_loop()
        end_s = loop.time() + MOVE_S
        while True:
            self.link.turn_to(pan, tilt)
            settled = await self.until(lambda state: self._off(axis, pan, tilt) < NEAR_DEG, FEED_S)
            failed = self.state is None or bool(self.state.faults)  # it will not get there
            if settled or failed or loop.time() > end_s:
                return self._off(axis, pan, tilt)

    def _off(self, axis: wire.AxisName, pan: float, tilt: float) -> float:
        state = self.state
        if state is None:
            return 360.0
        if state.at_limit:  # a no-view zone of the room: it goes as far as it may
            pan, tilt = state.commanded_pan_deg, state.commanded_tilt_deg
        if axis == "pan":
            return abs(state.measured_pan_deg - pan)
        return abs(state.measured_tilt_deg - tilt)

    async def _wave(self) -> MoveReading:
        self.link.raise_hand(True)
        up = await self.until(lambda state: state.hand_raised and not state.moving, MOVE_S)
        self.link.raise_hand(False)
        down = await self.until(lambda state: not state.hand_raised and not state.moving, MOVE_S)
        return MoveReading(0.0 if up and down else 90.0)

    async def rest(self) -> None:
        """Bring the head to rest and put the light out."""
        self.link.park()
        self.link.show(DARK, 0.0)
        await self.link.flush(1.0)

    # ---- buttons

    async def buttons(self, announce: Callable[[Both], None] | None) -> dict[str, bool | None]:
        """Return which buttons were pressed, by check.

        Args:
            announce: Asks a person to press; a simulated body is pressed by software, and any
                other one is left alone without it.
        """
        if self.greeting is not None and self.greeting.driver == "simulated":
            return {"pause_button": await self._pause(), "volume_buttons": await self._volume()}
        if announce is None:
            return dict.fromkeys(BUTTONS)
        announce(Both("Bitte leiser und lauter drücken.", "Please press quieter and louder."))
        both = await self.until(lambda _: {"volume_up", "volume_down"} <= self._pressed, PRESS_S)
        before = self.state is not None and self.state.paused
        announce(Both("Bitte die Pausentaste drücken.", "Please press the pause button."))
        paused = await self.until(lambda state: state.paused != before, PRESS_S)
        announce(Both("Und noch einmal.", "And once more."))
        await self.until(lambda state: state.paused == before, PRESS_S)
        return {"pause_button": paused, "volume_buttons": both}

    async def _pause(self) -> bool:
        before = self.state is not None and self.state.paused
        self.link.press("pause")
        changed = await self.until(lambda state: state.paused != before, MEET_S)
        await asyncio.sleep(AGAIN_S)
        self.link.press("pause")
        return changed and await self.until(lambda state: state.paused == before, MEET_S)

    async def _volume(self) -> bool:
        self.link.press("volume_up")
        return await self.until(lambda _: "volume_up" in self._pressed, MEET_S)


PAUSED = Both(
    "die Klasse hat Pause; die Taste am Roboter öffnet wieder",
    "the class has paused; the button on the robot opens it again",
)


def _is_lit(state: wire.BodyState) -> bool:
    return state.signal == LIT and not state.paused and not state.faults


async def _result(work: Callable[[], Awaitable[Result]]) -> Result:
    return await work()


@asynccontextmanager
async def visited(path: Path) -> AsyncIterator[BodyVisit | None]:
    """Visit the body at this socket inside the `async with`; None if it does not answer."""
    visit = BodyVisit(path)
    async with asyncio.TaskGroup() as tasks:
        running = tasks.create_task(visit.link.run(), name="body link")
        try:
            yield visit if await visit.until(lambda state: True, MEET_S) else None
        finally:
            running.cancel()


async def why_silent(path: Path) -> str:
    """Return why nothing answers at this socket."""
    try:
        async with asyncio.timeout(MEET_S):
            _, writer = await asyncio.open_unix_connection(path)
    except (OSError, TimeoutError) as error:
        return why_away(path, error)
    writer.close()
    return why_away(path, BodyAway("says nothing that this version understands"))
