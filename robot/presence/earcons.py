"""PURE. Earcons for changes of the presence: somebody comes, goes, or the class pauses. No I/O.

Each change is heard once. Coming and going are silent while the robot is paused. A child
whose connection never comes up is not announced, and neither is one that reloads its page.
The state at the start of the agent makes no sound, because a restart is no news to the class.
"""

from robot.presence.effects import PlayEarcon
from robot.presence.signals import Facts


class PresenceEarcons:
    """Comparison of the present facts with those before."""

    def __init__(self) -> None:
        self._before: Facts | None = None
        self._announced = False

    def heed(self, facts: Facts) -> list[PlayEarcon]:
        """Return the earcon to play, at most one."""
        before, self._before = self._before, facts
        gone = self._announced and not facts.somebody
        self._announced &= facts.somebody
        if facts.paused:
            # While the body was away it could not report the button.
            is_new = before is not None and not before.fault and not before.paused
            return [PlayEarcon("pause")] if is_new else []
        if facts.somebody and not facts.joining and not self._announced:
            self._announced = True
            return [PlayEarcon("joining")]
        return [PlayEarcon("leaving")] if gone else []
