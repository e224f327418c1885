"""State of releases, as the agent reports it to the bridge."""

from msgspec import UNSET, UnsetType

from bridge.protocol.presence import ReleaseState
from robot.update.installation import Installation
from robot.update.record import Records


def release_state(
    installed: Installation | None = None, records: Records | None = None
) -> ReleaseState | UnsetType:
    """Return the release that runs and the one that was left last; unset without a package."""
    running = (installed or Installation()).current
    if not running:
        return UNSET
    fell_back = (records or Records()).read().fell_back
    return ReleaseState(running, fell_back[-1][:24] if fell_back else "")
