"""The agent: builds everything, hears everything in one line, and lets the machine decide.

    bridge ──► link ─┐                                  ┌─► body (light, head, hand)
    child  ──► calls ├─► inbox ─► presence ─► effects ──┼─► sources (camera, microphone)
    body ──► body link ┘   ▲      steering              ├─► calls (answer, events, pose)
    sources, voice, disk ──┘                            ├─► link (answer, snapshots)
                                                        └─► keeper (files)

One task group; this loop is its body. It waits for the next item in the inbox and for
nothing else: no device and no disk stands between what the class wants and its effect.
An unexpected failure ends the group and the process, and systemd starts it anew.
"""

import asyncio
import logging
import os
from collections.abc import Coroutine
from pathlib import Path

from msgspec import UNSET
from msgspec.structs import replace

from bridge.process import notify
from bridge.protocol.presence import Snapshot
from robot.agent_inbox import AgentInbox, StopRequested
from robot.board.board_view import BoardView
from robot.call.admission import Admission
from robot.call.calls import Calls
from robot.call.road_prober import RoadProber, surroundings
from robot.call.transfers import Transfers
from robot.caution import leaving_out
from robot.caution.ledger import Ledger, folder_of
from robot.caution.occupied import Occupied
from robot.errands.calm import Calm
from robot.errands.errands import Ways
from robot.errands.service import ErrandService
from robot.health import AgentWatch, ServiceStatus, feed_watchdog
from robot.hearing import Hearing
from robot.links.body_link import BodyLink
from robot.links.bridge_link import random_nonce
from robot.links.offer_nonces import OfferNonces
from robot.links.own_link import enroller_of, link_of
from robot.media import hooks
from robot.media.hooks import gathering
from robot.media.transport.beside import still_bytes
from robot.messenger import Messenger
from robot.part_reports import PartReports
from robot.presence import wire_bounds
from robot.presence.events import MediaClosed, MediaPart, PresenceEvent, ShutDown
from robot.presence.machine import PresenceMachine
from robot.presence.stay import PresenceState
from robot.senses import Senses
from robot.settings.config import RobotConfig
from robot.settings.identity import Identity
from robot.sheets.desk import SheetDesk
from robot.sources import Sources
from robot.speech.speech import Speech, find_voice
from robot.stage import Outputs, Stage
from robot.steering.steering import Steering
from robot.steering.views import Views
from robot.storage import note, outfits
from robot.storage.keeper import Keeper
from robot.switchboard import Switchboard
from robot.technician_side import TechnicianSide
from robot.update.carried import release_state

log = logging.getLogger(__name__)

BODY_FIRST_S = 3.0
"""Longest time for which bridge and service manager wait for the body: a child who comes in the
first moment after a restart should find a robot that can show it."""

GOODBYE_S = 0.3
CLOSE_S = 0.7
KEEP_S = 1.0
"""Longest times at the end. With the sources' time they stay under the two seconds that a stopping
process has, except for a disk that takes unusually long."""


