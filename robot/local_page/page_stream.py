"""Stream of the robot's state to the page, and of the body's reports while its dials are shown."""

import asyncio
from collections.abc import Callable

from aiohttp import web

from robot.local_page.page_answers import event
from robot.local_page.page_parts import RobotSide
from robot.local_page.page_rights import refusal
from robot.local_page.page_told import DialsTold, PageTold

LOOK_S = 0.25
DIALS_S = 0.1
SEND_S = 5.0
ALIVE_S = 10.0
"""Longest silence; a page that hears nothing for longer says that the robot is away."""

MOST_STREAMS = 6


class PageStream:
    """Streams of everybody who is signed in.

    Args:
        side: The agent.
        told: Returns what the page is told now.
    """

    def __init__(self, side: RobotSide, told: Callable[[], PageTold]) -> None:
        self._side = side
        self._told = told
        self._streams = 0
        self._ended = False

    def end(self) -> None:
        """Let every stream end soon."""
        self._ended = True

    async def answer(
        self, request: web.Request, is_in: Callable[[web.Request], bool]
    ) -> web.StreamResponse:
        """Stream until the page goes, or its session ends."""
        if self._streams >= MOST_STREAMS:
            raise web.HTTPServiceUnavailable
        response = web.StreamResponse()
        response.content_type = "text/event-stream"
        await response.prepare(request)
        self._streams += 1
        try:
            await self._run(request, response, is_in)
        except (ConnectionError, TimeoutError):
            # The browser went away or stopped reading; it asks again on another connection.
            response.force_close()
            if request.transport is not None:
                request.transport.abort()
        finally:
            self._streams -= 1
        return response

    async def _run(
        self,
        request: web.Request,
        response: web.StreamResponse,
        is_in: Callable[[web.Request], bool],
    ) -> None:
        wants_dials = "dials" in request.query
        loop = asyncio.get_running_loop()
        before: tuple[bytes, bytes] = (b"", b"")
        sent_s = loop.time()
        while not self._ended and request.transport is not None and is_in(request):
            now = (event("state", self._told()), self._dials() if wants_dials else b"")
            data = b"".join(one for one, old in zip(now, before, strict=True) if one != old)
            if not data and loop.time() - sent_s > ALIVE_S:
                data = event("alive", {})
            if data:
                async with asyncio.timeout(SEND_S):
                    await response.write(data)
                before, sent_s = now, loop.time()
            await asyncio.sleep(DIALS_S if wants_dials else LOOK_S)

    def _dials(self) -> bytes:
        if refusal("dials", self._side.situation()) is not None:
            return event("dials", DialsTold(None, None))
        return event("dials", DialsTold(*self._side.dials()))
