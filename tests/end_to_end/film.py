"""Make the moving picture of the README from a real lesson.

    .venv/bin/python -m tests.end_to_end.film [--output FILE]

On the left the child's tablet, on the right the teacher's phone: the head turns, a hand goes up,
the teacher answers, the child speaks.
"""

import argparse
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from tests.chromium import ARGUMENTS, HEADLESS_SHELL
from tests.end_to_end.child import go_to_class, open_teacher_page
from tests.end_to_end.running import ROOT, started_demo

OUTPUT = ROOT / "docs/pictures/lesson.webp"
TABLET: ViewportSize = {"width": 1024, "height": 768}
PHONE: ViewportSize = {"width": 390, "height": 768}
HEIGHT_PX = 480
"""Height of the moving picture."""

FRAME_S = 0.16
LENGTH_S = 15.0
QUALITY = 55
MOST_BYTES = 2_000_000

Image = npt.NDArray[np.uint8]
Shot = tuple[float, Image]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.end_to_end.film")
    parser.add_argument("--output", type=Path, default=OUTPUT, metavar="FILE")
    output: Path = parser.parse_args().output
    with (
        tempfile.TemporaryDirectory(prefix="k-") as folder,
        started_demo(Path(folder)) as start,
        sync_playwright() as playwright,
    ):
        demo = start()
        browser = playwright.chromium.launch(executable_path=HEADLESS_SHELL, args=list(ARGUMENTS))
        shots = filmed(browser, demo.pupil, demo.teacher)
        browser.close()
    write(output, shots)


def filmed(browser: Browser, pupil_url: str, teacher_url: str) -> list[Shot]:
    """Play a short lesson; return pictures with the second of each."""
    tablet = browser.new_context(viewport=TABLET, permissions=["microphone"], locale="de-DE")
    phone = browser.new_context(viewport=PHONE, locale="de-DE")
    child = go_to_class(tablet, pupil_url)
    teacher = open_teacher_page(phone, teacher_url)
    still_to_do = [*story(child, teacher)]
    shots = []
    begun_s = time.monotonic()
    while (now_s := time.monotonic() - begun_s) < LENGTH_S:
        if still_to_do and now_s >= still_to_do[0][0]:
            still_to_do.pop(0)[1]()
        shots.append((now_s, side_by_side(child, teacher)))
        # Playwright lets the pages go on while it waits.
        child.wait_for_timeout(max(0.0, FRAME_S - (time.monotonic() - begun_s - now_s)) * 1000)
    return shots


def story(child: Page, teacher: Page) -> list[tuple[float, Callable[[], None]]]:
    """Return what child and teacher do, with the second in which they do it."""

    def press(page: Page, name: str) -> Callable[[], None]:
        return lambda: page.get_by_role("button", name=name, exact=True).click()

    def look(across: float, down: float) -> Callable[[], None]:
        at = {"x": TABLET["width"] * across, "y": TABLET["height"] * down}
        return lambda: child.mouse.click(at["x"], at["y"])

    return [
        (1.0, look(0.25, 0.52)),
        (3.2, look(0.7, 0.52)),
        (5.2, press(child, "Hand")),
        (7.2, press(teacher, "Gesehen")),
        (9.0, press(teacher, "Du bist dran")),
        (11.0, press(child, "Sprechen")),
    ]


def side_by_side(*pages: Page) -> Image:
    """Return what the pages show now, at one height."""
    shown = [scaled(page.screenshot(type="jpeg", quality=95)) for page in pages]
    return np.asarray(np.hstack(shown), np.uint8)


def scaled(encoded: bytes) -> Image:
    image = cv2.imdecode(np.frombuffer(encoded, np.uint8), cv2.IMREAD_COLOR)
    assert image is not None
    height, width = image.shape[:2]
    size = round(width * HEIGHT_PX / height), HEIGHT_PX
    return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), np.uint8)


def write(output: Path, shots: list[Shot]) -> None:
    """Write an animated WebP that shows each picture as long as it was to be seen.

    Raises:
        ValueError: If it became larger than `MOST_BYTES`.
    """
    ends_s = [second for second, _ in shots[1:]] + [LENGTH_S]
    animation = cv2.Animation()
    animation.frames = [image for _, image in shots]
    animation.durations = [
        round((end_s - second) * 1000) for (second, _), end_s in zip(shots, ends_s, strict=True)
    ]
    output.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwriteanimation(str(output), animation, [cv2.IMWRITE_WEBP_QUALITY, QUALITY])
    if (size := output.stat().st_size) > MOST_BYTES:
        raise ValueError(f"{output} has {size} bytes, more than {MOST_BYTES}")


if __name__ == "__main__":
    main()
