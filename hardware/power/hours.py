"""PURE. Hours left of a battery, from its recent draw. No I/O.

If the gauge measures the draw, it is averaged over minutes: a turning head must not halve the
hours. Otherwise the hours follow from the fall of the charge, once that is more than noise.
Until then they are unknown.
"""

import math
from collections import deque

SMOOTH_S = 180.0
"""Time constant of the measured draw: longer than any movement, shorter than a lesson."""
FIRST_S = 60.0
"""Time before the draw counts: at first it is that of starting up."""

WINDOW_S = 1800.0
STEP_S = 30.0
LEAST_WINDOW_S = 300.0
LEAST_FALL_PERCENT = 1.0
"""Smallest fall of the charge that counts: a voltage wavers by less on its own."""

LEAST_DRAW_PERCENT_H = 1.0
MOST_HOURS = 48.0
"""Most hours that are told: a draw that small is a rounding error."""

CHARGES_FROM_PERCENT_H = 2.0
"""Rate from which the battery counts as charging: a gauge at rest drifts by less."""
LONGEST_STEP_S = 60.0


class HoursLeft:
    """Estimate of the hours left of one battery; it needs every reading."""

    def __init__(self) -> None:
        self._draw_percent_h: float | None = None
        self._since_s: float | None = None
        self._at_s: float | None = None
        self._past: deque[tuple[float, float]] = deque(maxlen=int(WINDOW_S / STEP_S) + 1)
        self.charging: bool | None = None
        """True while the battery is charging; None while unknown."""

    def take(
        self,
        percent: float | None,
        rate_percent_h: float | None,
        charging: bool | None,
        now: float,
    ) -> float | None:
        """Take a reading; return the hours left, to a tenth, or None while unknown.

        Args:
            percent: Charge.
            rate_percent_h: Measured change of the charge; above 0 it rises.
            charging: True while a charger works, if the gauge knows.
            now: Monotonic seconds.
        """
        if percent is None:
            self._forget()  # readings from before a gap may be hours old
            self.charging = None
            return None
        was_charging = self.charging is True
        known = _charges(charging, rate_percent_h, self._rises())
        self.charging = self.charging if known is None else known
        if self.charging is not None and self.charging != was_charging:
            self._forget()
        self._note(percent, rate_percent_h, now)
        if self.charging:
            return None
        draw_percent_h = self._draw(now)
        if draw_percent_h is None or draw_percent_h < LEAST_DRAW_PERCENT_H:
            return None
        hours = percent / draw_percent_h
        return round(hours, 1) if hours <= MOST_HOURS else None

    def _forget(self) -> None:
        """Forget the earlier draw: a charger was connected or removed."""
        self._draw_percent_h = self._since_s = self._at_s = None
        self._past.clear()

    def _note(self, percent: float, rate_percent_h: float | None, now: float) -> None:
        if not self._past or now - self._past[-1][0] >= STEP_S:
            self._past.append((now, percent))
        if rate_percent_h is None or not math.isfinite(rate_percent_h):
            return
        draw_percent_h = max(0.0, -rate_percent_h)
        if self._draw_percent_h is None or self._at_s is None:
            self._draw_percent_h, self._since_s = draw_percent_h, now
        else:
            passed_s = min(LONGEST_STEP_S, max(0.0, now - self._at_s))
            share = 1.0 - math.exp(-passed_s / SMOOTH_S)
            self._draw_percent_h += share * (draw_percent_h - self._draw_percent_h)
        self._at_s = now

    def _draw(self, now: float) -> float | None:
        if self._draw_percent_h is not None and self._since_s is not None:
            return self._draw_percent_h if now - self._since_s >= FIRST_S else None
        if not self._past:
            return None
        (first_s, first), (last_s, last) = self._past[0], self._past[-1]
        passed_s = last_s - first_s
        if passed_s < LEAST_WINDOW_S or first - last < LEAST_FALL_PERCENT:
            return None
        return (first - last) * 3600.0 / passed_s

    def _rises(self) -> bool | None:
        """Return whether the charge rises; None until it changed enough."""
        if len(self._past) < 2:
            return None
        (first_s, first), (last_s, last) = self._past[0], self._past[-1]
        if last_s - first_s < LEAST_WINDOW_S:
            return None
        if last - first >= LEAST_FALL_PERCENT:
            return True
        return False if first - last >= LEAST_FALL_PERCENT else None


def _charges(told: bool | None, rate_percent_h: float | None, rises: bool | None) -> bool | None:
    """Return whether it charges: as the gauge says, else by the rate, else by the charge."""
    if told is not None:
        return told
    if rate_percent_h is not None:
        return rate_percent_h > CHARGES_FROM_PERCENT_H
    return rises
