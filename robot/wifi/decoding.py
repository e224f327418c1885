"""QR codes in pictures."""

import numpy as np
import zxingcpp
from numpy.typing import NDArray

MOST_BYTES = 2048


def codes_in(luma: NDArray[np.uint8]) -> list[str]:
    """Return what stands in the QR codes of a picture, light on dark ones too.

    Args:
        luma: Brightness, row by row.
    """
    # Made here: the library complains at the end of the process about what a module keeps.
    formats = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(np.ascontiguousarray(luma), formats=formats)
    return [_text(one) for one in found if one.valid and len(one.bytes) <= MOST_BYTES]


def _text(code: zxingcpp.Barcode) -> str:
    """Return the text; most codes are UTF-8, and few of them say so."""
    try:
        return code.bytes.decode("utf-8")
    except UnicodeDecodeError:
        return code.text
