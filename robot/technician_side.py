"""Parts of the agent for whoever sets a robot up: errands, its own page, its way into a network."""

import os
from collections.abc import Coroutine, Mapping

from hardware.contract import wire
from robot.agent_inbox import AgentInbox
from robot.call.lines import Lines
from robot.errands.service import ErrandService
from robot.health import ServiceStatus
from robot.hearing import Hearing
from robot.links.body_link import BodyNews, BodySaid
from robot.page_side import PageSide, names_of, page_of
from robot.settings.config import RobotConfig
from robot.stage import Stage
from robot.wifi.network_manager import NetworkManagerWifi
from robot.wifi_side import WifiSide, provisioner_of

IDENTIFY = BodySaid(wire.Pressed("identify"))


class TechnicianSide:
    """Services of this robot for a technician; never while a child is in.

    Args:
        config: As loaded.
        errands: Requests through the bridge or the page.
        stage: Speaks, and knows body and head; its machine decides whether the camera opens.
        hearing: Knows the bridge, and the robot's names.
        lines: Give the camera's picture.
        inbox: Takes wishes into the agent's loop.
        status: Says which part does not work.
    """

    def __init__(
        self,
        config: RobotConfig,
        errands: ErrandService,
        stage: Stage,
        hearing: Hearing,
        lines: Lines,
        inbox: AgentInbox,
        status: ServiceStatus,
    ) -> None:
        self._errands = errands
        self._hearing = hearing
        self._joins = config.wifi.setup
        wifi = NetworkManagerWifi()
        self._side = PageSide(
            stage.machine,
            lines,
            stage.steering,
            stage.body,
            lambda: names_of(config, hearing.names),
            lambda: hearing.link,
            inbox.service,
        )
        self.page = page_of(config, self._side, errands.errands, wifi, status)
        self._provisioner = provisioner_of(
            config,
            os.environ,
            wifi,
            lines.finder,
            WifiSide(stage.machine, inbox.service, stage.say),
        )

    def works(self) -> Mapping[str, Coroutine[None, None, None]]:
        """Return what is to run beside the agent's loop, by name."""
        works = {"errands": self._errands.run(), "page": self.page.run()}
        if self._joins:
            works["wifi"] = self._provisioner.run()
        return works

    def hear_body(self, news: BodyNews) -> None:
        """Take what the body says, after `Hearing` has heard it."""
        self._side.hear_body(news)
        if news == IDENTIFY:
            self._provisioner.press(self._hearing.leads_nowhere)

    def occupied(self, somebody: bool) -> None:
        """Take whether a child is in."""
        self._provisioner.occupied(somebody)
