"""Camera, microphone and speaker as configured, and the lines that every call reads."""

import asyncio
from collections.abc import Callable, Mapping

from robot.call.lines import Lines
from robot.media.coded.feed import CodedFeed
from robot.media.devices.cameras import prepare_camera, run_camera
from robot.media.devices.sound import SoundDevices
from robot.media.types.spec import HeadPose, Part, Size, SourceEvent, SourceNotice
from robot.media.types.viewfinder import Viewfinder
from robot.media.voice.ringing import Ringing
from robot.media.voice.saying import Saying
from robot.presence import events
from robot.presence.events import MediaPart
from robot.settings.config import RobotConfig

LEFT_OUT = "left out in safe mode"

SOURCES: Mapping[MediaPart, Part] = {MediaPart.PICTURE: "camera", MediaPart.SOUND: "microphone"}

LEVEL_S = 0.1
"""Interval at which the light follows the voice."""


class Senses:
    """Camera, microphone and speaker; each opens on request only.

    Args:
        config: As loaded.
        pose: Returns the measured pan and tilt in degrees.
        on_event: Called on the loop's thread when a part is lost or works again.
        on_notice: Called with news for technicians.
        left_out: Parts that safe mode leaves out; the child and the class are told so.
    """

    def __init__(
        self,
        config: RobotConfig,
        pose: Callable[[], tuple[float, float]],
        on_event: Callable[[SourceEvent], None],
        on_notice: Callable[[SourceNotice], None],
        left_out: frozenset[MediaPart] = frozenset(),
    ) -> None:
        self._left_out = left_out
        self._config = config
        self._pose = pose
        self._on_event = on_event
        self._on_notice = on_notice
        finder = Viewfinder()
        coded = CodedFeed(finder) if config.camera_spec().gives_h264 else None
        self.lines = Lines.make(self._size(), coded, finder)
        self.lines.voice.muted = True
        self.saying = Saying(self.lines.voice)
        """The voice with spoken phrases on it."""
        self.ringing = Ringing(self.saying)
        """The same with the robot's own short sounds on it."""
        self._sound = SoundDevices(
            config.microphone_spec(),
            config.speaker_spec(),
            self.ringing if config.sound.earcons else self.saying,
            config.sound.echo,
            config.sound.ceiling_db,
            on_notice,
        )

    async def prepare(self) -> None:
        """Prepare what takes long to make, and say what cannot work before anybody comes."""
        self._sound.tell_limits()
        lens_deg = self._config.head.lens_deg
        await asyncio.to_thread(prepare_camera, self._config.camera_spec(), self._size(), lens_deg)

    async def run(self, part: MediaPart) -> None:
        """Give this part's picture or sound until cancelled, and then close its device."""
        lines = self.lines
        if part in self._left_out:
            self._on_event(SourceEvent(SOURCES[part], True, LEFT_OUT))
        if part is MediaPart.SOUND:
            lines.sounds.open()
            await self._sound.run_microphone(lines.sounds, self._on_event)
            return
        lines.open_pictures()
        await run_camera(
            self._config.camera_spec(),
            self._size(),
            lines.pictures,
            lambda: HeadPose(*self._pose()),
            self._on_event,
            self._config.head.lens_deg,
            finder=lines.finder,
            coded=None if lines.coded is None else (lines.coded, self._on_notice),
        )

    def cut(self, part: MediaPart) -> None:
        """Drop this part's picture or sound, and everything more until its next `run`."""
        if part is MediaPart.PICTURE:
            self.lines.shut_pictures()
        else:
            self.lines.sounds.shut()

    async def run_speaker(self) -> None:
        """Play the child's voice until cancelled."""
        if MediaPart.SOUND in self._left_out:
            self._on_event(SourceEvent("speaker", True, LEFT_OUT))
        await self._sound.run_speaker(self._on_event)

    async def follow_voice(self, tell: Callable[[events.VoiceHeard], None]) -> None:
        """Tell the loudness of voice and phrase, while there is one."""
        silent = True
        while True:
            await asyncio.sleep(LEVEL_S)
            voice, phrase = self.lines.voice.level, self.saying.level
            level = max(voice, phrase)
            if not (silent and level == 0.0):
                silent = level == 0.0
                tell(events.VoiceHeard(level, is_phrase=phrase > 0.0))

    def _size(self) -> Size:
        camera = self._config.camera
        return Size(camera.width_px, camera.height_px, camera.fps)
