"""Sound, picture and voice between the devices of a robot and its calls."""

from dataclasses import dataclass, field

import av

from robot.media.coded.feed import CodedFeed
from robot.media.transport.ceiling import PictureCeiling
from robot.media.types.cells import Newest, SoundFanout
from robot.media.types.spec import Size
from robot.media.types.viewfinder import Viewfinder
from robot.media.voice.voice import VoiceIn


@dataclass(frozen=True)
class Lines:
    """Sound and picture that every call reads, and the voice that it writes."""

    pictures: Newest[av.VideoFrame]
    sounds: SoundFanout
    voice: VoiceIn
    size: Size = field(default_factory=Size)
    """Size of the camera's picture."""
    coded: CodedFeed | None = None
    """The camera's own H.264, if it gives that; `pictures` then has frames on demand only."""
    limit: PictureCeiling = field(default_factory=PictureCeiling)
    """Most picture that the robot itself allows."""
    finder: Viewfinder = field(default_factory=Viewfinder)
    """Part of the camera's view that is shown, and stills."""

    @classmethod
    def make(
        cls,
        size: Size | None = None,
        coded: CodedFeed | None = None,
        finder: Viewfinder | None = None,
    ) -> "Lines":
        """Return lines on which nothing has come yet."""
        finder = finder or Viewfinder()
        return cls(Newest(), SoundFanout(), VoiceIn(), size or Size(), coded, finder=finder)

    @property
    def pictures_so_far(self) -> int:
        """Number of pictures from the camera."""
        return self.coded.number if self.coded is not None else self.pictures.number

    def shut_pictures(self) -> None:
        """Drop the camera's last picture, and take no more."""
        self.pictures.shut()
        self.finder.shut()
        if self.coded is not None:
            self.coded.shut()

    def open_pictures(self) -> None:
        """Take pictures from the camera."""
        self.pictures.open()
        self.finder.open()
        if self.coded is not None:
            self.coded.open()
