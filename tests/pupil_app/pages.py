"""The pages of the checkout and the screens of the tests, under the bridge's own headers."""

import mimetypes
import re
from functools import cache
from pathlib import Path

from bridge.web.headers import security_headers
from bridge.web.linking import linked
from bridge.web.pages import AT_THE_ROOT, ENTRIES

ORIGIN = "http://localhost:8000"
APP = Path(__file__).parents[2] / "pupil_app"
HERE = Path(__file__).parent
SCREENS = [
    name
    for states in ("child_screens.js", "teacher_screens.js")
    for name in re.findall(r"^  (\w+): (?:\{|inside|ended)", (HERE / states).read_text(), re.M)
]
"""Names of all screens that can be shown."""

LINKED = (*ENTRIES, "/screens/screens.js", "/screens/figures.js")
"""First modules of the pages, which the bridge serves as one script each."""

TYPES = {".js": "text/javascript", ".webmanifest": "application/manifest+json"}


def answer(path: str) -> tuple[int, dict[str, str], bytes]:
    """Return status, headers and body for one path."""
    file = _file(path)
    if file is None or not file.is_file():
        return 404, {}, b""
    kind = TYPES.get(file.suffix) or mimetypes.guess_type(file.name)[0] or "text/plain"
    headers = security_headers([ORIGIN], tls=False) | {"Content-Type": f"{kind}; charset=utf-8"}
    return 200, headers, file.read_bytes()


@cache
def linked_answer(path: str) -> tuple[int, dict[str, str], bytes]:
    """Return the same, but each page as one script, as the bridge has it: half as costly."""
    status, headers, body = answer(path)
    if path not in LINKED:
        return status, headers, body
    return status, headers, linked(path, _modules()).encode()


@cache
def _modules() -> dict[str, str]:
    app = {
        f"/app/{file.relative_to(APP).as_posix()}": file.read_text() for file in APP.rglob("*.js")
    }
    # Screens name the modules of the app by their whole addresses.
    screens = {
        f"/screens/{file.name}": file.read_text().replace(' from "/app/', ' from "../app/')
        for file in HERE.glob("*.js")
    }
    return app | screens


def _file(path: str) -> Path | None:
    if path in dict(AT_THE_ROOT):
        return APP / dict(AT_THE_ROOT)[path]
    if path == "/screens/":
        return HERE / "screens.html"
    if path.startswith("/screens/"):
        return HERE / path.removeprefix("/screens/")
    if path.startswith("/app/"):
        return APP / path.removeprefix("/app/")
    return None
