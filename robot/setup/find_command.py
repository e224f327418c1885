"""`karlsson-robot find`: cameras and sound cards, and what the body is made of."""

import argparse
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from bridge.process.config_file import ConfigError
from robot.doctor.findings import Language
from robot.settings import config as settings
from robot.settings.config import RobotConfig
from robot.setup import body_process, media_scan
from robot.setup.media_list import MediaList, lines


def run(given: argparse.Namespace, environment: Mapping[str, str]) -> int:
    """Show what is there; return the body's exit code: 0 if a body is proposed."""
    language: Language = given.lang
    config, wrong = _config(given, environment)
    found = media_scan.scan(config)
    if given.json:
        body = body_process.ask_body(("find", "--json", "--lang", language))
        _say(json.dumps(data_of(found, body), ensure_ascii=False, indent=2))
        return 0 if body and body["proposal"]["body_toml"] else 1
    for line in lines(found, language):
        _say(line)
    if wrong:
        _say(f"  {wrong}")
    _say("")
    return body_process.run_body(("find", "--lang", language))


def _config(
    given: argparse.Namespace, environment: Mapping[str, str]
) -> tuple[RobotConfig | None, str]:
    try:
        return settings.load(given.config, environment), ""
    except ConfigError as error:
        return None, str(error)


def data_of(found: MediaList, body: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the same for programs."""
    return {
        "cameras": [asdict(camera) for camera in found.cameras],
        "sound_cards": [{**asdict(card), "source": card.source} for card in found.cards],
        "configured": {
            part: {"name": name, "kind": tried.kind, "problem": tried.problem}
            for part, (name, tried) in (found.configured or {}).items()
        },
        "body": body,
    }


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
