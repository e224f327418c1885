"""PURE. Bit rate for the encoder, after headers and copies. No I/O."""

from robot.media.types.spec import Size

CAP_BPS = 1_200_000
"""A higher rate shows no difference at 640x480; larger pictures get more, below proportion."""
CAP_PIXELS = 640 * 480
CAP_POWER = 0.67
CAP_WITH_COPIES = (1.0, 0.85, 0.75)
"""Factors by number of copies: copies cost the rate again, and the difference is hardly visible."""
SOUND_MOST_BPS = 130_000
PER_PACKET = 1.06
"""Size of full packets with headers relative to their payload."""
PER_FRAME_BYTES = 70
"""Headers of the one packet per frame that is not full."""
MOST_SHY = 1.08
"""Largest correction for an encoder that stays below its rate; more would cause long queues."""


class PictureBudget:
    """Rates of the picture of one source.

    Args:
        source: Size and rate of the camera.
    """

    def __init__(self, source: Size) -> None:
        pixels = source.width_px * source.height_px
        self._cap_bps = CAP_BPS * min(1.0, pixels / CAP_PIXELS)
        if pixels > CAP_PIXELS:
            self._cap_bps *= (pixels / CAP_PIXELS) ** CAP_POWER

    def most_bps(self, loss: float) -> int:
        """Return the highest useful rate of the line at this loss."""
        times = 1.25 if loss < 0.005 else 3 * CAP_WITH_COPIES[2]
        return int(SOUND_MOST_BPS + self._cap_bps * PER_PACKET * times)

    def video_bps(self, room_bps: float, copies: int, fps: int) -> int:
        """Return the rate of the encoder.

        Args:
            room_bps: Rate available for the picture with its copies.
            copies: Number of unrequested copies of each packet.
            fps: Frame rate.
        """
        net_bps = (room_bps / (1 + copies) - 8 * PER_FRAME_BYTES * fps) / PER_PACKET
        return int(max(0.0, min(self._cap_bps * CAP_WITH_COPIES[copies], net_bps)))


def shyness(video_bps: int, sent_bps: int) -> float:
    """Return the factor by which to ask for more, since encoders stay below their rate.

    Args:
        video_bps: Rate that was asked of the encoder.
        sent_bps: Rate of its packets.
    """
    return min(MOST_SHY, max(1.0, video_bps / max(1.0, sent_bps / PER_PACKET)))
