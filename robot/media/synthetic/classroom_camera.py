"""Camera on the robot's head in the drawn class, with a sensor finer than its picture."""

import av

from robot.media.synthetic.camera_view import Lens, Maps
from robot.media.synthetic.canvas import PixelBox
from robot.media.synthetic.details import MARGIN, SHOT_MARGIN, Details
from robot.media.synthetic.scene import ENOUGH, Scene
from robot.media.types.frames import black, planes
from robot.media.types.framing import WHOLE, Pixels, Region
from robot.media.types.spec import HeadPose, Size

PAN_LIMIT_DEG = 100.0
TILT_LIMIT_DEG = 40.0

SENSOR_WIDTH_PX = 3280
"""Width of a usual small camera of eight megapixels."""


class ClassroomCamera:
    """Camera in the drawn class.

    While head and framing rest, only moving parts are redrawn.

    Args:
        size: Size of the picture.
        lens_deg: Horizontal angle of view.
    """

    def __init__(self, size: Size, lens_deg: float) -> None:
        self._shown = Pixels(size.width_px, size.height_px)
        width = max(SENSOR_WIDTH_PX, size.width_px)
        self.sensor = Pixels(width, 2 * round(width * size.height_px / size.width_px / 2))
        """Size of all that the camera could show."""
        self._lens_deg = lens_deg
        lens = Lens(size.width_px, size.height_px, lens_deg)
        self._scene = Scene.fit_for(lens.px_per_deg)
        self._everything = _View(lens, self._scene)
        self._framed = self._shot = self._everything
        self._details: dict[bool, Details] = {}

    def draw(
        self,
        head: HeadPose,
        unix_s: float,
        region: Region = WHOLE,
        target: Pixels | None = None,
    ) -> av.VideoFrame:
        """Return a region of this moment, not yet stamped."""
        target = target or self._shown
        pan_deg, tilt_deg = _held(head)
        if region == WHOLE and target == self._shown:
            return self._everything.draw(pan_deg, tilt_deg, unix_s)
        lens = Lens(target.width, target.height, self._lens_deg, region)
        scene, _ = self._find(lens, pan_deg, tilt_deg)
        if target == self._shown:
            view = self._framed = _same(self._framed, lens, scene)
        else:
            view = self._shot = _same(self._shot, lens, scene)
        return view.draw(pan_deg, tilt_deg, unix_s)

    def focused(self, head: HeadPose, region: Region, target: Pixels) -> bool:
        """Return whether a region would be as sharp as the sensor; if not, it will be soon."""
        lens = Lens(target.width, target.height, self._lens_deg, region)
        return self._find(lens, *_held(head))[1]

    def _find(self, lens: Lens, pan_deg: float, tilt_deg: float) -> tuple[Scene, bool]:
        """Return the finest scene there is for a view, and whether it is fine enough.

        Pictures and shots have one each.
        """
        if lens.px_per_deg * ENOUGH <= self._scene.px_per_deg:
            return self._scene, True
        live = lens.width_px == self._shown.width
        details = self._details.setdefault(live, Details(MARGIN if live else SHOT_MARGIN))
        window = lens.window(pan_deg, tilt_deg)
        scene, fine = details.find(window, lens.px_per_deg * ENOUGH)
        return scene or self._scene, fine

    def end_shots(self) -> None:
        """Forget what was drawn for shots."""
        if False in self._details:
            self._details.pop(False).close()
            self._shot = self._everything

    def close(self) -> None:
        """End the threads that draw."""
        for details in self._details.values():
            details.close()


def _held(head: HeadPose) -> tuple[float, float]:
    """Return pan and tilt inside the room."""
    return (
        max(-PAN_LIMIT_DEG, min(PAN_LIMIT_DEG, head.pan_deg)),
        max(-TILT_LIMIT_DEG, min(TILT_LIMIT_DEG, head.tilt_deg)),
    )


class _View:
    """Picture through one lens of one scene; unchanged parts are kept."""

    def __init__(self, lens: Lens, scene: Scene) -> None:
        self.lens = lens
        self.scene = scene
        self._size = Pixels(lens.width_px, lens.height_px)
        self._maps = Maps(lens, scene.px_per_deg, scene.canvas.window)
        self._picture = tuple(plane.copy() for plane in planes(black(self._size)))
        self._whole = PixelBox(0, 0, lens.width_px, lens.height_px)

    def draw(self, pan_deg: float, tilt_deg: float, unix_s: float) -> av.VideoFrame:
        turned = self._maps.look(pan_deg, tilt_deg) or self.scene.viewer is not self
        self.scene.viewer = self
        changed = self.scene.draw(unix_s, self._maps.box)
        parts = [self._whole] if turned else [self._maps.part(box) for box in changed]
        for part in parts:
            if not part.empty:
                self._maps.film(self.scene.canvas, self._picture, part)
        frame = black(self._size)
        for target, source in zip(planes(frame), self._picture, strict=True):
            target[:] = source
        return frame


def _same(view: _View, lens: Lens, scene: Scene) -> _View:
    """Return this view if it has that lens and scene, or else a new one."""
    return view if view.scene is scene and view.lens.key == lens.key else _View(lens, scene)
