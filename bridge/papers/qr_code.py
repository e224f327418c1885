"""QR codes of links, for a terminal and for paper."""

import io
from pathlib import Path

import segno

from bridge.base.errors import BadRequest
from bridge.process import file_words

QR_BORDER = 2


def qr_text(link: str) -> str:
    """Return a QR code for a terminal."""
    out = io.StringIO()
    segno.make(link, error="m").terminal(out, border=QR_BORDER, compact=True)
    return out.getvalue()


def qr_svg(link: str) -> str:
    """Return a QR code as a drawing without a border, for a place on paper that has one."""
    out = io.BytesIO()
    code = segno.make(link, error="m", micro=False)
    code.save(out, kind="svg", border=0, xmldecl=False, dark="#16222d")
    return out.getvalue().decode()


def write_svg(link: str, path: Path) -> None:
    """Write a QR code as SVG.

    Raises:
        BadRequest: The file cannot be written.
    """
    out = io.BytesIO()
    segno.make(link, error="m").save(out, kind="svg", scale=8, border=4)
    try:
        path.write_bytes(out.getvalue())
    except OSError as error:
        raise BadRequest(f"{path}: {file_words.of_file(path, error)}") from error
