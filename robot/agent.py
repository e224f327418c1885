"""The agent: builds everything, hears everything in one line, and lets the machine decide.

    bridge ──► link ─┐                                  ┌─► body (light, head, arm)
    child  ──► calls ├─► inbox ─► presence ─► effects ──┼─► sources (camera, microphone)
    body ──► body link ┘   ▲      steering              ├─► calls (answer, events, pose)
    sources, voice, disk ──┘                            ├─► link (answer, snapshots)
                                                        └─► keeper (files)

One task group; this loop is its body. It waits for the next thing to hear and for
nothing else: no device and no disk stands between what the class wants and its effect.
What fails in a way that nobody expected ends the group and the process, and systemd
starts it anew.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from pathlib import Path

from bridge.process import notify
from bridge.process.logs import clean
from bridge.protocol import clocks, codec
from bridge.protocol.channels import Beat, ChannelUp, Look, Refused
from bridge.protocol.errors import ProtocolError
from bridge.protocol.signaling import (
    Invite,
    Leave,
    RelayUp,
    Revoke,
    TeacherAction,
    TrickledCandidate,
)
from hardware.contract import wire
from robot import health
from robot.call import call
from robot.call.admission import Admission
from robot.call.calls import Calls
from robot.links import body_link
from robot.links import bridge_link as link
from robot.links.inbox import Inbox, Line
from robot.links.offer_nonces import OfferNonces
from robot.media import hooks
from robot.media.types.spec import SourceEvent, SourceNotice
from robot.presence import events as ev
from robot.presence.machine import PresenceMachine, State
from robot.senses import Senses
from robot.settings.config import Config
from robot.settings.identity import Identity
from robot.sources import Sources
from robot.stage import Outputs, Stage
from robot.steering.steering import Steering
from robot.steering.views import Views
from robot.storage import note
from robot.storage.keeper import Keeper

log = logging.getLogger(__name__)

BODY_FIRST_S = 3.0
"""So long are bridge and service manager kept waiting for the body: a child who comes in the
first moment after a restart should find a robot that can show it."""

GOODBYE_S = 0.3
CLOSE_S = 0.7
KEEP_S = 1.0
"""With the sources' time these stay under the two seconds that a stopping process has, but for
a disk that takes longer than any should."""


@dataclass(frozen=True)
class Stop:
    """The process was told to end."""


@dataclass(frozen=True)
class Kept:
    """The disk has taken or refused a file."""


Item = (
    link.LinkNews
    | body_link.BodyNews
    | call.CallNews
    | SourceEvent
    | ev.MediaClosed
    | ev.VoiceHeard
    | Kept
    | Stop
)


class Agent:
    """One robot's agent.

    Args:
        config: As loaded.
        identity: The robot's key.
    """

    def __init__(self, config: Config, identity: Identity) -> None:
        hooks.install()
        self._config = config
        self._identity = identity
        self._inbox: Inbox[Item] = Inbox()
        self._senses = Senses(config, self._pose, self._source_changed, self._source_noticed)
        self._notice = ""
        self._clock = ""
        nonces = OfferNonces(link.random_nonce)
        self._body = body_link.BodyLink(Path(config.body.socket), self._body_told)
        self._link = link.Link(config.bridge, config.robot.id, identity, self._bridge_told, nonces)
        self._keeper = Keeper(config.state_dir, self._disk_told)
        self._sources = Sources(self._senses.run, self._senses.cut, self._source_closed)
        self._admission = Admission(identity.public, nonces)
        views = Views(config.state_dir)
        self._steering = Steering(self._body, views, config.head.lens_deg)
        self._body_met = asyncio.Event()
        self._state = State.ASLEEP

    async def run(self, stop: asyncio.Event) -> None:
        """Serve until told to stop; then leave the presence, park, and say goodbye."""
        await self._senses.prepare()
        kept = note.read(self._config.state_dir)
        self._kept: note.Kept | None = kept
        self._machine = PresenceMachine(kept.classroom)
        async with asyncio.TaskGroup() as tasks:
            calls = self._calls = Calls(tasks, self._senses.lines, self._call_told)
            lines = self._senses.lines
            outputs = Outputs(self._sources, lines.voice, self._senses.ringing, self._keeper)
            self._stage = Stage(
                self._machine,
                self._identity,
                self._steering,
                self._body,
                self._link,
                calls,
                outputs,
                kept.note,
            )
            running = self._start(tasks, stop)
            await self._serve()
            await self._go_dark()
            await self._say_goodbye(calls)
            for task in running:
                task.cancel()

    def _start(self, tasks: asyncio.TaskGroup, stop: asyncio.Event) -> list[asyncio.Task[None]]:
        works: dict[str, Coroutine[None, None, None]] = {
            "body link": self._body.run(),
            "link": self._dial(),
            "speaker": self._senses.run_speaker(),
            "voice level": self._senses.follow_voice(self._voice_heard),
            "sources": self._sources.run(),
            "keeper": self._keeper.run(),
            "stop": self._wait_for(stop),
        }
        interval_s = notify.watchdog_interval_s()
        if interval_s is not None:
            works["watchdog"] = health.feed_watchdog(interval_s, self._watch())
        return [tasks.create_task(work, name=name) for name, work in works.items()]

    # ---- the loop

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            dues = (
                self._machine.deadline,
                self._steering.deadline,
                self._stage.deadline,
            )
            due_s = min((due for due in dues if due is not None), default=None)
            item = await self._inbox.get(due_s)
            now = loop.time()
            if item is None:
                self._stage.perform(self._machine.tick(now), now)
                self._log_state()
            elif isinstance(item, Stop):
                self._decide(ev.ShutDown(), now)
                return
            else:
                self._hear(item, now)
            self._steering.tick(now)
            self._stage.send_snapshot(now)
            self._stage.answer_late(now)

    def _decide(self, event: ev.Event, now: float) -> None:
        self._stage.perform(self._machine.handle(event, now), now)
        self._log_state()

    def _log_state(self) -> None:
        state = self._machine.state
        if state is not self._state:
            log.info("presence: %s -> %s", self._state.name, state.name)
            self._state = state

    def _hear(self, item: Item, now: float) -> None:
        match item:
            case body_link.BodyUp() | body_link.BodySaid() | body_link.BodyDown():
                self._hear_body(item, now)
            case link.LinkUp() | link.LinkSaid() | link.LinkDenied() | link.LinkDown():
                self._hear_bridge(item, now)
            case call.Answered(call=id, sdp=text):
                self._stage.answer(id, text)
            case call.CallUp(call=id):
                self._decide(ev.Connected(id.presence, id.attempt), now)
            case call.EventsUp():
                self._steering.telling.changed(now)
            case call.CallDown(call=id, why=why, failed=failed):
                log.info("call: attempt %d is over: %s", id.attempt, why)
                if failed:
                    self._stage.failed(id)
                self._steering.forget_road(str(id.attempt))
                self._decide(ev.PeerLost(id.presence, id.attempt), now)
            case call.ChannelSaid(call=id, message=message):
                self._hear_child(id.presence, str(id.attempt), message, now)
            case call.CallLine(call=id, level=level, picture=picture):
                log.info("call: the line is %s, the picture %s", level, picture)
                measured = ev.LineMeasured(id.presence, id.attempt, level, picture)
                self._decide(measured, now)
            case SourceEvent(part=part, lost=lost):
                self._decide(ev.SourceChanged(part, lost), now)
            case ev.MediaClosed(part=part):
                # It may have been wanted and refused again while this stood in line.
                if self._sources.is_closed(part):
                    self._decide(item, now)
            case ev.VoiceHeard():
                self._decide(item, now)
            case Kept():
                self._stage.answer_kept()

    # ---- who stands in which line

    async def _body_told(self, news: body_link.BodyNews) -> None:
        await self._inbox.put(news, Line.URGENT)

    async def _bridge_told(self, news: link.LinkNews) -> None:
        match news:
            case link.LinkSaid(message=TeacherAction()) | link.LinkUp() | link.LinkDown():
                await self._inbox.put(news, Line.CLASS)
            case _:
                # A teacher's next word must not wait until there is room for a child's.
                self._inbox.put_now(news)

    async def _call_told(self, news: call.CallNews) -> None:
        often = isinstance(news, call.ChannelSaid | call.CallLine)
        await self._inbox.put(news, Line.CHILD if often else Line.CLASS)

    def _disk_told(self) -> None:
        self._inbox.put_newest("disk", Kept())

    # ---- the body

    def _pose(self) -> tuple[float, float]:
        return self._steering.measured_deg

    def _hear_body(self, item: body_link.BodyNews, now: float) -> None:
        match item:
            case body_link.BodyUp(greeting=greeting):
                self._steering.greet(greeting)
                if not self._body_met.is_set():
                    self._body_met.set()
                    notify.ready(f"robot: body is {greeting.driver}")
                self._decide(ev.BodyLinked(), now)
            case body_link.BodyDown():
                self._decide(ev.BodyLost(), now)
            case body_link.BodySaid(report=wire.BodyState() as state):
                self._hear_state(state, now)
            case body_link.BodySaid(report=wire.Pressed(button=button)):
                steps = {"volume_up": 1, "volume_down": -1}
                if button in steps:
                    self._decide(ev.VolumePressed(steps[button]), now)
                elif button == "identify":
                    self._decide(ev.IdentifyPressed(), now)
            case body_link.BodySaid(report=wire.RefusedIntent(code=code)):
                log.warning("body: refused an intent (%s)", code)

    def _hear_state(self, state: wire.BodyState, now: float) -> None:
        pose = self._steering.report(state, now)
        if pose is not None:
            self._stage.send_pose(pose, "channel")
        report = ev.BodyReported(
            state.signal,
            state.paused,
            state.faults,
            state.power,
            state.gesture,
            state.servos,
        )
        self._decide(report, now)
        self._senses.lines.limit.ceiling = self._machine.classroom.relief.ceiling

    # ---- the bridge

    async def _dial(self) -> None:
        try:
            async with asyncio.timeout(BODY_FIRST_S):
                await self._body_met.wait()
        except TimeoutError:
            log.warning("agent: no body yet; the bridge is told so")
            notify.ready("robot: no body yet")
        await self._link.run()

    @property
    def _missing(self) -> str:
        missing = "" if self._body_met.is_set() else "; no body yet"
        return missing + self._clock + self._notice

    def _hear_bridge(self, item: link.LinkNews, now: float) -> None:
        match item:
            case link.LinkUp(welcome=welcome):
                self._take_time(welcome.unix_s, now)
                notify.status(f"{health.LINKED}{self._missing}")
                self._stage.use_servers(welcome.ice_servers)
                self._stage.tell_who_is_inside()
                self._steering.telling.changed(now)
            case link.LinkDown():
                notify.status(f"the bridge is away{self._missing}")  # what runs goes on
            case link.LinkDenied():
                self._decide(ev.RightRevoked(), now)
            case link.LinkSaid(message=Revoke(pupil_key=key)):
                self._decide(ev.RightRevoked(key), now)
            case link.LinkSaid(message=Invite() as invite):
                self._invited(invite, now)
            case link.LinkSaid(message=TrickledCandidate() as late):
                id = call.CallId(late.presence, late.attempt)
                self._calls.candidate(id, late.candidate, late.mid)
            case link.LinkSaid(message=Leave(presence=presence)):
                self._decide(ev.PupilLeft(presence), now)
            case link.LinkSaid(message=RelayUp(presence=presence, message=message)):
                self._hear_child(presence, "relay", message, now)
            case link.LinkSaid(message=TeacherAction(id=id, action=action)):
                left_s = note.day_left_s(self._stage.time.unix_s(now) or time.time())
                self._decide(ev.TeacherActed(id, action, left_s), now)
            case link.LinkSaid(message=Refused(code=code)):
                log.warning("link: the bridge refused a message (%s)", clean(code, 40))

    def _take_time(self, unix_s: float | None, now: float) -> None:
        """Go by the bridge's clock, and say so if ours is far off."""
        own_s = time.time()
        if unix_s is None:
            unix_s = own_s  # a bridge that tells no time
        off = clocks.off_in_words(own_s - unix_s)
        if off and not self._clock:
            log.warning("agent: this robot's clock is %s", off)
        self._clock = f"; its clock is {off}" if off else ""
        self._stage.time.tell(unix_s, now)
        if self._kept is not None:
            kept, self._kept = self._kept, None
            self._decide(kept.told(unix_s), now)

    def _invited(self, invite: Invite, now: float) -> None:
        try:
            guest = self._admission.check(invite, now)
        except ProtocolError as error:
            log.warning("presence: an offer was refused (%s)", error.code)
            self._link.send(codec.refused(error, re=invite.presence))
            return
        self._stage.expect(guest)
        event = ev.Invited(invite.pupil_key, invite.presence, invite.attempt)
        is_new = invite.presence != self._machine.presence
        self._decide(event, now)
        if is_new and self._machine.presence == invite.presence:
            self._steering.begin_stay()

    # ---- the child

    def _hear_child(self, presence: str, road: str, message: ChannelUp, now: float) -> None:
        through: ev.Road = "relay" if road == "relay" else "channel"
        if presence != self._machine.presence:
            self._machine.stale += 1
            return
        if not isinstance(message, Look | Beat):
            self._decide(ev.Said(presence, message, through), now)
            return
        pose = self._steering.hear(message, road, now)
        if pose is not None:
            self._stage.send_pose(pose, through)
        # One that is too late to be obeyed still says that the line is there.
        self._decide(ev.Heard(presence, through), now)

    # ---- sound and picture

    def _source_changed(self, event: SourceEvent) -> None:
        self._inbox.put_newest(("source", event.part), event)

    def _source_closed(self, part: ev.Part) -> None:
        self._inbox.put_newest(("closed", part), ev.MediaClosed(part), Line.URGENT)

    def _voice_heard(self, event: ev.VoiceHeard) -> None:
        self._inbox.put_newest("voice", event, Line.CHILD)

    def _source_noticed(self, notice: SourceNotice) -> None:
        log.warning("%s: %s", notice.part, notice.text)
        self._notice = f"; {notice.part}: {notice.text}"
        notify.status(f"robot{self._missing}")

    def _watch(self) -> Callable[[float], bool]:
        gives = self._config.camera_spec().scheme != "null"
        watch = health.CameraWatch(lambda: self._senses.lines.pictures_so_far, gives)
        return lambda now: watch.alive(
            self._machine.running, "camera" in self._machine.snapshot().lost, now
        )

    # ---- the end

    async def _wait_for(self, stop: asyncio.Event) -> None:
        await stop.wait()
        notify.stopping()
        self._inbox.put_newest("stop", Stop(), Line.URGENT)

    async def _go_dark(self) -> None:
        """Take the light away once the devices are closed; `Sources.run` bounds the wait."""
        await self._sources.closed()
        now = asyncio.get_running_loop().time()
        for part in ev.Part:
            self._decide(ev.MediaClosed(part), now)

    async def _say_goodbye(self, calls: Calls) -> None:
        await self._inbox.close()
        await self._body.flush(GOODBYE_S)
        await self._link.flush(GOODBYE_S)
        await calls.close_all(CLOSE_S)
        await self._keeper.flush(KEEP_S)
