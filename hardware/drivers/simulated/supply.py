"""PURE. Supply of the simulated body: a battery or a mains adapter. No I/O.

The battery has two lithium cells in series: 8.4 V full, 6.0 V empty. Every
servo under torque draws current, and the voltage drops with the current.
"""

NOMINAL_V = 7.4
EMPTY_V, FULL_V = 6.0, 8.4
RESISTANCE_OHM = 0.25
STALL_A = 1.5
"""Current of one servo under full torque."""
IDLE_A = 0.9
"""Current of the computer, converted to the voltage of the servos."""
BROWN_OUT_V = 4.5
CHARGER_W = 45.0
SECONDS_PER_HOUR = 3600.0


class SimulatedSupply:
    """Voltage under load, and charge of the battery.

    Args:
        percent: Charge of the battery; None for a mains adapter.
        capacity_wh: Capacity of the full battery.
    """

    def __init__(self, percent: float | None, capacity_wh: float) -> None:
        self.percent = percent
        self.volts = self._without_load()
        self.amps = 0.0
        self.gives_way = False
        """Brown-out, as from a bad cable or a weak adapter, while this is set."""
        self.charges = False
        """Charger plugged in while this is set."""
        self._capacity_wh = capacity_wh
        self._at_s: float | None = None

    def draw(self, load: float, now: float) -> float:
        """Advance to now under the servos' summed load (1 is one stalled servo); return volts."""
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
        """Rate of the charge; above 0 while it rises."""
        gained_w = (CHARGER_W if self.charges else 0.0) - self.volts * self.amps
        return 100.0 * gained_w / self._capacity_wh

    def _without_load(self) -> float:
        if self.percent is None:
            return NOMINAL_V
        return EMPTY_V + (FULL_V - EMPTY_V) * self.percent / 100.0
