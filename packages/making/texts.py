"""Man pages and completion of the commands, from their own command lines."""

import importlib
import os
from datetime import UTC, datetime

import shtab

from packages.plans.man_page import man_page
from packages.plans.products import Product

FILES = {
    "karlsson-robot": {
        "/etc/karlsson/robot.toml": "configuration of the agent",
        "/var/lib/karlsson-robot": "key and state of the agent",
    },
    "karlsson-body": {
        "/etc/karlsson/body.toml": "configuration of the body",
        "/usr/share/doc/karlsson-robot/examples": "examples of it, one for each reference build",
        "/var/lib/karlsson-body": "calibration of the servos",
    },
    "karlsson-bridge": {
        "/etc/karlsson/bridge.toml": "configuration of the bridge",
        "/usr/share/doc/karlsson-bridge/examples": "examples for proxies",
        "/var/lib/karlsson-bridge": "database of the bridge",
    },
}


def texts(product: Product, release: str, epoch_s: int) -> dict[str, str]:
    """Return man pages and completions by their paths on the system.

    Args:
        product: The package.
        release: Version of the release.
        epoch_s: Its time.

    Raises:
        AttributeError: A command's module has no `parser`.
    """
    # Words of help are broken where this says, and the terminal that builds must not matter.
    os.environ["COLUMNS"] = "80"
    date = datetime.fromtimestamp(epoch_s, UTC).date().isoformat()
    found = {}
    for command, module in product.commands.items():
        parser = importlib.import_module(module).parser()
        page = man_page(parser, FILES[command], release, date)
        found[f"/usr/share/man/man1/{command}.1"] = page
        bash = shtab.complete(parser, shell="bash")
        found[f"/usr/share/bash-completion/completions/{command}"] = bash
        zsh = shtab.complete(parser, shell="zsh")
        found[f"/usr/share/zsh/vendor-completions/_{command}"] = zsh
    return found
