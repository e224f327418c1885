"""The lines of the Containerfile, without any container: `tests/packages.sh` runs it.

    python -m tests.packages.container ROOT DEB

ROOT is the folder of a Debian as small as the image's, DEB the bridge's package. What RUN, USER,
CMD and HEALTHCHECK say is done there in namespaces of its own: this is no container runtime, but
what the image holds and starts is the same.
"""

import json
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "container"
INSTALL_TIMEOUT_S, START_TIMEOUT_S = 600, 60


@dataclass(frozen=True)
class Containerfile:
    """Instructions that build an image, and the commands that it starts."""

    run: str
    user: str
    command: list[str]
    check: list[str]


def parse(text: str) -> Containerfile:
    """Return the lines of a Containerfile that do something.

    Raises:
        ValueError: One of them is missing, or there twice.
    """
    plain = "".join(f"{line}\n" for line in text.splitlines() if not line.startswith("#"))
    joined = re.sub(r"\\\n\s*", " ", plain)
    (run,) = re.findall(r"^RUN (.+)$", joined, re.MULTILINE)
    (user,) = re.findall(r"^USER (.+)$", joined, re.MULTILINE)
    (command,) = re.findall(r"^CMD (\[.+\])$", joined, re.MULTILINE)
    (check,) = re.findall(r"^HEALTHCHECK .*CMD (\[.+\])$", joined, re.MULTILINE)
    return Containerfile(run, user, json.loads(command), json.loads(check))


ATTEND = """
import json, subprocess, sys
user, command, check = json.loads(sys.argv[1])
kept = {"user": user, "group": user, "extra_groups": [], "cwd": "/var/lib/karlsson-bridge"}
bridge = subprocess.Popen(command, **kept)
try:
    for _ in range(60):
        if subprocess.run(check, stderr=subprocess.DEVNULL, **kept).returncode == 0:
            break
        try:
            sys.exit(f"it ended with status {bridge.wait(0.5)}")
        except subprocess.TimeoutExpired:
            pass
    else:
        sys.exit("it is not healthy")
    bridge.terminate()
    sys.exit(bridge.wait(20))
finally:
    bridge.kill()
"""
"""Starts the bridge, asks for its health until it is well, and stops it, as a runtime does."""


def inside(root: Path, *command: str) -> list[str]:
    """Return the command that runs another one there."""
    return [
        *("unshare", "--mount", "--pid", "--fork", "--kill-child", f"--mount-proc={root}/proc"),
        *("chroot", str(root), "env", "-i", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", *command),
    ]


def main(root: str, package: str) -> None:
    """Build the image's content, start the bridge, ask for its health, and stop it."""
    folder = Path(root)
    file = parse((FOLDER / "Containerfile").read_text(encoding="utf-8"))
    shutil.copy(package, folder / "tmp")
    installed = inside(folder, "DEBIAN_FRONTEND=noninteractive", "sh", "-ec", file.run)
    subprocess.run(installed, check=True, timeout=INSTALL_TIMEOUT_S, capture_output=True)
    assert not (folder / "usr/bin/systemctl").exists(), "systemd is in the image"
    assert not list((folder / "tmp").iterdir())
    shutil.copy(FOLDER / "bridge.toml", folder / "etc/karlsson/bridge.toml")
    with (folder / "etc/hosts").open("a", encoding="utf-8") as hosts:
        hosts.write("\n127.0.0.1 proxy localhost\n")
    told = json.dumps([file.user, file.command, file.check])
    attended = inside(folder, "/opt/karlsson-bridge/current/bin/python", "-I", "-c", ATTEND, told)
    # A network of its own, in which nobody else is.
    alone = ["unshare", "--net", "sh", "-ec", 'ip link set lo up; exec "$@"', "sh", *attended]
    subprocess.run(alone, check=True, timeout=START_TIMEOUT_S)
    assert (folder / "var/lib/karlsson-bridge/bridge.sqlite").exists()


if __name__ == "__main__":
    main(*sys.argv[1:])
