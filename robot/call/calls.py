"""Calls of one robot: usually one, and two while a line is rebuilt."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence

from bridge.protocol.channels import EventDown, PoseReport
from bridge.protocol.limits import HANDOVER_S
from robot.call import memory
from robot.call.admission import AdmittedOffer
from robot.call.call import Call, CallId, CallNews
from robot.call.lines import Lines
from robot.call.transfers import Transfers
from robot.media.transport.known_line import KnownLine

log = logging.getLogger(__name__)

SWEEP_AFTER_S = 2.0

MOST_CALLS = 3
"""One that works, one being built, and one that is closing."""


class Calls:
    """Starts and closes calls, and finds the one to send through.

    Args:
        tasks: Group in which the calls run.
        lines: Sound and picture.
        tell: Takes the news of every call.
        transfers: Blobs that cross beside the media; None for none.
    """

    def __init__(
        self,
        tasks: asyncio.TaskGroup,
        lines: Lines,
        tell: Callable[[CallNews], Awaitable[None]],
        transfers: Transfers | None = None,
    ) -> None:
        self._transfers = transfers
        self._tasks = tasks
        self._lines = lines
        self._tell = tell
        self._running: dict[CallId, tuple[Call, asyncio.Task[None]]] = {}
        self._line = KnownLine()

    def start(self, offer: AdmittedOffer, servers: Sequence[dict[str, str]]) -> None:
        """Build the peer connection for an offer that was accepted."""
        id = CallId(offer.invite.presence, offer.invite.attempt)
        waiting = sorted(other for other, (call, _) in self._running.items() if not call.connected)
        for other in waiting[: max(0, len(self._running) + 1 - MOST_CALLS)]:
            self._cancel(other)
        for running, _ in self._running.values():
            self._learn_from(running)
        start_bps = self._line.start_bps(time.monotonic())
        call = Call(
            id, offer.clean_sdp, servers, self._lines, self._tell, self._transfers, start_bps
        )
        task = self._tasks.create_task(call.run(), name=f"call {id.attempt}")
        self._running[id] = (call, task)
        task.add_done_callback(lambda _: self._over(id))

    def _learn_from(self, call: Call) -> None:
        sender = call.sender
        if sender is not None and sender.control.measured:
            self._line.learn(sender.control.estimate_bps, time.monotonic())

    def _over(self, id: CallId) -> None:
        call, _ = self._running.pop(id)
        self._learn_from(call)
        # Not at once: the call that takes over has its first pictures to send.
        asyncio.get_running_loop().call_later(SWEEP_AFTER_S, memory.sweep)

    def close(self, presence_id: str, below: int | None = None) -> None:
        """Close calls of a presence: all at once, or those of lower attempts.

        A lower attempt that is connected has `HANDOVER_S` left: the child hears the class over it
        until sound has come over the new one, and then closes it.
        """
        for id, (call, _) in list(self._running.items()):
            if id.presence_id != presence_id:
                continue
            if below is None:
                self._cancel(id)
            elif id.attempt < below and call.connected:
                asyncio.get_running_loop().call_later(HANDOVER_S, self._retire, id)
            elif id.attempt < below:
                self._cancel(id)

    def _retire(self, id: CallId) -> None:
        if id in self._running:
            self._cancel(id)

    async def close_all(self, timeout_s: float) -> None:
        """Close every call, and wait for that at most this long."""
        running = [task for _, task in self._running.values()]
        for id in list(self._running):
            self._cancel(id)
        if running:
            await asyncio.wait(running, timeout=timeout_s)

    @property
    def encoding_since_s(self) -> float | None:
        """Monotonic time at which the oldest picture in work was begun; None while none is."""
        senders = [call.sender for call, _ in self._running.values() if call.sender is not None]
        begun = [since_s for one in senders if (since_s := one.encoding_since_s) is not None]
        return min(begun, default=None)

    def give_up(self) -> None:
        """Close calls that are not connected."""
        for id, (call, _) in list(self._running.items()):
            if not call.connected:
                self._cancel(id)

    def _cancel(self, id: CallId) -> None:
        """End a call once; a second cancel would interrupt its closing."""
        call, task = self._running[id]
        if not call.closing:
            task.cancel()

    def candidate(self, id: CallId, text: str, mid: str) -> None:
        """Hand on a candidate; drop it if the call is over."""
        if id in self._running:
            self._running[id][0].add_candidate(text, mid)

    def send_event(self, presence_id: str, message: EventDown) -> bool:
        """Send over `events` of the newest call that takes it; return False if no call did."""
        return any(call.channels.send_event(message) for call in self._newest_first(presence_id))

    def send_pose(self, presence_id: str, pose: PoseReport) -> bool:
        """Send over `control` of the newest call that takes it; return False if no call did."""
        return any(call.channels.send_pose(pose) for call in self._newest_first(presence_id))

    def _newest_first(self, presence_id: str) -> list[Call]:
        ids = sorted((id for id in self._running if id.presence_id == presence_id), reverse=True)
        return [self._running[id][0] for id in ids if self._running[id][0].connected]
