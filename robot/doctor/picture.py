"""PURE. Judgement of a camera by some of its pictures, of which nothing is kept. No I/O."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from robot.doctor.findings import Both, Finding, bad, good, weak
from robot.doctor.problems_de import german

DARK, BRIGHT = 24.0, 235.0
"""Mean of the luma, 0 to 255."""

FLAT = 3.0
"""Spread of the luma of a lens cap, or of a cable that gives one colour."""

GREY = 128.0
MOST_CAST, MUCH_CAST = 24.0, 40.0
"""Distance of the mean colour from grey."""

FEW, LITTLE = 0.5, 0.8
"""Share of the configured rate."""


@dataclass(frozen=True)
class PictureReading:
    """Means of one picture.

    Args:
        luma: Mean brightness.
        spread: Standard deviation of the brightness.
        blue: Mean of U, as a distance from grey.
        red: Mean of V, likewise.
        mark: Sum of the picture, by which two are told apart.
    """

    luma: float
    spread: float
    blue: float
    red: float
    mark: int = 0


def read_picture(planes: NDArray[np.uint8], height_px: int) -> PictureReading:
    """Return the means of a picture.

    Args:
        planes: The picture as yuv420p: luma, then U and V, in one array of its width.
        height_px: Lines of luma.
    """
    luma = planes[:height_px].astype(np.float32)
    colour = planes[height_px:].reshape(2, -1).astype(np.float32)
    return PictureReading(
        float(luma.mean()),
        float(luma.std()),
        float(colour[0].mean()) - GREY,
        float(colour[1].mean()) - GREY,
        int(planes.astype(np.int64).sum()),
    )


def frames(
    readings: Sequence[PictureReading], fps: float, wanted_fps: float, lost: str, simulated: bool
) -> Finding:
    """Judge how many pictures come.

    Args:
        fps: Measured rate.
        lost: Why the camera was lost; empty if it was not.
    """
    if not readings:
        why = lost or "no picture came"
        remedy = Both(
            "Kabel und Stecker prüfen; `sudo fuser -v /dev/video*` zeigt, wer die Kamera hält.",
            "Check cable and plug; `sudo fuser -v /dev/video*` shows who holds the camera.",
        )
        return bad("frames", Both(german(lost, "Kamera") or "kein Bild kam", why), remedy)
    text = f"{fps:.0f}/s (camera.fps = {wanted_fps:.0f})"
    if not simulated and len(readings) > 2 and len({one.mark for one in readings}) == 1:
        remedy = Both("Kamera ab- und wieder anstecken.", "Unplug the camera, plug it in again.")
        return bad("frames", Both("das Bild steht still", "the picture stands still"), remedy)
    remedy = Both(
        "input_format mjpeg, kleinere video_size oder USB-Buchse ohne Hub; im Dunkeln belichten "
        "Kameras länger.",
        "input_format mjpeg, a smaller video_size, or a USB socket without a hub; in the dark "
        "cameras expose longer.",
    )
    if fps < FEW * wanted_fps:
        return bad("frames", Both(text, text), remedy)
    if fps < LITTLE * wanted_fps:
        return weak("frames", Both(text, text), remedy)
    return good("frames", text, text, simulated)


def colours(readings: Sequence[PictureReading], simulated: bool) -> Finding | None:
    """Judge brightness and colours of the last picture; None without one."""
    if not readings:
        return None
    last = readings[-1]
    cover = Both(
        "Deckel oder Blende von der Kamera nehmen; Licht anmachen.",
        "Take cap or shutter off the camera; switch a lamp on.",
    )
    if last.spread < FLAT:
        return bad("colours", Both("eine einzige Farbe", "a single colour"), cover)
    if last.luma < DARK:
        return bad("colours", Both("schwarz", "black"), cover)
    if last.luma > BRIGHT:
        remedy = Both(
            'Aus dem Gegenlicht drehen; exposure_ms = "auto".',
            'Turn it out of the light; exposure_ms = "auto".',
        )
        return bad("colours", Both("überstrahlt", "overexposed"), remedy)
    cast = max(abs(last.blue), abs(last.red))
    text = Both(f"Farbstich {cast:.0f} von 128", f"colour cast {cast:.0f} of 128")
    remedy = Both(
        "Flachbandkabel neu stecken; steht etwas Farbiges vor der Kamera?",
        "Plug the ribbon cable in anew; does something coloured stand before the camera?",
    )
    if cast > MUCH_CAST:
        return bad("colours", text, remedy)
    if cast > MOST_CAST:
        return weak("colours", text, remedy)
    return good("colours", f"Helligkeit {last.luma:.0f}", f"brightness {last.luma:.0f}", simulated)
