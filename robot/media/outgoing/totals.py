"""PURE. What left one peer connection, for the log and for tests. No I/O."""

from dataclasses import dataclass

from robot.media.transport.plan import Kind


@dataclass
class Totals:
    """What one connection sent."""

    frames: int = 0
    key_frames: int = 0
    passed_on: int = 0
    """Pictures that the camera itself had encoded."""
    skipped: int = 0
    """Frames that the camera gave and the line had no room for, or the rate no need of."""
    copies: int = 0
    """Packets sent again, asked for or not."""
    picture_bytes: int = 0
    sound_bytes: int = 0
    copied_bytes: int = 0

    def count(self, kind: Kind, size_bytes: int) -> None:
        """Take a packet that left."""
        if kind == "sound":
            self.sound_bytes += size_bytes
        elif kind == "picture":
            self.picture_bytes += size_bytes
        else:
            self.copies += 1
            self.copied_bytes += size_bytes
