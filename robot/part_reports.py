"""Reports of devices, roads and voice, for the class, the service manager and the trials."""

from collections.abc import Callable

from bridge.protocol.fields import Lost
from robot.agent_inbox import AgentInbox
from robot.caution.ledger import Ledger
from robot.doctor.start import StartTrials, trials_of, voice_trouble
from robot.health import ServiceStatus
from robot.media.types.spec import SourceEvent
from robot.settings.config import RobotConfig


class PartReports:
    """Hands on what the parts of a robot say of themselves, and what their trials find.

    Args:
        config: Names the devices, and whether phrases are wanted.
        ledger: Says whether the robot is in safe mode, in which nobody waits for a voice.
        inbox: Takes the news into the agent's loop.
        status: Says in words which part does not work.
        in_use: Whether a part is in use now.
    """

    def __init__(
        self,
        config: RobotConfig,
        ledger: Ledger,
        inbox: AgentInbox,
        status: ServiceStatus,
        in_use: Callable[[Lost], bool],
    ) -> None:
        self._wants_voice = config.sound.phrases
        self._ledger = ledger
        self._inbox = inbox
        self._status = status
        self._trials = StartTrials(trials_of(config), in_use, self._tried)

    async def run(self) -> None:
        """Try the parts that are not in use, again and again until cancelled."""
        await self._trials.run()

    def source_changed(self, event: SourceEvent) -> None:
        """Take that a part in use is lost or works again."""
        self._inbox.source(event)
        self._trials.reported(event.part, event.text if event.lost else "")

    def roads_tried(self, text: str) -> None:
        """Take why no picture and sound would get through; empty when a road opens."""
        self._tried("roads", text)

    def voice_tried(self, lacks: str) -> None:
        """Take why the robot cannot speak phrases; empty if it can."""
        self._status.note_voice("" if self._ledger.caution else lacks)
        if self._wants_voice and not self._ledger.caution:
            self._inbox.part_tried("voice", voice_trouble(lacks))
        self._inbox.voice_installed(not lacks)

    def _tried(self, part: str, text: str) -> None:
        self._status.note_part(part, text)
        self._inbox.part_tried(part, text)
