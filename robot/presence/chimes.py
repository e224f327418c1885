"""PURE. When the robot makes a short sound, from what changed between two moments. No I/O.

The class hears that somebody has come and has gone, and that it paused the
robot; each once, and no coming or going while it is paused. A child whose
connection never stands is not announced, nor is one that reloads its page. What
was so when the agent began makes no sound: a restart is nobody's news.
"""

from robot.presence.events import PlayEarcon
from robot.presence.signals import Facts


class Chimes:
    """Compares what is true now with what was true before."""

    def __init__(self) -> None:
        self._before: Facts | None = None
        self._announced = False

    def heed(self, facts: Facts) -> list[PlayEarcon]:
        """Return what to play, at most one."""
        before, self._before = self._before, facts
        gone = self._announced and not facts.somebody
        self._announced &= facts.somebody
        if facts.paused:
            # A body that was away could not tell of the class's button.
            is_new = before is not None and not before.fault and not before.paused
            return [PlayEarcon("pause")] if is_new else []
        if facts.somebody and not facts.joining and not self._announced:
            self._announced = True
            return [PlayEarcon("joining")]
        return [PlayEarcon("leaving")] if gone else []
