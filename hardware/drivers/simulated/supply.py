"""PURE. What feeds the simulated servos: a battery or a mains adapter that gives way. No I/O.

Two lithium cells in a row: 8.4 V full, 6.0 V empty. Every servo that works
draws current, and the voltage drops under it.
"""

NOMINAL_V = 7.4
EMPTY_V, FULL_V = 6.0, 8.4
RESISTANCE_OHM = 0.25
STALL_A = 1.5
"""What one servo draws under full torque."""
IDLE_A = 0.9
"""What the computer inside draws, counted at this voltage."""
BROWN_OUT_V = 4.5
CHARGER_W = 45.0
SECONDS_PER_HOUR = 3600.0


class SimulatedSupply:
    """The voltage under load, and what is left.

    Args:
        percent: How full the battery is; None for a mains adapter.
        capacity_wh: What a full battery holds.
    """

    def __init__(self, percent: float | None, capacity_wh: float) -> None:
        self.percent = percent
        self.volts = self._without_load()
        self.amps = 0.0
        self.gives_way = False
        """A bad cable or an adapter too small: a brown-out, as long as this is set."""
        self.charges = False
        """A charger is plugged in."""
        self._capacity_wh = capacity_wh
        self._at_s: float | None = None

    def draw(self, load: float, now: float) -> float:
        """Let time pass under the servos' summed load (1 is one stalled servo); return volts."""
        passed_s = 0.0 if self._at_s is None else max(now - self._at_s, 0.0)
        self._at_s = now if self._at_s is None else max(now, self._at_s)
        if self.percent is not None:
            gained = self.rate_percent_h * passed_s / SECONDS_PER_HOUR
            self.percent = min(max(self.percent + gained, 0.0), 100.0)
        self.amps = IDLE_A + STALL_A * load
        self.volts = self._without_load() - RESISTANCE_OHM * self.amps
        if self.gives_way:
            self.volts = min(self.volts, BROWN_OUT_V)
        return self.volts

    @property
    def rate_percent_h(self) -> float:
        """How fast the charge changes; above 0 it rises."""
        gained_w = (CHARGER_W if self.charges else 0.0) - self.volts * self.amps
        return 100.0 * gained_w / self._capacity_wh

    def _without_load(self) -> float:
        if self.percent is None:
            return NOMINAL_V
        return EMPTY_V + (FULL_V - EMPTY_V) * self.percent / 100.0
