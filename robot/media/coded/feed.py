"""Handover of coded pictures from a camera's thread to the event loop, and of requests back.

A predicted picture needs the ones before it, so a reader gets them in order as long as it
keeps up; a reader that is too slow sees a gap in the numbers.
"""

import threading
from collections import deque
from dataclasses import dataclass

from robot.media.coded.h264_stream import CodedPicture, Profile
from robot.media.types.cells import Newest
from robot.media.types.viewfinder import Viewfinder

WAITING = 4
"""Pictures kept for a late reader: 0.1 s of them cost less than a key frame."""


@dataclass(frozen=True)
class CodedStream:
    """Stream that the camera currently gives."""

    profile: Profile
    width_px: int
    height_px: int
    usable: bool
    """True if it can be sent on: in order, and from a camera that can be controlled."""


class CameraRequests:
    """Requests of one connection to the camera; set on the event loop."""

    def __init__(self) -> None:
        self.frames = False
        """True for decoded pictures."""
        self.rate_bps: int | None = None
        """Rate of the coded pictures; None when they are not sent."""


class CodedFeed:
    """Newest coded pictures, and the requests of all their readers.

    Args:
        finder: Says whether a part of the camera's view is wanted.
    """

    def __init__(self, finder: Viewfinder | None = None) -> None:
        self._finder = finder or Viewfinder()
        self.stream: CodedStream | None = None
        """None until the camera has given its first key picture."""
        self._lock = threading.Lock()
        self._waiting: deque[tuple[int, CodedPicture]] = deque(maxlen=WAITING)
        self._count = 0
        self._shut = False
        self._number = 0
        """Number of the newest picture; every break takes a number, too."""
        self._bell: Newest[int] = Newest()
        self._key_frame = False
        self._requests: tuple[CameraRequests, ...] = ()

    # -- the camera's thread

    @property
    def number(self) -> int:
        """Count of the pictures put so far."""
        return self._count

    def put(self, picture: CodedPicture) -> None:
        """Append a picture; drop the oldest one when too many wait."""
        with self._lock:
            if self._shut:
                return
            self._count += 1
            self._number += 1
            if picture.key:
                self._key_frame = False
                self._waiting.clear()  # earlier pictures are no longer needed
            self._waiting.append((self._number, picture))
        self._bell.put(self._number)

    def clear(self) -> None:
        """Forget everything, from any thread: the next picture starts a new stream."""
        with self._lock:
            self._number += 1
            self._waiting.clear()
            self.stream = None

    def shut(self) -> None:
        """Forget everything and discard new pictures: a camera goes on a while after its stop."""
        self._shut = True
        self.clear()

    def open(self) -> None:
        """Accept pictures again."""
        self._shut = False

    @property
    def key_frame_wanted(self) -> bool:
        """True if a reader needs a key picture to continue."""
        return self._key_frame

    @property
    def frames_wanted(self) -> bool:
        """True if a reader needs decoded pictures."""
        return any(requests.frames for requests in self._requests)

    @property
    def rate_bps(self) -> int | None:
        """Lowest rate of the readers that send these pictures; None without any."""
        requests = (requests.rate_bps for requests in self._requests)
        return min((rate_bps for rate_bps in requests if rate_bps is not None), default=None)

    # -- readers, on the event loop

    @property
    def zoomed(self) -> bool:
        """True if a part of the view is wanted, which the camera cannot encode by itself."""
        return self._finder.zoomed

    def join(self, requests: CameraRequests) -> None:
        """Consider these requests from now on."""
        with self._lock:
            self._requests = (*self._requests, requests)

    def leave(self, requests: CameraRequests) -> None:
        """Drop these requests; unknown ones are ignored."""
        with self._lock:
            self._requests = tuple(other for other in self._requests if other is not requests)

    def ask_key_frame(self) -> None:
        """Request a key picture of the camera; from any thread."""
        self._key_frame = True

    async def next(self, after: int) -> tuple[int, CodedPicture]:
        """Wait for the oldest picture with a number above `after`, and return both."""
        while True:
            with self._lock:
                for number, picture in self._waiting:
                    if number > after:
                        return number, picture
                rung_at = self._bell.number
            await self._bell.next(rung_at)
