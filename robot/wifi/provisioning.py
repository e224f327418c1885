"""PURE. Times at which a robot without a network reads codes or makes a network of its own. No I/O.

                              new to every network              knows a network, or was enrolled
    no network                codes, for START_S                nothing
    no network for ALONE_S    its own network                   nothing
    button held               codes for PRESS_S, and            codes for PRESS_S; held again
                              its own network                   meanwhile, its own network
    a network is there        nothing                           nothing
    and leads nowhere,        codes for PRESS_S                 codes for PRESS_S
    button held
    somebody is in            nothing                           nothing

Its own network ends after HOTSPOT_S, or when the button is held again. For a robot that knows a
network that matters: the radio cannot look for it meanwhile.
"""

from dataclasses import dataclass

ALONE_S = 120.0
"""Time without a network after which a new robot makes its own."""

HOTSPOT_S = 900.0
"""Longest time of its own network."""

START_S = 290.0
"""Time after the start in which a new robot looks for codes; no preview lasts longer."""

PRESS_S = 90.0
"""Time after the button was held in which a robot looks for codes."""


@dataclass(frozen=True)
class NetworkFacts:
    """Known state of the network.

    Args:
        connected: Some way leads out.
        is_new: It never had a network: it knows no Wi-Fi, and no bridge knows it.
    """

    connected: bool
    is_new: bool


class Provisioning:
    """Decides what a robot does to get into a network.

    Args:
        now: Monotonic seconds of the start.
    """

    def __init__(self, now: float) -> None:
        self._facts: NetworkFacts | None = None
        self._alone_since_s: float | None = None
        self._read_until_s = now
        self._hotspot_until_s = now
        self._has_opened = False
        self._occupied = False
        self._leaves = False
        """Somebody wants another network than the one there is."""

    def told(self, facts: NetworkFacts, now: float) -> None:
        """Take how the network is."""
        before, self._facts = self._facts, facts
        if facts.connected:
            self._alone_since_s = None
            self._has_opened = False
            if not (self._leaves and before and before.connected):
                self.joined(now)
            return
        if self._alone_since_s is None:
            self._alone_since_s = now
        if facts.is_new and before is None:
            self._read_until_s = now + START_S
        alone_s = now - self._alone_since_s
        if facts.is_new and alone_s >= ALONE_S and not self._has_opened:
            self._open(now)

    def occupied(self, somebody: bool) -> None:
        """Take whether a child is in the robot."""
        self._occupied = somebody

    def pressed(self, now: float, leads_nowhere: bool = False) -> None:
        """Take that somebody held the button.

        Args:
            now: Monotonic seconds.
            leads_nowhere: The network that is there does not lead to the bridge.
        """
        if self._facts is None or self._occupied:
            return
        if self._facts.connected:
            if not leads_nowhere:
                return
            self._leaves = True
        elif now < self._hotspot_until_s:
            self._hotspot_until_s = now
        elif self._facts.is_new or now < self._read_until_s:
            self._open(now)
        self._read_until_s = max(self._read_until_s, now + PRESS_S)

    def joined(self, now: float) -> None:
        """Take that the robot came into a network."""
        self._read_until_s = self._hotspot_until_s = now
        self._leaves = False
        self._facts = NetworkFacts(connected=True, is_new=False)

    def _open(self, now: float) -> None:
        self._has_opened = True
        self._hotspot_until_s = now + HOTSPOT_S

    def reads(self, now: float) -> bool:
        """Return whether it looks for codes now."""
        return self._may and now < self._read_until_s

    def hotspot(self, now: float) -> bool:
        """Return whether its own network is to be on now."""
        return self._may and now < self._hotspot_until_s

    @property
    def _may(self) -> bool:
        is_alone = self._facts is not None and (self._leaves or not self._facts.connected)
        return is_alone and not self._occupied
