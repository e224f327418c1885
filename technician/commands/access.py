"""Login to the robots: for whoever holds one of the named keys, or for nobody."""

import argparse
from collections.abc import Mapping
from pathlib import Path

from technician.commands.arguments import argument, text_of
from technician.files.cloud_config import Login
from technician.lists import logins
from technician.lists.remarks import Remark

OWN_KEYS = ("id_ed25519.pub", "id_ecdsa.pub", "id_rsa.pub")
"""Keys of a user that are taken if none is named, the first that is there."""


def home(environment: Mapping[str, str]) -> Path:
    """Return the home of whoever runs the command, also by sudo."""
    name = environment.get("SUDO_USER", "")
    try:
        return Path(f"~{name}").expanduser()
    except RuntimeError:
        return Path.home()


def login(options: argparse.Namespace, home: Path) -> tuple[Login | None, tuple[Remark, ...]]:
    """Return who may log in, and what there is to say about it.

    Args:
        options: Arguments of `card prepare`.
        home: Home of whoever runs the command.

    Raises:
        UsageError: A key or the user's name cannot be used.
    """
    if options.no_login:
        return None, ()
    user = argument("--user", logins.user, options.user)
    own = [home / ".ssh" / name for name in OWN_KEYS if (home / ".ssh" / name).exists()]
    paths: list[Path] = options.ssh_key or own[:1]
    if not paths:
        what = "nobody can log in to the robots, since no key is named and you have none"
        remedy = "name one with --ssh-key, or make one with ssh-keygen -t ed25519"
        return None, (Remark("note", "--ssh-key", what, remedy),)
    keys = [key for path in paths for key in argument(str(path), logins.public_keys, text_of(path))]
    found = Login(user, tuple(dict.fromkeys(keys)))
    if options.ssh_key:
        return found, ()
    what = f"{user} can log in to the robots with your own key, {paths[0]}"
    return found, (Remark("note", "--ssh-key", what, "name another one, or say --no-login"),)
