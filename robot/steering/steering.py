"""The head as the child steers it: what it wishes, what the body is told, and where the head is.

The body owns limits, no-view zones and the dead man's switch. Nothing is clamped here: a
wish goes to the body as the child made it, and whether the head can do it comes back with
the body's next report.
"""

from typing import Literal

from bridge.protocol.channels import Beat, Head, Look, Pose, SavedView
from bridge.protocol.fields import ViewSlot
from bridge.protocol.vocabulary import GestureName
from hardware.contract import wire
from robot.links.body_link import BodyLink
from robot.steering.freshness import Freshness
from robot.steering.gaze import Gaze
from robot.steering.telling import Telling
from robot.steering.views import Views


class Steering:
    """Everything between a child's wishes for the head and what people are told of it.

    Args:
        body: Is told where to turn the head.
        places: What the child has saved.
        lens_deg: Angle of view of the picture.
    """

    def __init__(self, body: BodyLink, places: Views, lens_deg: float) -> None:
        self.telling = Telling()
        self._body = body
        self._places = places
        self._lens_deg = lens_deg
        self._gaze = Gaze()
        self._freshness = Freshness()
        self._head = Head(0.0, 0.0, 0.0, 0.0, lens_deg)
        self._measured_deg = (0.0, 0.0)
        self._moving = False
        self._at_limit = False

    # ---- the child

    def begin_stay(self) -> None:
        """Forget how fast messages of the stay before were."""
        self._freshness = Freshness()

    def forget_road(self, road: str) -> None:
        """Forget how fast messages of a connection were that is gone."""
        self._freshness.forget_road(road)

    def hear(self, message: Look | Beat, road: str, now: float) -> Pose | None:
        """Obey a message that is new and in time; return what to answer, without its `seq`."""
        kind: Literal["look", "beat"] = "look" if isinstance(message, Look) else "beat"
        if not self._freshness.passes(kind, road, message.seq, message.sent_ms, now):
            return None
        if isinstance(message, Look):
            aim = self._gaze.look(message.pan_deg, message.tilt_deg)
            if aim is not None:
                self._body.aim(aim.pan_deg, aim.tilt_deg)
            return None
        if self._gaze.beat():
            self._body.keep()
        return self.pose

    # ---- what the presence machine wants

    def rise(self, now: float) -> None:
        """Let the child steer; the head goes to its last wish first."""
        aim = self._gaze.rise(now)
        self._body.aim(aim.pan_deg, aim.tilt_deg)

    def hold(self) -> None:
        """Take no more wishes."""
        self._gaze.close()

    def park(self, forget: bool) -> None:
        """Take no more wishes, and bring the head to rest.

        Args:
            forget: The next child looks straight ahead first.
        """
        if forget:
            self._gaze.forget()
        self._gaze.close()
        self._body.park()

    def make_gesture(self, name: GestureName) -> None:
        """Make a gesture; a head that is parked would have to be lifted for it."""
        if self._gaze.open:
            self._body.gesture(name)

    def go_to(self, slot: ViewSlot) -> None:
        """Look where this place was saved, if it was."""
        view = self._places.where(slot)
        aim = self._gaze.look(view.pan_deg, view.tilt_deg) if view is not None else None
        if aim is not None:
            self._body.aim(aim.pan_deg, aim.tilt_deg)

    def save(self, slot: ViewSlot, now: float) -> bytes | None:
        """Save where the child looks now; return what the file has to hold."""
        aim = self._gaze.aim
        if aim is None:
            return None
        self.telling.changed(now)
        return self._places.save(slot, aim)

    # ---- time

    @property
    def deadline(self) -> float | None:
        """When `tick` or a snapshot is due."""
        dues = (self._gaze.deadline, self.telling.deadline)
        return min((due for due in dues if due is not None), default=None)

    def tick(self, now: float) -> None:
        """Feed the dead man's switch while the head rises by itself."""
        if self._gaze.tick(now):
            self._body.keep()

    # ---- the body

    def greet(self, greeting: wire.Greeting) -> None:
        """Learn what the head can do, for those who draw it."""
        self._head = Head(
            greeting.pan_min_deg,
            greeting.pan_max_deg,
            greeting.tilt_min_deg,
            greeting.tilt_max_deg,
            self._lens_deg,
        )

    def report(self, state: wire.BodyState, now: float) -> Pose | None:
        """Take where the head is; return what the child should be told at once, if anything."""
        self._measured_deg = (state.measured_pan_deg, state.measured_tilt_deg)
        was_moving, self._moving = self._moving, state.moving
        was_at_limit, self._at_limit = self._at_limit, state.at_limit
        self.telling.moved(*self._measured_deg, now)
        # A limit is told whenever it changes; beats are answered five times a second besides.
        if state.at_limit != was_at_limit:
            return self.pose
        if (state.moving or was_moving) and self.telling.take_pose(now):
            return self.pose
        return None

    # ---- what is told

    @property
    def measured_deg(self) -> tuple[float, float]:
        """Where the head really is: pan and tilt."""
        return self._measured_deg

    @property
    def head(self) -> Head:
        """What head and eye can do."""
        return self._head

    @property
    def views(self) -> tuple[SavedView, ...]:
        """Every saved place."""
        return self._places.saved

    @property
    def pose(self) -> Pose:
        """Where the head is, for the child; the shell sets its `seq`."""
        pan_deg, tilt_deg = self._measured_deg
        return Pose(1, pan_deg, tilt_deg, self._moving, self._at_limit)

    def take_snapshot(self, now: float) -> bool:
        """Return whether to send a snapshot now; if so it counts as sent."""
        return self.telling.take(*self._measured_deg, now)