class Agent:
    """One robot's agent.

    Args:
        config: As loaded.
        identity: The robot's key.
        ledger: Counts failures, and says what to leave out for a while.
    """

    def __init__(
        self, config: RobotConfig, identity: Identity, ledger: Ledger | None = None
    ) -> None:
        self._ledger = ledger or Ledger(None)
        caution = self._ledger.caution
        config = leaving_out.reduced(config, caution)
        hooks.install()
        gathering.use(surroundings(config, os.environ))
        self._config = config
        self._identity = identity
        self._inbox = AgentInbox()
        self._status = ServiceStatus()
        self._status.note_caution(leaving_out.WORDS[caution])
        self._reports = PartReports(
            config,
            self._ledger,
            self._inbox,
            self._status,
            lambda part: self._sources.in_use(part),
        )
        self._roads = RoadProber(self._reports.roads_tried)
        self._senses = Senses(
            config,
            self._pose,
            self._reports.source_changed,
            self._status.note_device,
            leaving_out.left_out(caution),
        )
        voice = find_voice(config.sound.phrases)
        self._speech = Speech(voice, self._senses.saying, self._reports.voice_tried)
        nonces = OfferNonces(random_nonce)
        self._body = BodyLink(Path(config.body.socket), self._inbox.body)
        enroller = enroller_of(config, os.environ, identity)
        self._link = link_of(config, os.environ, identity, self._inbox.bridge, nonces, enroller)
        self._keeper = Keeper(config.state_dir, self._inbox.disk)
        self._sources = Sources(self._senses.run, self._senses.cut, self._inbox.source_closed)
        self._admission = Admission(lambda: identity.public, nonces)
        views = Views(config.state_dir)
        self._steering = Steering(self._body, views, config.head.lens_deg)
        self._transfers = Transfers()
        self._desk = SheetDesk(self._transfers, self._link.send, self._inbox.board)
        self._board = BoardView(
            self._senses.lines.finder,
            config.camera_spec().scheme != "null",
            self._inbox.board,
            self._inbox.board,
            self._desk.send_still,
            lambda: still_bytes(self._transfers.line_bps),
        )
        self._state = PresenceState.ASLEEP
        self._calm = Calm(self._is_paused)
        self._service = ErrandService(
            config,
            self._calm,
            Ways(self._body.identify, self._inbox.identify, self._end),
            os.environ,
            self._link,
            self._told_state,
        )
        self._occupied = Occupied(folder_of(os.environ))

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until told to stop; then leave the presence, park, and say goodbye."""
        caution = self._ledger.caution
        if caution:
            log.warning("agent: %s", leaving_out.told(caution, self._ledger.calm_s))
        await self._senses.prepare()
        before = note.read(self._config.state_dir)
        self._machine = PresenceMachine(before.classroom, outfits.read(self._config.state_dir))
        async with asyncio.TaskGroup() as tasks:
            calls = Calls(tasks, self._senses.lines, self._inbox.call, self._transfers)
            lines = self._senses.lines
            outputs = Outputs(
                self._sources,
                lines.voice,
                self._senses.saying,
                self._senses.ringing,
                self._keeper,
                board=self._board,
                speech=self._speech,
                sheets=self._desk,
            )
            self._messenger = Messenger(
                self._machine,
                self._identity,
                self._steering,
                self._link,
                calls,
                self._roads,
                self._keeper,
                leaving_out.CODES.get(caution),
            )
            self._messenger.release = release_state()
            self._stage = Stage(
                self._machine, self._messenger, self._steering, self._body, outputs, before.note
            )
            self._hearing = Hearing(
                self._stage,
                self._steering,
                self._admission,
                self._identity,
                self._status,
                before,
                self._decide,
            )
            self.technician = TechnicianSide(
                self._config,
                self._service,
                self._stage,
                self._hearing,
                lines,
                self._inbox,
                self._status,
            )
            self._switchboard = Switchboard(
                self._hearing,
                self.technician,
                self._service,
                self._sources,
                self._messenger,
                self._decide,
            )
            running = self._start(tasks, stop, calls)
            await self._serve()
            await self._go_dark()
            await self._say_goodbye(calls)
            for task in running:
                task.cancel()

    def _start(
        self, tasks: asyncio.TaskGroup, stop: asyncio.Event, calls: Calls
    ) -> list[asyncio.Task[None]]:
        works: dict[str, Coroutine[None, None, None]] = {
            "body link": self._body.run(),
            "link": self._dial(),
            "speaker": self._senses.run_speaker(),
            "voice level": self._senses.follow_voice(self._inbox.voice),
            "speech": self._speech.run(),
            "sources": self._sources.run(),
            "trials": self._reports.run(),
            "keeper": self._keeper.run(),
            "board": self._board.run(),
            "sheets": self._desk.run(),
            "roads": self._roads.run(),
            "stop": self._wait_for(stop),
            "way back": self._ledger.come_back(self._calm.asleep, stop),
            **self.technician.works(),
        }
        interval_s = notify.watchdog_interval_s()
        if interval_s is not None:
            films = self._config.camera_spec().scheme != "null"
            watch = AgentWatch(self._machine, self._senses.lines, calls, films)
            # Twice as often as is asked for: one look that comes late ends nothing.
            works["watchdog"] = feed_watchdog(interval_s / 2, watch.hangs)
        return [tasks.create_task(work, name=name) for name, work in works.items()]

    # ---- the loop

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            dues = (
                self._machine.deadline,
                self._steering.deadline,
                self._messenger.deadline,
                self._hearing.deadline,
            )
            due_s = min((due for due in dues if due is not None), default=None)
            item = await self._inbox.next(due_s)
            now = loop.time()
            if item is None:
                self._stage.perform(self._machine.tick(now), now)
                self._log_state()
            elif isinstance(item, StopRequested):
                self._decide(ShutDown(), now)
                return
            else:
                self._switchboard.hand_on(item, now)
            self._steering.tick(now)
            self._hearing.tick(now)
            self._messenger.send_snapshot(now)
            self._messenger.answer_late(now)

    def _decide(self, event: PresenceEvent, now: float) -> None:
        self._stage.perform(self._machine.handle(event, now), now)
        self._senses.lines.limit.ceiling = self._machine.classroom.relief.ceiling
        self._log_state()

    def _log_state(self) -> None:
        state = self._machine.state
        if state is not self._state:
            log.info("presence: %s -> %s", self._state.name, state.name)
            self._state = state
            self._calm.told(asleep=state is PresenceState.ASLEEP)
            self.technician.occupied(state is not PresenceState.ASLEEP)
            self._occupied.note(state is not PresenceState.ASLEEP)

    # ---- what its parts ask for

    def _told_state(self) -> Snapshot:
        code = leaving_out.CODES.get(self._ledger.caution)
        careful = UNSET if code is None else code
        snapshot: Snapshot = replace(self._machine.snapshot(), safe_mode=careful)
        return wire_bounds.snapshot(snapshot)

    def _is_paused(self) -> bool:
        return bool(self._machine.classroom.paused_by)

    def _pose(self) -> tuple[float, float]:
        return self._steering.measured_deg

    async def _dial(self) -> None:
        try:
            async with asyncio.timeout(BODY_FIRST_S):
                await self._status.has_body.wait()
        except TimeoutError:
            self._status.body_awaited()
        await self._link.run()

    # ---- the end

    async def _wait_for(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._end()

    def _end(self) -> None:
        notify.stopping()
        self._inbox.stop()

    async def _go_dark(self) -> None:
        """Take the light away once the devices are closed; `Sources.run` bounds the wait."""
        await self._sources.closed()
        now = asyncio.get_running_loop().time()
        for part in MediaPart:
            self._decide(MediaClosed(part), now)

    async def _say_goodbye(self, calls: Calls) -> None:
        await self._inbox.close()
        await self._body.flush(GOODBYE_S)
        await self._link.flush(GOODBYE_S)
        await calls.close_all(CLOSE_S)
        await self._keeper.flush(KEEP_S)
