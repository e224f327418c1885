"""Take a picture of every screen at every size: `.venv/bin/python -m tests.pupil_app.shots`.

    python -m tests.pupil_app.shots [--output FOLDER] [--lang de] [--look dark] [SCREEN ...]

Writes one contact sheet for each screen, all sizes side by side at half their width.
"""

import argparse
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from playwright.sync_api import Page, ViewportSize, sync_playwright

from tests.pupil_app import pages
from tests.pupil_app.serving import launched

OUTPUT = pages.APP.parent / ".state" / "shots"
SIZES: tuple[ViewportSize, ...] = (
    {"width": 360, "height": 640},
    {"width": 390, "height": 664},
    {"width": 844, "height": 390},
    {"width": 1024, "height": 600},
    {"width": 744, "height": 1133},
    {"width": 1133, "height": 744},
    {"width": 820, "height": 1180},
    {"width": 1180, "height": 820},
    {"width": 1366, "height": 650},
)
SCALE = 0.5

Image = npt.NDArray[np.uint8]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.pupil_app.shots")
    parser.add_argument("--output", type=Path, default=OUTPUT, metavar="FOLDER")
    parser.add_argument("--lang", choices=("de", "en"), default="de")
    parser.add_argument("--look", choices=("light", "dark"), default="light")
    parser.add_argument("screens", nargs="*", metavar="SCREEN", help="default: all")
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, launched(playwright) as browser:
        context = browser.new_context(color_scheme=options.look, reduced_motion="reduce")
        page = context.new_page()
        for screen in options.screens or pages.SCREENS:
            sheet = contact_sheet(page, f"screen={screen}&lang={options.lang}&picture")
            cv2.imwrite(str(options.output / f"{screen}.png"), sheet)


def contact_sheet(page: Page, query: str) -> Image:
    """Return the screen at every size, side by side."""
    small = []
    for size in SIZES:
        page.set_viewport_size(size)
        page.goto(f"{pages.ORIGIN}/screens/?{query}")
        page.wait_for_selector("html[data-ready]")
        image = cv2.imdecode(np.frombuffer(page.screenshot(), np.uint8), cv2.IMREAD_COLOR)
        assert image is not None
        small.append(cv2.resize(image, None, fx=SCALE, fy=SCALE, interpolation=cv2.INTER_AREA))
    height = max(image.shape[0] for image in small)
    padded = [
        cv2.copyMakeBorder(
            image, 0, height - image.shape[0], 0, 12, cv2.BORDER_CONSTANT, value=(128, 128, 128)
        )
        for image in small
    ]
    return np.asarray(np.hstack(padded), np.uint8)


if __name__ == "__main__":
    main()
