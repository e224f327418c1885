"""PURE. Similarity of a shown picture to the one that was sent: SSIM of the luma. No I/O.

Structural similarity with the Gaussian window of 11 pixels and sigma 1.5 and
the constants of Z. Wang et al., "Image quality assessment", IEEE Transactions on
Image Processing 13(4), 2004.
"""

import cv2
import numpy as np
from numpy.typing import NDArray

from robot.media.devices.testcard import read_time_code
from robot.media.types.spec import Size
from tests.bench.networks.loop import below_code, luma, picture_at

Plane = NDArray[np.uint8]
Blurred = NDArray[np.float64]

SIGMA_PX = 1.5
REACH_PX = 5
C1 = (0.01 * 255) ** 2
C2 = (0.03 * 255) ** 2


def ssim(one: Plane, other: Plane) -> float:
    """Return the mean structural similarity of two pictures of one size: 1.0 for equal ones.

    Raises:
        ValueError: They differ in size, or are smaller than the window.
    """
    if one.shape != other.shape or min(one.shape) < 2 * REACH_PX + 1:
        raise ValueError(f"pictures of {one.shape} and {other.shape} cannot be compared")
    a, b = one.astype(np.float64), other.astype(np.float64)
    mean_a, mean_b = _blur(a), _blur(b)
    spread_a = _blur(a * a) - mean_a**2
    spread_b = _blur(b * b) - mean_b**2
    common = _blur(a * b) - mean_a * mean_b
    like = ((2 * mean_a * mean_b + C1) * (2 * common + C2)) / (
        (mean_a**2 + mean_b**2 + C1) * (spread_a + spread_b + C2)
    )
    return float(like[REACH_PX:-REACH_PX, REACH_PX:-REACH_PX].mean())


def shown_ssim(shown: Plane, pictures: NDArray[np.uint8], size: Size) -> float | None:
    """Return how like its original a shown picture is; None if its time code is unreadable.

    A smaller picture is enlarged first, as the `<video>` does it for the child.

    Args:
        shown: Luma as decoded by the browser.
        pictures: What `open_loop` returned.
        size: Of the originals.
    """
    stamp_ms = read_time_code(shown)
    if stamp_ms is None:
        return None
    original = luma(pictures[picture_at(stamp_ms, len(pictures))], size)
    if shown.shape != original.shape:
        shown = np.asarray(
            cv2.resize(shown, (size.width_px, size.height_px), interpolation=cv2.INTER_LINEAR),
            np.uint8,
        )
    return ssim(below_code(shown), below_code(original))


def _blur(plane: Blurred) -> Blurred:
    width = 2 * REACH_PX + 1
    return np.asarray(cv2.GaussianBlur(plane, (width, width), SIGMA_PX), np.float64)
