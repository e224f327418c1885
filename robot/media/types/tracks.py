"""Media tracks of one peer connection; several connections may share camera and microphone.

aiortc stops the track of a connection that closes, so each connection gets its own.
Stopping a track does not stop the source.
"""

from fractions import Fraction

import av
from aiortc.mediastreams import MediaStreamError, MediaStreamTrack

from robot.media.types.cells import SAMPLE_HZ, Newest, SoundFanout

PICTURE_TICKS_HZ = 90_000
PICTURE_TIME_BASE = Fraction(1, PICTURE_TICKS_HZ)
SOUND_TIME_BASE = Fraction(1, SAMPLE_HZ)


class PictureTrack(MediaStreamTrack):
    """The class's picture: always the newest frame, and each frame at most once.

    Frames carry the camera's capture time as `pts` in ticks of 90 kHz. While
    `paused`, and while the camera gives no frame, `recv` waits.
    """

    kind = "video"

    def __init__(self, pictures: Newest[av.VideoFrame]) -> None:
        super().__init__()
        self._pictures = pictures
        self._number = 0
        self.paused = False

    @property
    def number(self) -> int:
        """Number of the camera's frame that was returned last; gaps are skipped frames."""
        return self._number

    @property
    def clearings(self) -> int:
        """Count of clearings at the camera; what was made of older frames must not be sent."""
        return self._pictures.clearings

    @property
    def is_shut(self) -> bool:
        """True while there is no picture, because the class paused or nobody needs one."""
        return self._pictures.is_shut

    async def recv(self) -> av.VideoFrame:
        """Return the newest frame that was not returned before."""
        while True:
            if self.readyState != "live":
                raise MediaStreamError
            self._number, frame = await self._pictures.next(self._number)
            if not self.paused and self.readyState == "live":
                return frame


class SoundTrack(MediaStreamTrack):
    """The class's sound in frames of exactly 960 samples, mono, 48 kHz.

    While `paused`, and while the microphone gives nothing, `recv` waits.
    """

    kind = "audio"

    def __init__(self, sounds: SoundFanout) -> None:
        super().__init__()
        self._sounds = sounds
        self._queue = sounds.subscribe()
        self._taken_after = 0
        self.paused = False

    @property
    def dropped(self) -> int:
        """Count of the blocks dropped because this reader was too slow."""
        return self._queue.dropped

    @property
    def is_stale(self) -> bool:
        """True if the last returned block was cleared since then and must not be sent."""
        return self._sounds.clearings != self._taken_after

    async def recv(self) -> av.AudioFrame:
        """Return the oldest of the few blocks that wait."""
        while True:
            if self.readyState != "live":
                raise MediaStreamError
            block = await self._queue.get()
            self._taken_after = self._sounds.clearings
            if not self.paused and self.readyState == "live":
                break
        frame = av.AudioFrame.from_ndarray(
            block.samples.reshape(1, -1), format="s16", layout="mono"
        )
        frame.sample_rate = SAMPLE_HZ
        frame.pts = block.pts
        frame.time_base = SOUND_TIME_BASE
        return frame

    def stop(self) -> None:
        """End this track; the microphone goes on."""
        self._sounds.unsubscribe(self._queue)
        super().stop()
