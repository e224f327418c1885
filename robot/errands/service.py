"""Everything of the fleet in one robot: its errands, who asks for them, its health, its rounds."""

import asyncio
from collections.abc import Callable, Mapping

from bridge.protocol.fleet import Errand
from bridge.protocol.presence import Snapshot
from robot.errands.calm import Calm
from robot.errands.courier import Courier
from robot.errands.errands import Errands, Ways
from robot.errands.health_teller import HealthTeller
from robot.errands.rounds import make_rounds
from robot.links.bridge_link import Link, LinkDown, LinkNews, LinkSaid, LinkUp
from robot.settings.config import RobotConfig


class ErrandService:
    """Errands of one robot, from the bridge and from whoever else calls `errands`.

    Args:
        config: As loaded.
        calm: Knows whether a child is in.
        ways: What errands reach of the agent.
        environment: As of the process.
        link: Link to the bridge.
        snapshot: Returns the state within the bounds of the wire.
    """

    def __init__(
        self,
        config: RobotConfig,
        calm: Calm,
        ways: Ways,
        environment: Mapping[str, str],
        link: Link,
        snapshot: Callable[[], Snapshot],
    ) -> None:
        self.errands = Errands(config, calm, ways, environment)
        """Errands that a technician may ask of this robot."""
        self._courier = Courier(self.errands, calm, link)
        self._teller = HealthTeller(snapshot, lambda: self.errands.last_doctor, link.send)

    async def run(self) -> None:
        """Serve until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.errands.run(), name="restart")
            tasks.create_task(self._courier.run(), name="courier")
            tasks.create_task(self._teller.run(), name="health")
            tasks.create_task(make_rounds(self.errands), name="rounds")

    def hear(self, news: LinkNews) -> bool:
        """Take news of the link; return True for an errand, which concerns nobody else."""
        match news:
            case LinkUp(welcome=welcome):
                self._teller.welcomed(welcome.takes_health)
            case LinkDown():
                self._teller.parted()
            case LinkSaid(message=Errand() as asked):
                self._courier.hear(asked)
                return True
        return False
