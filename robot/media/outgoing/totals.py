"""PURE. Totals of what one peer connection sent, for the log and for tests. No I/O."""

from dataclasses import dataclass

from robot.media.transport.plan import Kind


@dataclass
class Totals:
    """Totals of one connection."""

    frames: int = 0
    key_frames: int = 0
    passed_on: int = 0
    """Pictures encoded by the camera itself."""
    skipped: int = 0
    """Frames of the camera left out for lack of room or for a lower frame rate."""
    copies: int = 0
    """Packets sent again, requested or not."""
    picture_bytes: int = 0
    sound_bytes: int = 0
    copied_bytes: int = 0

    def count(self, kind: Kind, size_bytes: int) -> None:
        """Count a sent packet."""
        if kind == "sound":
            self.sound_bytes += size_bytes
        elif kind == "picture":
            self.picture_bytes += size_bytes
        else:
            self.copies += 1
            self.copied_bytes += size_bytes
