"""The voice of a real browser with the app's connection, as the robot gets it."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import Any

import pytest
from aiortc import RTCPeerConnection
from playwright.sync_api import Browser, Page

from bridge.protocol import sdp
from robot.call import peer
from robot.media import hooks
from robot.media.hooks import hearing
from robot.media.opus import red
from robot.media.types.cells import Newest, SoundFanout
from robot.media.types.tracks import PictureTrack, SoundTrack
from tests.deadline import WAIT_S
from tests.pupil_app.serving import serving

STEP = 480
"""RTP time from one packet of 10 ms to the next."""

OFFER = """async () => {
    const { Peer } = await import("/app/js/lesson/peer.js");
    const { VoiceSpreading } = await import("/app/js/lesson/voice_spreading.js");
    const { lean } = await import("/app/js/wire/sdp.js");
    const spreading = new VoiceSpreading();
    await new Promise((then) => spreading.start(then));
    const audio = new AudioContext();
    const [tone, out] = [audio.createOscillator(), audio.createMediaStreamDestination()];
    tone.connect(out);
    tone.start();
    const nothing = () => undefined;
    const [track] = out.stream.getAudioTracks();
    const ears = { state: nothing, message: nothing, candidate: nothing };
    window.peer = new Peer({ iceServers: [], track, spreading, ...ears });
    return lean(await window.peer.offer());
}"""


class Robot:
    """The robot's end, in a thread of its own: Playwright has this one."""

    def __init__(self) -> None:
        hooks.install()
        self.ages: SimpleQueue[list[int]] = SimpleQueue()
        """Ages of the copies in each packet."""
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever)
        self._thread.start()
        self._pc: RTCPeerConnection | None = None

    def answer(self, offer: str) -> str:
        """Return the answer to this offer; the voice comes in from then on."""
        answered: str = self._run(self._answer(offer)).result(WAIT_S)
        return answered

    async def _answer(self, offer: str) -> str:
        sound, picture = SoundTrack(SoundFanout()), PictureTrack(Newest())
        self._pc = peer.make([], sdp.check_offer(offer), picture, sound)
        self._pc.add_listener("track", self._listen)
        return await peer.answer(self._pc, sdp.clean_offer(offer))

    def _listen(self, track: Any) -> None:
        assert self._pc
        hearing.listen(self._pc, track, self)

    def put(
        self, payload: bytes, is_red: bool, sequence: int, rtp_time: int, source: int, now: float
    ) -> None:
        """Take a packet of the voice."""
        *copies, _ = red.unpack(payload) if is_red else [red.RedBlock(payload)]
        self.ages.put([copy.age_samples for copy in copies])

    def ages_until(self, wanted: list[int]) -> bool:
        """Wait for a packet whose copies have these ages."""
        while self.ages.get(timeout=WAIT_S) != wanted:
            pass
        return True

    def _run(self, todo: Any) -> "Future[Any]":
        return asyncio.run_coroutine_threadsafe(todo, self._loop)

    def end(self) -> None:
        """Close the connection, and end the thread."""
        if self._pc is not None:
            self._run(peer.close(self._pc)).result(WAIT_S)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(WAIT_S)
        self._loop.close()


@pytest.fixture
def robot() -> Iterator[Robot]:
    robot = Robot()
    yield robot
    robot.end()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(service_workers="block")
    with serving() as port:
        page = context.new_page()
        page.goto(f"http://127.0.0.1:{port}/offline")
        yield page
    context.close()


LOADED = """async () => {
    const { VoiceSpreading } = await import("/app/js/lesson/voice_spreading.js");
    const never = new Promise((then) => setTimeout(() => then(false), 10_000));
    const runs = new Promise((then) => new VoiceSpreading(10).start(() => then(true)));
    return await Promise.race([runs, never]);
}"""


def test_a_worker_that_did_not_come_is_loaded_again(page: Page) -> None:
    fails = [True]
    address = "**/js/lesson/voice_copies_worker.js"
    page.route(address, lambda route: route.abort() if fails.pop() else None, times=1)
    assert page.evaluate(LOADED)
    assert not fails


def test_copies_follow_as_far_behind_as_the_robot_wishes(page: Page, robot: Robot) -> None:
    page.evaluate("(sdp) => window.peer.accept(sdp)", robot.answer(page.evaluate(OFFER)))
    assert robot.ages_until([STEP])
    for packets in (3, 2, 1):
        page.evaluate("(packets) => window.peer.copyVoice(packets)", packets)
        assert robot.ages_until([packets * STEP])
