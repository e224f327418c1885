"""Acts of a technician on the page, once the PIN was right, and the refusals of each."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from typing import Any, Literal, TypeVar

import msgspec
from aiohttp import web

from robot.doctor.findings import NAMES, Finding
from robot.errands.errands import Errands
from robot.errands.refusal import ErrandRefused
from robot.local_page.page_answers import event, no, refusals_answered, refused, said
from robot.local_page.page_parts import PageWifi, PageWiping, RobotSide
from robot.local_page.page_rights import Act, refusal
from robot.local_page.page_stream import PageStream
from robot.local_page.page_told import FindingTold, PageTold, refusals, without_child
from robot.local_page.page_wishes import ForgetNetwork, JoinNetwork, Preview, Wipe
from robot.presence.camera_preview import PreviewEnded, PreviewWished
from robot.settings.texts import Both

SEND_S = 5.0

Wish = TypeVar("Wish")
IsIn = Callable[[web.Request], bool]


class PageActs:
    """Acts of the page.

    Args:
        side: The agent.
        errands: What a technician asks of a running robot.
        wifi: Wi-Fi; None where the robot has none.
        wiping: Wiping by the service that may do so.
    """

    def __init__(
        self,
        side: RobotSide,
        errands: Errands,
        wifi: PageWifi | None,
        wiping: PageWiping,
    ) -> None:
        self._side = side
        self._errands = errands
        self._wifi = wifi
        self._wiping = wiping
        self._stream = PageStream(side, self.told)

    def add_routes(self, router: web.UrlDispatcher, is_in: IsIn) -> None:
        """Add the requests; the server has asked for the PIN before."""

        async def stream(request: web.Request) -> web.StreamResponse:
            return await self._stream.answer(request, is_in)

        router.add_get("/api/events", stream, allow_head=False)
        router.add_get("/api/preview", self._picture, allow_head=False)
        router.add_post("/api/preview", self._preview)
        router.add_post("/api/step/{axis:pan|tilt}", self._step)
        router.add_post("/api/identify", self._identify)
        router.add_post("/api/doctor", self._doctor)
        router.add_post("/api/logs", self._logs)
        router.add_get("/api/wifi", self._networks, allow_head=False)
        router.add_post("/api/wifi/join", self._join)
        router.add_post("/api/wifi/forget", self._forget)
        router.add_get("/api/wipe", self._protocol, allow_head=False)
        router.add_post("/api/wipe", self._wipe)

    def end(self) -> None:
        """Let every stream end: the server closes."""
        self._stream.end()

    def told(self) -> PageTold:
        """Return what the page is told now."""
        situation = self._side.situation()
        refused_now = refusals(situation)
        if self._wifi is None:
            refused_now |= {"wifi_look": "no_wifi", "wifi_change": "no_wifi"}
        told = msgspec.structs.replace(self._side.told(), refused=refused_now)
        return without_child(told) if situation.somebody else told

    # ---- the camera

    async def _preview(self, request: web.Request) -> web.Response:
        wish = await _read(request, Preview)
        if not wish.on:
            self._side.wish(PreviewEnded())
            return said({})
        self._check("preview")
        self._side.wish(PreviewWished(anew=True))
        return said({})

    async def _picture(self, request: web.Request) -> web.Response:
        """Return one picture; it is in memory alone, and only while the machine lets it out."""
        self._check("preview")
        self._side.wish(PreviewWished(anew=False))
        with refusals_answered():
            picture = await self._side.picture()
        # A child may have come in while it was being coded.
        self._check("preview")
        if not self._side.previews():
            return refused("ended")
        return web.Response(body=picture, content_type="image/webp")

    # ---- the head

    async def _step(self, request: web.Request) -> web.Response:
        self._check("step")
        axis: Literal["pan", "tilt"] = "pan" if request.match_info["axis"] == "pan" else "tilt"
        with refusals_answered():
            return said(await self._side.step(axis))

    # ---- errands

    async def _identify(self, request: web.Request) -> web.Response:
        self._check("identify")
        with refusals_answered():
            return said({"words": await self._errands.identify()})

    async def _doctor(self, request: web.Request) -> web.StreamResponse:
        """Stream the findings as they come."""
        self._check("doctor")
        response = web.StreamResponse()
        response.content_type = "text/event-stream"
        await response.prepare(request)
        found: asyncio.Queue[Finding | None] = asyncio.Queue(2 * len(NAMES))
        async with asyncio.TaskGroup() as tasks:
            examining = tasks.create_task(self._examine(found), name="doctor")
            try:
                while (finding := await found.get()) is not None:
                    await _write(response, event("finding", _told(finding)))
                await _write(response, event("end", {"words": await examining}))
            except (ConnectionError, TimeoutError):
                # The page has gone, and nobody reads the rest.
                examining.cancel()
                response.force_close()
        return response

    async def _examine(self, found: asyncio.Queue[Finding | None]) -> Both | None:
        """Examine the robot; return why it did not end, or None."""
        try:
            await self._errands.doctor(found.put_nowait)
        except ErrandRefused as error:
            return error.words
        finally:
            found.put_nowait(None)
        return None

    async def _logs(self, request: web.Request) -> web.Response:
        self._check("logs")
        with refusals_answered():
            data = await self._errands.log_bundle()
        return web.Response(body=data, content_type="application/octet-stream")

    # ---- Wi-Fi

    async def _networks(self, request: web.Request) -> web.Response:
        return said(await self._with_wifi("wifi_look", lambda wifi: wifi.look()))

    async def _join(self, request: web.Request) -> web.Response:
        wish = await _read(request, JoinNetwork)
        await self._with_wifi("wifi_change", lambda wifi: wifi.join(wish.name, wish.key))
        return said({})

    async def _forget(self, request: web.Request) -> web.Response:
        wish = await _read(request, ForgetNetwork)
        await self._with_wifi("wifi_change", lambda wifi: wifi.forget(wish.name))
        return said({})

    async def _with_wifi(self, act: Act, work: Callable[[PageWifi], Awaitable[Any]]) -> Any:
        self._check(act)
        if self._wifi is None:
            raise no("no_wifi")
        with refusals_answered():
            return await work(self._wifi)

    # ---- wiping

    async def _wipe(self, request: web.Request) -> web.Response:
        self._check("wipe")
        wish = await _read(request, Wipe)
        robot = self._side.told().robot
        wanted = (robot,) if robot else ("wipe", "löschen")
        typed = wish.name.strip().casefold().encode()
        if not any(hmac.compare_digest(typed, one.encode()) for one in wanted):
            return refused("wrong_name")
        with refusals_answered():
            self._wiping.ask(keep_key=wish.keep_key, keep_network=wish.keep_network)
        return said({})

    async def _protocol(self, request: web.Request) -> web.Response:
        """Return the protocol of the last wipe; an empty text without one."""
        data = self._wiping.protocol() or b""
        return web.Response(body=data, content_type="text/plain", charset="utf-8")

    def _check(self, act: Act) -> None:
        """Refuse what may not be done now.

        Raises:
            HTTPConflict: With the reason.
        """
        why = refusal(act, self._side.situation())
        if why is not None:
            raise no(why)


def _told(finding: Finding) -> FindingTold:
    name = NAMES[finding.check]
    return FindingTold(finding.check, finding.outcome, name, finding.text, finding.remedy)


async def _write(response: web.StreamResponse, data: bytes) -> None:
    async with asyncio.timeout(SEND_S):
        await response.write(data)


async def _read(request: web.Request, kind: type[Wish]) -> Wish:
    """Return what a request asks for.

    Raises:
        HTTPConflict: It cannot be read.
    """
    try:
        return msgspec.json.decode(await request.read(), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise no("malformed") from None
