"""Debian's Chromium at one end of the line, for Playwright."""

import shlex
from pathlib import Path
from typing import TypedDict
from urllib.parse import urlsplit

from tests.chromium import ARGUMENTS, CHROMIUM
from tests.netlab.laboratory import Place


class Launch(TypedDict):
    """Arguments of Playwright's `chromium.launch(**launch)`."""

    executable_path: Path
    args: list[str]


def chromium_in(place: Place, folder: Path, *urls: str) -> Launch:
    """Return how to launch a Chromium that lives at this place.

    Args:
        place: Where; Playwright itself talks to it over a pipe, not over the line.
        folder: Takes the small script that Playwright starts.
        urls: Pages served without HTTPS whose scripts may use the microphone all the same.
    """
    script = folder / f"chromium{place.namespace.replace('/', '-')}"
    command = shlex.join(place.command([CHROMIUM]))
    script.write_text(f'#!/bin/sh\nexec {command} "$@"\n', encoding="ascii")
    script.chmod(0o755)
    origins = [f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" for url in urls]
    trusted = [f"--unsafely-treat-insecure-origin-as-secure={','.join(origins)}"] if origins else []
    return Launch(executable_path=script, args=[*ARGUMENTS, *trusted])
