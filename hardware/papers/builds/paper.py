"""PURE. Data of `build.typ`, a build on paper for the workbench. No I/O."""

from typing import Any

from hardware.papers.builds import tables, wiring
from hardware.papers.builds.build import Build


def paper(build: Build) -> dict[str, Any]:
    """Return the data of `build.typ`."""
    return {
        "language": "en",
        "title": build.title,
        "about": build.about,
        "parts": {"head": tables.part_head(build), "rows": tables.part_rows(build)},
        "together": f"{build.eur:g}",
        "priced": build.priced,
        "pins": {"head": tables.PIN_HEAD, "rows": tables.pin_rows(build)},
        "wiring": wiring.draw(build),
    }
