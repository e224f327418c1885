"""Steering of the head: targets from the child, intents to the body, the measured pose.

The body owns limits, no-view zones and the dead man's switch. Nothing is clamped here: a
target goes to the body as the child sent it, and the body's next report says whether it lies
within the limits.
"""

from typing import Literal

from bridge.protocol.board import Crop
from bridge.protocol.channels import Beat, Look, PoseReport
from bridge.protocol.fields import ViewSlot
from bridge.protocol.limits import CROP_RATE_HZ
from bridge.protocol.presence import HeadRange, SavedView
from bridge.protocol.vocabulary import GestureName
from hardware.contract import wire
from robot.links.body_link import BodyLink
from robot.media.types.allowance import Allowance
from robot.steering.freshness import Freshness
from robot.steering.gaze import Gaze
from robot.steering.telling import Telling
from robot.steering.views import Views

CROP_BURST = 20
"""Crops that may come at once: those of one second, after a line that held them back."""


class Steering:
    """Path of the child's targets to the body, and of the pose back to people.

    Args:
        body: Link over which the head is moved.
        views: Views that the child has saved.
        lens_deg: Horizontal angle of view of the picture.
    """

    def __init__(self, body: BodyLink, views: Views, lens_deg: float) -> None:
        self.telling = Telling()
        self._body = body
        self._views = views
        self._lens_deg = lens_deg
        self._gaze = Gaze()
        self._freshness = Freshness()
        self._head = HeadRange(0.0, 0.0, 0.0, 0.0, lens_deg)
        self._measured_deg = (0.0, 0.0)
        self._moving = False
        self._at_limit = False
        self._crop = (1.0, 0.5, 0.5)
        self._begin_crops()

    # ---- the child

    def begin_stay(self) -> None:
        """Forget the journeys of the stay before."""
        self._freshness = Freshness()
        self._begin_crops()

    def _begin_crops(self) -> None:
        self._crops = Allowance(CROP_RATE_HZ, CROP_BURST)
        self._held_crop: Crop | None = None

    def forget_path(self, path: str) -> None:
        """Forget the journeys of a connection that is gone."""
        self._freshness.forget_path(path)

    def hear(self, message: Look | Beat, path: str, now: float) -> PoseReport | None:
        """Obey a message that is new and in time; return the answer, without its `seq`."""
        kind: Literal["look", "beat"] = "look" if isinstance(message, Look) else "beat"
        if not self._freshness.passes(kind, path, message.seq, message.sent_ms, now):
            return None
        if isinstance(message, Look):
            target = self._gaze.look(message.pan_deg, message.tilt_deg)
            if target is not None:
                self._body.turn_to(target.pan_deg, target.tilt_deg)
            return None
        if self._gaze.beat():
            self._body.keep()
        return self.pose

    def passes(self, message: Crop, path: str, now: float) -> bool:
        """Return True for a crop that is new, in time, and not one too many.

        Each crop costs the camera a turn. The newest of those that came too fast is held back.
        """
        if not self._freshness.passes("crop", path, message.seq, message.sent_ms, now):
            return False
        passes = self._crops.take(now)
        self._held_crop = None if passes else message
        return passes

    def held_crop(self, now: float) -> Crop | None:
        """Return the crop that was held back, as soon as there is room for it."""
        if self._held_crop is None or not self._crops.take(now):
            return None
        held, self._held_crop = self._held_crop, None
        return held

    def show_crop(self, zoom: float, x: float, y: float) -> None:
        """Take the crop that the newest sent picture shows."""
        self._crop = (zoom, x, y)

    # ---- effects of the presence machine

    def rise(self, now: float) -> None:
        """Let the child steer; the head goes to the last target first."""
        target = self._gaze.rise(now)
        self._body.turn_to(target.pan_deg, target.tilt_deg)

    def hold(self) -> None:
        """Take no more targets."""
        self._gaze.close()

    def park(self, forget: bool) -> None:
        """Take no more targets, and bring the head to rest.

        Args:
            forget: True lets the next child begin straight ahead.
        """
        if forget:
            self._gaze.forget()
        self._gaze.close()
        self._body.park()

    def make_gesture(self, name: GestureName) -> None:
        """Make a gesture, unless the head is parked: it would have to rise for it."""
        if self._gaze.open:
            self._body.gesture(name)

    def go_to(self, slot: ViewSlot) -> None:
        """Turn the head to a saved view; do nothing if it was never saved."""
        view = self._views.where(slot)
        target = self._gaze.look(view.pan_deg, view.tilt_deg) if view is not None else None
        if target is not None:
            self._body.turn_to(target.pan_deg, target.tilt_deg)

    def save(self, slot: ViewSlot, now: float) -> bytes | None:
        """Save the present target as a view; return the content of the file."""
        target = self._gaze.target
        if target is None:
            return None
        self.telling.changed(now)
        return self._views.save(slot, target)

    # ---- time

    @property
    def deadline(self) -> float | None:
        """Time at which `tick` or a snapshot is due."""
        dues = (self._gaze.deadline, self.telling.deadline)
        return min((due for due in dues if due is not None), default=None)

    def tick(self, now: float) -> None:
        """Feed the dead man's switch while the head rises by itself."""
        if self._gaze.tick(now):
            self._body.keep()

    # ---- the body

    def greet(self, greeting: wire.Greeting) -> None:
        """Take the limits of the head, for pages that draw them."""
        self._head = HeadRange(
            greeting.pan_min_deg,
            greeting.pan_max_deg,
            greeting.tilt_min_deg,
            greeting.tilt_max_deg,
            self._lens_deg,
        )

    def report(self, state: wire.BodyState, now: float) -> PoseReport | None:
        """Take the measured pose; return the pose to send to the child at once, or None."""
        self._measured_deg = (state.measured_pan_deg, state.measured_tilt_deg)
        was_moving, self._moving = self._moving, state.moving
        was_at_limit, self._at_limit = self._at_limit, state.at_limit
        self.telling.moved(*self._measured_deg, now)
        # A limit is told at each change; besides, beats are answered five times a second.
        if state.at_limit != was_at_limit:
            return self.pose
        if (state.moving or was_moving) and self.telling.take_pose(now):
            return self.pose
        return None

    # ---- what people are told

    @property
    def measured_deg(self) -> tuple[float, float]:
        """Measured pan and tilt."""
        return self._measured_deg

    @property
    def head(self) -> HeadRange:
        """Limits of head and lens."""
        return self._head

    @property
    def views(self) -> tuple[SavedView, ...]:
        """Every saved view."""
        return self._views.saved

    @property
    def pose(self) -> PoseReport:
        """Measured pose for the child; the stage sets its `seq`."""
        pan_deg, tilt_deg = self._measured_deg
        return PoseReport(1, pan_deg, tilt_deg, self._moving, self._at_limit, *self._crop)

    def take_snapshot(self, now: float) -> bool:
        """Return True if a snapshot is due; it then counts as sent."""
        return self.telling.take(*self._measured_deg, now)
