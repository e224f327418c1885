"""Where a camera's thread hands its coded pictures to the event loop, and hears what is wanted.

A picture of a predicted stream needs the ones before it, so a reader gets them in
order as long as it keeps up; one that does not is told by a gap in the numbers.
"""

import threading
from collections import deque
from dataclasses import dataclass

from robot.media.coded.h264_stream import CodedPicture, Profile
from robot.media.types.cells import Newest

WAITING = 4
"""Pictures kept for a reader that is late: 0.1 s of them cost less than a key frame."""


@dataclass(frozen=True)
class CodedStream:
    """What the camera gives just now."""

    profile: Profile
    width_px: int
    height_px: int
    usable: bool
    """Whether it can be sent on: in order, and by a camera that does as it is told."""


class CameraRequests:
    """What one connection wants of the camera; set on the event loop."""

    def __init__(self) -> None:
        self.frames = False
        """Decoded pictures."""
        self.rate_bps: int | None = None
        """Of the coded pictures; None when none of them is sent."""


class CodedFeed:
    """The newest coded pictures, and the wishes of everybody who reads them."""

    def __init__(self) -> None:
        self.stream: CodedStream | None = None
        """None until the camera has given its first key picture."""
        self._lock = threading.Lock()
        self._waiting: deque[tuple[int, CodedPicture]] = deque(maxlen=WAITING)
        self._count = 0
        self._shut = False
        self._number = 0
        """Of the newest picture; every break takes one, too."""
        self._bell: Newest[int] = Newest()
        self._key_frame = False
        self._wishes: tuple[CameraRequests, ...] = ()

    # -- the camera's thread

    @property
    def number(self) -> int:
        """How many pictures were put so far."""
        return self._count

    def put(self, picture: CodedPicture) -> None:
        """Append a picture; the oldest goes when too many wait."""
        with self._lock:
            if self._shut:
                return
            self._count += 1
            self._number += 1
            if picture.key:
                self._key_frame = False
                self._waiting.clear()  # what came before it need not be sent any more
            self._waiting.append((self._number, picture))
        self._bell.put(self._number)

    def clear(self) -> None:
        """Forget everything: what comes next does not go on from what was; from any thread."""
        with self._lock:
            self._number += 1
            self._waiting.clear()
            self.stream = None

    def shut(self) -> None:
        """Forget everything, and take nothing: a camera that is told to stop gives on."""
        self._shut = True
        self.clear()

    def open(self) -> None:
        """Take pictures again."""
        self._shut = False

    @property
    def key_frame_wanted(self) -> bool:
        """Whether somebody cannot go on without a key picture."""
        return self._key_frame

    @property
    def frames_wanted(self) -> bool:
        """Whether somebody needs decoded pictures."""
        return any(wishes.frames for wishes in self._wishes)

    @property
    def rate_bps(self) -> int | None:
        """What the narrowest line of those that send these pictures carries; None without any."""
        wishes = (wishes.rate_bps for wishes in self._wishes)
        return min((rate_bps for rate_bps in wishes if rate_bps is not None), default=None)

    # -- readers, on the event loop

    def join(self, wishes: CameraRequests) -> None:
        """Heed these wishes from now on."""
        with self._lock:
            self._wishes = (*self._wishes, wishes)

    def leave(self, wishes: CameraRequests) -> None:
        """Heed them no longer; harmless when they are not known."""
        with self._lock:
            self._wishes = tuple(other for other in self._wishes if other is not wishes)

    def ask_key_frame(self) -> None:
        """Have the camera give a key picture as soon as it can; from any thread."""
        self._key_frame = True

    async def next(self, after: int) -> tuple[int, CodedPicture]:
        """Return the oldest waiting picture with a number above `after`, once there is one."""
        while True:
            with self._lock:
                for number, picture in self._waiting:
                    if number > after:
                        return number, picture
                rung_at = self._bell.number
            await self._bell.next(rung_at)
