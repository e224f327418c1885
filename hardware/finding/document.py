"""PURE. Text of a proposed body.toml, and its check. No I/O."""

import re
from typing import Any

import msgspec
import tomli_w

from hardware.config.config import BodyConfig, contradiction

HEAD = (
    "# Proposed by `karlsson-body find` from what answered, and accepted by a person.\n"
    "# What each line means: systemd/body.toml, hardware/README.md.\n\n"
)
ADDRESS_KEYS = ("address", "left", "right")


def text_of(document: dict[str, Any]) -> str:
    """Return the file; addresses on I2C are written as on the boards."""
    text = tomli_w.dumps(document)
    for key in ADDRESS_KEYS:
        text = re.sub(
            rf"^{key} = (\d+)$",
            lambda found: f"{found[0][: -len(found[1])]}{int(found[1]):#04x}",
            text,
            flags=re.MULTILINE,
        )
    return HEAD + text


def carried_over(document: dict[str, Any], old: dict[str, Any]) -> dict[str, Any]:
    """Return the proposal with what the old file says of the place and not of the parts.

    These are the process's own keys, such as its serial, and where the head never looks.
    """
    body, motion = old.get("body"), old.get("motion")
    kept = {key: value for key, value in body.items() if key != "driver"} if body else {}
    zones = {"no_view": motion["no_view"]} if motion and "no_view" in motion else {}
    return {
        **document,
        "body": {**document["body"], **kept},
        "motion": {**document["motion"], **zones},
    }


def config_of(document: dict[str, Any]) -> BodyConfig:
    """Return the configuration that a proposal means.

    Raises:
        ValueError: It contradicts itself.
    """
    config = msgspec.convert(document, BodyConfig)
    wrong = contradiction(config)
    if wrong:
        raise ValueError(wrong)
    return config
