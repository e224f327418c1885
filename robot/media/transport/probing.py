"""PURE. Probing: short trains of padding that test whether the line carries more. No I/O.

Source: probe clusters as in libwebrtc's congestion control; the figures are our own,
small enough that a failed probe queues no more than some 40 ms.
"""

from dataclasses import dataclass

from robot.media.transport.delivery import Delivery

FACTOR = 1.6
START_FACTOR = 2.0
PROBE_S = 0.08
LEAST_PACKETS = 4
PACKET_BYTES = 1100
SMALL_BELOW_BPS = 250_000
"""Rate below which probes use small packets: a full one alone fills a slow line for 0.2 s."""
LONGEST_S = 0.16
CARRIED = 0.85
"""Share of a probe's rate that must arrive for the probe to succeed."""
FIRST_WAIT_S = 2.0
LONGEST_WAIT_S = 8.0
DARK_BELOW_BPS, LONGEST_DARK_WAIT_S = 120_000, 2.5
"""Below this rate there may be no picture: probes are more frequent and take little."""
ASSUMED_LOST_S = 1.0


@dataclass(frozen=True)
class ProbeResult:
    """Result of a probe: the rate that arrived, and whether the line carries it."""

    rate_bps: int
    carried: bool


class Prober:
    """Scheduler of probes and judge of their results."""

    def __init__(self, now: float) -> None:
        self.rate_bps = 0
        """Rate of the running probe; 0 without one."""
        self._until_s = now
        self._from_s = now
        self._judge_s: float | None = None
        self._wait_s = 0.0
        self._longest_s = LONGEST_WAIT_S
        self._due_s = now
        self._eager = True

    def left_s(self, now: float) -> float:
        """Return the time left of the running probe."""
        return max(0.0, self._until_s - now) if self.rate_bps else 0.0

    def tick(self, calm: bool, estimate_bps: float, most_bps: int, now: float) -> None:
        """Start or end a probe; `calm` says that the queue is empty and reports come."""
        if self.rate_bps and now >= self._until_s:
            self.rate_bps = 0
        if not calm:
            self.rate_bps = 0
            self._due_s = max(self._due_s, now + 0.5)
            return
        if self.rate_bps or self._judge_s is not None or now < self._due_s:
            return
        if estimate_bps >= 0.95 * most_bps:
            return
        factor = START_FACTOR if self._eager else FACTOR
        self.rate_bps = int(min(1.2 * most_bps, factor * estimate_bps))
        length_s = max(PROBE_S, 8 * PACKET_BYTES * LEAST_PACKETS / self.rate_bps)
        self._longest_s = LONGEST_DARK_WAIT_S if estimate_bps < DARK_BELOW_BPS else LONGEST_WAIT_S
        self._from_s, self._until_s = now, now + min(LONGEST_S, length_s)
        self._judge_s = self._until_s

    def judge(self, delivery: Delivery, newest_sent_s: float, now: float) -> ProbeResult | None:
        """Return the result of the last probe once its packets are reported."""
        if self._judge_s is None or self.rate_bps:
            return None
        if newest_sent_s < self._judge_s - 0.005 and now - self._judge_s < ASSUMED_LOST_S:
            return None
        out_bps, in_bps = delivery.train_bps(self._from_s, self._judge_s + 0.002)
        self._judge_s = None
        if not in_bps:
            self._postpone(now)
            return None
        carried = in_bps >= CARRIED * out_bps
        if carried:
            self._wait_s = 0.0
            self._due_s = now + 0.1
        else:
            self._eager = False
            self._postpone(now)
        return ProbeResult(min(in_bps, out_bps), carried)

    def restart(self, now: float) -> None:
        """Probe again soon, as after an outage."""
        self.rate_bps, self._judge_s = 0, None
        self._eager, self._wait_s, self._due_s = True, 0.0, now + 0.3

    def _postpone(self, now: float) -> None:
        self._wait_s = min(self._longest_s, max(FIRST_WAIT_S, 1.5 * self._wait_s))
        self._due_s = now + self._wait_s
