"""Files of the page, read once: its own, the drawn robot of the app, the dials of the body's page.

    /                index.html                 /page/<name>   robot/local_page/files
    /app/<path>      pupil_app                  /body/<name>   hardware/setup/page_files

None of them holds a secret, so they are served before the PIN is typed. A request path is only
looked up in this table.
"""

from collections.abc import Mapping
from importlib import resources
from importlib.resources.abc import Traversable

from robot.local_page.page_parts import PageError
from robot.settings.texts import Both

TYPES = {
    "html": "text/html",
    "js": "text/javascript",
    "css": "text/css",
    "svg": "image/svg+xml",
}

FIGURE = (
    *("dom", "figure", "figure_head", "figure_pace", "figure_parts", "figure_scenes"),
    *("figure_things", "figure_turn", "posture", "signal_table", "stillness"),
)
"""Modules of the app that draw the robot."""

FROM_APP = ("theme.css", "figure.css", "icon.svg", *(f"js/page/{name}.js" for name in FIGURE))
FROM_BODY = ("dial.js", "drawing.js", "geometry.js", "plot.js", "words.js")


def load_page_files() -> Mapping[str, tuple[bytes, str]]:
    """Return content and type of each file, by request path.

    Raises:
        PageError: The installation is not whole.
    """
    try:
        return _loaded()
    except (ModuleNotFoundError, OSError) as error:
        words = Both(
            "Dateien der Seite fehlen: das Paket karlsson-robot neu installieren",
            "files of the page are missing: install the package karlsson-robot anew",
        )
        raise PageError("files", words) from error


def _loaded() -> Mapping[str, tuple[bytes, str]]:
    own = resources.files("robot.local_page").joinpath("files")
    found = {f"/page/{each.name}": each for each in own.iterdir() if _kind(each.name)}
    app, body = resources.files("pupil_app"), resources.files("hardware.setup") / "page_files"
    found |= {f"/app/{name}": _below(app, name) for name in FROM_APP}
    found |= {f"/body/{name}": body / name for name in FROM_BODY}
    found["/"] = own / "index.html"
    return {path: (each.read_bytes(), TYPES[_kind(each.name)]) for path, each in found.items()}


def _below(folder: Traversable, path: str) -> Traversable:
    for name in path.split("/"):
        folder = folder / name
    return folder


def _kind(name: str) -> str:
    kind = name.rpartition(".")[2]
    return kind if kind in TYPES else ""
