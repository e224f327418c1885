"""Encoding of frames into payloads on a thread of its own, as planned."""

import asyncio
import logging
from concurrent.futures import ThreadPoolExecutor

import av
from aiortc.mediastreams import MediaStreamError

from robot.media.encoders.scaling import Scaler
from robot.media.transport.plan import Rung
from robot.media.types.picture import EncodedPicture, EncoderSettings, MakeEncoder, PictureEncoder

log = logging.getLogger(__name__)


class Encoding:
    """Owner of one encoder at a time, replaced when the size changes.

    Args:
        make: Factory of encoders of the negotiated codec.
    """

    def __init__(self, make: MakeEncoder) -> None:
        self._make = make
        # One thread: a picture never waits for other work, nor overtakes another.
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="picture encoder")
        self._encoder: PictureEncoder | None = None
        self._scaler: Scaler | None = None
        self._open = Rung(0, 0, 0)
        self._restarts = False
        self._closed = False
        self.failures = 0
        self.since_s: float | None = None
        """Monotonic time at which the picture in work was begun; None while none is."""

    async def encode(
        self, frame: av.VideoFrame, rung: Rung, rate_bps: int, key_frame: bool
    ) -> EncodedPicture:
        """Return the picture in the size of the rung; empty when the encoder failed.

        Raises:
            MediaStreamError: `close` was called.
        """
        if self._closed:
            raise MediaStreamError
        loop = asyncio.get_running_loop()
        self.since_s = loop.time()
        try:
            return await loop.run_in_executor(
                self._thread, self._encode, frame, rung, rate_bps, key_frame
            )
        finally:
            self.since_s = None

    def forget(self) -> None:
        """Start with a key frame at the next picture, whatever is being encoded now."""
        self._restarts = True

    def close(self) -> None:
        """End the thread; a picture that is being encoded is discarded."""
        self._closed = True
        self._thread.shutdown(wait=False, cancel_futures=True)
        # Not left to the garbage collector, which does not see a codec's megabytes.
        self._encoder = self._scaler = None

    def _encode(
        self, frame: av.VideoFrame, rung: Rung, rate_bps: int, key_frame: bool
    ) -> EncodedPicture:
        # The loop's thread may set this again at any time; it takes effect at the next picture.
        restarts, self._restarts = self._restarts, False
        same = not restarts and (rung.width_px, rung.height_px) == (
            self._open.width_px,
            self._open.height_px,
        )
        try:
            encoder, scaler = self._encoder, self._scaler
            if encoder is None or scaler is None or not same:
                encoder = self._make(
                    EncoderSettings(rung.width_px, rung.height_px, rung.fps, rate_bps)
                )
                scaler = Scaler(rung.width_px, rung.height_px)
                self._open = rung
            # Closed meanwhile: nobody else would release them.
            self._encoder, self._scaler = (None, None) if self._closed else (encoder, scaler)
            # The encoder divides the rate by the frame rate that it was opened with.
            encoder.set_rate(rate_bps * self._open.fps // rung.fps)
            return encoder.encode(scaler(frame), key_frame)
        except av.FFmpegError as error:
            self.failures += 1
            self._encoder = None
            if self.failures == 1:
                log.error("picture: the encoder failed (%s)", type(error).__name__)
            return EncodedPicture([], False)
