"""Turning of pictures by quarters, for cameras that are mounted on their side or upside down."""

import av
import cv2
import numpy as np
from av.video.reformatter import ColorRange, VideoReformatter

from robot.media.types.frames import planes

TURNS = {
    90: cv2.ROTATE_90_CLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_COUNTERCLOCKWISE,
}


class Turner:
    """Turns frames by a fixed angle, and by the angle that a file asks for.

    Args:
        clockwise_deg: 0, 90, 180 or 270.
    """

    def __init__(self, clockwise_deg: int) -> None:
        self._clockwise_deg = clockwise_deg
        self._reformatter = VideoReformatter()

    def __call__(self, frame: av.VideoFrame) -> av.VideoFrame:
        """Return the frame upright; the same one where nothing is to be turned."""
        # A file's own angle counts counterclockwise, in -180 to 180.
        turn = TURNS.get((self._clockwise_deg - round(frame.rotation / 90) * 90) % 360)
        if turn is None:
            return frame
        flat = self._reformatter.reformat(frame, format="yuv420p", dst_color_range=ColorRange.MPEG)
        width, height = flat.width // 2 * 2, flat.height // 2 * 2
        parts = [
            plane[: height // share, : width // share]
            for plane, share in zip(planes(flat), (1, 2, 2), strict=True)
        ]
        upright = [cv2.rotate(np.ascontiguousarray(part), turn) for part in parts]
        height, width = upright[0].shape
        turned = av.VideoFrame(width, height, "yuv420p")
        for to, of in zip(planes(turned), upright, strict=True):
            to[:] = of
        turned.color_range, turned.colorspace = flat.color_range, flat.colorspace
        return turned
