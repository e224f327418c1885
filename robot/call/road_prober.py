"""Probes of the roads to children, before one of them is needed.

When the link to the bridge comes up, each server of its list is tried once. A call then knows
which ones work in this network, and the log says why the others do not.
"""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from robot.call import peer
from robot.links import bridge_trust
from robot.media.hooks import gathering
from robot.media.hooks.trying import Surroundings
from robot.media.roads import reach
from robot.settings.config import RobotConfig, outward_of

FRESH_S = 1800.0
"""Age at which what works is probed again. Each call learns too, and the bridge tells its servers
before each attempt, when a probe would only stand in the way."""

PAUSE_S = 3.0
"""Shortest time between two probes, however often the link comes and goes."""


def surroundings(config: RobotConfig, environment: Mapping[str, str]) -> Surroundings:
    """Return what the configuration says about the robot's network.

    Raises:
        ConfigError: A certificate or a password cannot be read.
    """
    network = config.network
    bridge = urlsplit(config.bridge.url).hostname or ""
    # A robot whose bridge is on its own machine lives there, as in the demo.
    here = [str(one) for one in reach.LOOPBACK] if reach.is_loopback(bridge) else []
    return Surroundings(
        tls=bridge_trust.relay_context(config.bridge, network.ca_file),
        tls_early=bridge_trust.whenever(bridge_trust.relay_context(config.bridge, network.ca_file)),
        proxy_for=outward_of(network, environment).proxy_for,
        allowed=(*network.allow, *here),
        relays=network.relays,
        bridge=bridge,
    )


NO_ROAD = (
    "no server of the bridge's list answers, so picture and sound get through only within this "
    "network; `karlsson-robot nettest` prints what the IT department has to allow"
)


class RoadProber:
    """Probes the bridge's servers when they are new, and those for which a call did not wait.

    Args:
        tell: Called with why no picture and sound would get through; empty when a road opens.
    """

    def __init__(self, tell: Callable[[str], None] = lambda text: None) -> None:
        self._tell = tell
        self._told = ""
        self._servers: Sequence[dict[str, str]] = ()
        self._due = asyncio.Event()
        self._last: tuple[float, str, list[str]] | None = None
        """Time, network and roads of the last probe of everything."""

    def use_servers(self, ice_servers: Sequence[dict[str, str]]) -> None:
        """Take the servers of the bridge's newest welcome, and probe them."""
        self._servers = ice_servers
        self._due.set()

    async def run(self) -> None:
        """Probe until cancelled."""
        gathering.ROADS.tell_missed = self._due.set
        while True:
            await self._due.wait()
            self._due.clear()
            await self._probe()
            await asyncio.sleep(PAUSE_S)

    async def _probe(self) -> None:
        """Probe every road if list or network is another; otherwise those that do not work."""
        roads = gathering.ROADS.read(peer.ice_servers(self._servers))
        network = gathering.ROADS.network()
        now = asyncio.get_running_loop().time()
        keys = [road.key for road in roads]
        last = self._last
        if last is None or last[1:] != (network, keys) or now - last[0] > FRESH_S:
            self._last = (now, network, keys)
        else:
            works = gathering.ROADS.memory.works
            roads = [road for road in roads if works(network, road) is not True]
        await gathering.ROADS.probe(roads)
        self._judge(network)

    def _judge(self, network: str) -> None:
        """Tell when no road works, and when one does again."""
        roads = gathering.ROADS.read(peer.ice_servers(self._servers))
        works = [gathering.ROADS.memory.works(network, road) for road in roads]
        text = NO_ROAD if works and all(one is False for one in works) else ""
        if text != self._told:
            self._told = text
            self._tell(text)
