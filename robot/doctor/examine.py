"""One examination of a robot: every check, group after group.

This is the seam for whoever wants to know: the command line, the bridge, a local page. Beside a
running agent, and with `gentle`, nothing is opened, moved or lit; the findings then say which
checks could not run, and why.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from robot.doctor import body as bodies
from robot.doctor import clock, computer, devices, network, own, parts, picture, sound
from robot.doctor.body_visit import PAUSED, BodyVisit, Dark, visited, why_silent
from robot.doctor.calibration_probe import read_calibration
from robot.doctor.clock_probe import read_clock
from robot.doctor.computer_probe import read_computer
from robot.doctor.findings import GROUPS, NAMES, Both, Finding, absent, good, skipped
from robot.doctor.network_probe import (
    ask_enrolment,
    read_name,
    read_networks,
    read_roads,
    read_wifi,
)
from robot.doctor.own import STOP, ServiceReading
from robot.doctor.own_probe import (
    read_key,
    read_service,
    read_state,
    read_versions,
    robot_name,
    voice_lacks,
)
from robot.doctor.parts import TriedDevice
from robot.doctor.picture_probe import look
from robot.doctor.sound_probe import listen
from robot.settings.config import RobotConfig
from robot.settings.identity import Identity

GROUP_S = 90.0
"""Longest time for one group."""

RUNS: Mapping[str, Sequence[str]] = {
    "robot": ("versions", "key", "state", "service"),
    "computer": ("clock", "disk", "wear", "temperature", "supply", "memory"),
    "network": (*GROUPS["network"], "clock_offset"),
    "devices": ("camera", "microphone", "speaker", "voice"),
    "body": (*GROUPS["body"], "frames", "colours", "level", "heard", "echo"),
}
"""Checks of each group, in the order in which the groups run."""

Tell = Callable[[Finding], None]

GENTLE = Both("nur gelesen (--gentle)", "only read (--gentle)")
AGENT = Both("der Dienst hält Kamera, Ton und Körper", "the service holds camera, sound and body")
NO_BODY = Both(
    "ohne Körper kein Licht, und ohne Licht weder Bild noch Ton",
    "without the body there is no light, and without light neither picture nor sound",
)


@dataclass(frozen=True)
class DoctorOptions:
    """Options of an examination.

    Args:
        gentle: Only read: open, move and light nothing.
        root: Folder that holds the system's files.
        environment: As of the process.
        announce: Asks a person to press a button; None asks nobody.
        groups: Which groups to run, in their own order.
    """

    gentle: bool = True
    root: Path = Path("/")
    environment: Mapping[str, str] | None = None
    announce: Callable[[Both], None] | None = None
    groups: Sequence[str] = tuple(RUNS)


async def examine(config: RobotConfig, options: DoctorOptions, tell: Tell) -> list[Finding]:
    """Run every check; what fails becomes a finding and is never raised.

    Args:
        tell: Called with each finding as soon as there is one.
    """
    examination = _Examination(config, options, tell)
    groups = {
        "robot": examination.own,
        "computer": examination.computer,
        "network": examination.network,
        "devices": examination.devices,
        "body": examination.body,
    }
    for name, group in groups.items():
        if name in options.groups:
            try:
                async with asyncio.timeout(GROUP_S):
                    await group()
            except TimeoutError:
                examination.stuck(RUNS[name])
    return examination.found


class _Examination:
    def __init__(self, config: RobotConfig, options: DoctorOptions, tell: Tell) -> None:
        self._config = config
        self._options = options
        self._environment = options.environment or {}
        self._tell = tell
        self._service = ServiceReading(runs=False)
        self._identity: Identity | None = None
        self._tried: dict[str, TriedDevice] = {}
        self.found: list[Finding] = []

    def _say(self, *found: Finding) -> None:
        for finding in found:
            assert finding.check in NAMES
            self.found.append(finding)
            self._tell(finding)

    def stuck(self, checks: Sequence[str]) -> None:
        """Note those checks of a group that did not end."""
        said = {finding.check for finding in self.found}
        text = Both(f"kein Ende in {GROUP_S:.0f} s", f"no end within {GROUP_S:.0f} s")
        self._say(*(skipped(check, text) for check in checks if check not in said))

    # ---- what is read

    async def own(self) -> None:
        config, options = self._config, self._options
        self._say(own.versions(read_versions()))
        reading, self._identity = read_key(config, self._environment, options.root)
        self._service = await read_service(options.root, config.state_dir)
        self._say(own.key(reading), own.state(read_state(config.state_dir)))
        self._say(own.service(self._service))

    async def computer(self) -> None:
        root = self._options.root
        reading = read_computer(root, self._config.state_dir)
        self._say(clock.clock(await read_clock(root)))
        self._say(computer.disk(reading.disk), computer.wear(reading.disk))
        self._say(computer.temperature(reading.celsius), computer.supply(reading.supply))
        self._say(computer.memory(reading.memory_mb))

    async def network(self) -> None:
        config = self._config
        networks = await read_networks(self._options.root)
        radios, cable = read_wifi(self._options.root)
        self._say(network.wifi(radios, cable, networks, config.wifi.setup))
        name = await read_name(config)
        found = await read_roads(config, self._environment)
        self._say(network.dns(name, found.through_proxy), network.bridge(found))
        self._say(clock.clock_offset(found.clock_off_s, found.cause == "clock"))
        self._say(*network.roads(found), network.loss(found), network.jitter(found))
        self._say(network.throughput(found))
        name_of_it = robot_name(config)
        asked = self._identity is not None and not self._service.runs and found.cause is None
        reading = own.EnrolmentReading(name_of_it, asked=asked and bool(name_of_it))
        if reading.asked and self._identity is not None:
            cause = await ask_enrolment(config, self._environment, name_of_it, self._identity)
            reading = replace(reading, cause=cause)
        self._say(own.enrolment(reading, self._service))

    async def devices(self) -> None:
        config, root = self._config, self._options.root
        camera = config.camera
        spec = config.camera_spec()
        self._tried = {
            "camera": await asyncio.to_thread(
                devices.try_camera, spec, camera.width_px, camera.height_px
            ),
            "microphone": await asyncio.to_thread(
                devices.try_microphone, config.microphone_spec(), root
            ),
            "speaker": await asyncio.to_thread(devices.try_speaker, config.speaker_spec(), root),
        }
        names = (spec.url, config.microphone.source, config.speaker.sink)
        for name, (check, tried) in zip(names, self._tried.items(), strict=True):
            self._say(parts.device(check, tried, name))
        lacks = await voice_lacks(config.sound.phrases)
        self._say(own.voice(config.sound.phrases, lacks))

    # ---- what needs the body

    async def body(self) -> None:
        path = Path(self._config.body.socket)
        async with visited(path) as visit:
            if visit is None or visit.greeting is None or visit.state is None:
                self._say(bodies.away(await why_silent(path)))
                self._skip_media(NO_BODY, Both("karlsson-body starten.", "Start karlsson-body."))
                return
            driver = visit.greeting.driver
            if driver == "find":
                self._say(bodies.not_chosen())
                self._skip_media(NO_BODY)
                return
            self._say(bodies.body(driver, visit.state), bodies.battery(driver, visit.state))
            self._say(bodies.calibration(read_calibration(self._options.root, driver)))
            held = AGENT if self._service.runs else GENTLE if self._options.gentle else None
            if held is None and visit.state.paused:
                held = PAUSED
            if held is not None:
                self._passive(visit, held, STOP if held is AGENT else None)
                return
            try:
                await self._parts(visit)
                await self._camera(visit)
                await self._sound(visit)
            finally:
                await visit.rest()

    def _passive(self, visit: BodyVisit, why: Both, remedy: Both | None) -> None:
        """Judge lights and servos by what the body reports by itself; say why not more."""
        assert visit.greeting is not None
        assert visit.last is not None
        driver, state = visit.greeting.driver, visit.last
        self._say(bodies.lights(driver, state, None, why, remedy))
        for axis in bodies.AXES:
            if axis == "hand" and not visit.greeting.has_hand:
                self._say(absent("hand"))
            else:
                self._say(bodies.axis(axis, driver, state, None, why, remedy))
        self._skip_media(why, remedy)

    async def _parts(self, visit: BodyVisit) -> None:
        """Try lights, servos and buttons."""
        assert visit.greeting is not None
        assert visit.last is not None
        driver, has_hand = visit.greeting.driver, visit.greeting.has_hand
        pressed = await visit.buttons(self._options.announce)
        shown = await visit.lights()
        self._say(bodies.lights(driver, visit.last, shown))
        for axis in bodies.AXES:
            if axis == "hand" and not has_hand:
                self._say(absent("hand"))
                continue
            move = await visit.move(axis) if visit.state is not None else None
            self._say(bodies.axis(axis, driver, visit.last, move))
        self._say(*bodies.buttons(driver, pressed))

    async def _camera(self, visit: BodyVisit) -> None:
        tried = self._tried["camera"]
        if tried.problem or tried.kind == "none":
            self._say(*(self._without(check, tried) for check in ("frames", "colours")))
            return
        simulated = tried.kind == "simulated"
        try:
            seen = await visit.under_light(lambda: look(self._config))
        except Dark as dark:
            self._say(*(skipped(check, dark.why) for check in ("frames", "colours")))
            return
        self._say(
            picture.frames(seen.readings, seen.fps, self._config.camera.fps, seen.lost, simulated)
        )
        colours = picture.colours(seen.readings, simulated)
        self._say(colours or skipped("colours", Both("ohne Bild", "without a picture")))

    async def _sound(self, visit: BodyVisit) -> None:
        microphone, speaker = self._tried["microphone"], self._tried["speaker"]
        if microphone.problem or microphone.kind == "none":
            self._say(*(self._without(check, microphone) for check in ("level", "heard", "echo")))
            return
        simulated = microphone.kind == "simulated"
        mode = self._config.sound.echo
        real = not simulated and speaker.kind in ("real", "unknown") and not speaker.problem
        try:
            raw = await visit.under_light(lambda: listen(self._config, "off", real))
            self._say(sound.level(raw.room, raw.lost, simulated))
            if not real or raw.sweeps is None:
                gone = simulated or speaker.kind == "simulated"
                for check in ("heard", "echo"):
                    if speaker.problem:
                        self._say(self._without(check, speaker))
                    else:
                        self._say(sound.no_sound_to_hear(check, gone))
                return
            self._say(sound.heard(raw.sweeps, mode))
            less = None
            if mode == "software" and raw.sweeps.is_heard:
                less = await visit.under_light(lambda: listen(self._config, mode, True))
        except Dark as dark:
            said = {finding.check for finding in self.found}
            left = [check for check in ("level", "heard", "echo") if check not in said]
            self._say(*(skipped(check, dark.why) for check in left))
            return
        cancelled = None if less is None else less.sweeps
        self._say(sound.echo(mode, raw.sweeps, cancelled, "" if less is None else less.notices))

    def _without(self, check: str, tried: TriedDevice) -> Finding:
        if tried.kind == "none":
            return absent(check)
        return skipped(check, Both("siehe oben: es ist nicht da", "see above: it is not there"))

    def _skip_media(self, why: Both, remedy: Both | None = None) -> None:
        said = {finding.check for finding in self.found}
        left = [check for check in RUNS["body"] if check not in said]
        self._say(*(skipped(check, why, remedy) for check in left))


def config_good(path: Path) -> Finding:
    """Return the finding of a configuration that was read."""
    return good("config", str(path), str(path))
