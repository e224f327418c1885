"""`karlsson-robot setup`: one guided way from a blank card to "ready for class"."""

import argparse
import json
import logging
import sys
from collections.abc import Mapping

from robot.doctor.findings import Language
from robot.media.devices.reopening import StuckError
from robot.settings import config as settings
from robot.settings.config import RobotConfig
from robot.setup.guide import SetupGuide
from robot.setup.hands import RobotHands
from robot.setup.look import look
from robot.setup.steps import is_ready, states, table


def run(given: argparse.Namespace, loaded: RobotConfig, environment: Mapping[str, str]) -> int:
    """Set the robot up; return 0 if it is ready, 1 if something is open, 2 for a refusal."""
    # Links and devices write warnings of what the steps say better.
    logging.disable(logging.CRITICAL)
    language: Language = given.lang
    path = given.config or settings.USUAL_FILE
    if given.status or given.json:
        found = states(look(loaded, path))
        if given.json:
            steps = [
                {"step": one.step, "done": one.done, "text": one.text.of(language)} for one in found
            ]
            _say(json.dumps({"ready": is_ready(found), "steps": steps}, ensure_ascii=False))
        else:
            for line in table(found, language):
                _say(line)
        return 0 if is_ready(found) else 1
    hands = RobotHands(loaded, path, environment, language)

    def again() -> RobotConfig:
        return settings.load(given.config, environment)

    try:
        return SetupGuide(hands, lambda: look(again(), path), language).run()
    except* StuckError as stuck:
        sys.stderr.write(f"karlsson-robot: {stuck.exceptions[0]}\n")
    return 1


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
