"""Scaling of a camera's frame to the planned size, into reused memory."""

import av
import cv2

from robot.media.types.frames import planes

HALF = 2.0


class Scaler:
    """Scaler into one frame of its own.

    The frame that comes in is shared with other calls and is not changed.
    """

    def __init__(self, width_px: int, height_px: int) -> None:
        self._frame = av.VideoFrame(width_px, height_px, "yuv420p")
        self._planes = planes(self._frame)

    def __call__(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Return the picture, valid until the next call."""
        for source, target in zip(planes(frame), self._planes, strict=True):
            if source.shape == target.shape:
                target[:] = source
            else:
                # Averaging is slow for ratios that are not whole numbers, and hardly better.
                ratio = source.shape[1] / target.shape[1]
                how = cv2.INTER_AREA if ratio >= HALF else cv2.INTER_LINEAR
                cv2.resize(source, target.shape[::-1], dst=target, interpolation=how)
        return self._frame
