"""The step of the updates: the seam for releases that go out in waves.

Whoever joins it has the bridge (`stage.desk`), and robots whose agents run (`stage.robots`).
"""

from tests.rehearsal.report import Step
from tests.rehearsal.stage import RehearsalStage


async def rehearse(stage: RehearsalStage) -> Step:
    """Update the robots in waves, one of which fails and falls back."""
    return Step("", rehearsed=False, what="this version has no updates in waves")
