"""Reference builds, which are links into `systemd/` and travel with the package."""

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any, Literal

BuildName = Literal["simple", "good"]

NAMES: tuple[BuildName, ...] = ("simple", "good")


def builds() -> Mapping[BuildName, dict[str, Any]]:
    """Return the body.toml of each reference build, as data."""
    folder = resources.files(__package__) / "builds"
    return {
        name: tomllib.loads((folder / f"{name}.toml").read_text(encoding="utf-8")) for name in NAMES
    }
