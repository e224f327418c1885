"""Typesetting of a template with its data; the only module that uses typst.

A template begins with `#import "paper.typ": *` and finds its data there. Data is
never read as markup, so a name may hold any character. Nothing is fetched: typst uses
only the fonts that it brings along, and embeds them.
"""

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any, Final, Literal

import typst

Format = Literal["pdf", "svg", "png"]

FONTS = typst.Fonts(include_system_fonts=False)
STANDARD: Final = "ua-1"
"""PDF/UA: a screen reader finds headings, tables and descriptions of pictures (ISO 14289-1)."""

PIXELS_PER_INCH = 150.0


class PaperError(ValueError):
    """A template that cannot be typeset with this data; the text is typst's."""


def typeset(template: str, data: Mapping[str, Any], kind: Format = "pdf") -> bytes:
    """Return the paper; the same bytes for the same template and data.

    Args:
        template: Text of a typst file.
        data: Values for the template, as JSON can hold them. `language` is required.
        kind: SVG and PNG show the first page only.

    Raises:
        PaperError: The template is wrong, or the data lacks a value.
    """
    with resources.as_file(resources.files("bridge.papers")) as folder:
        try:
            compiler = typst.Compiler(root=folder, font_paths=FONTS)
            pages, warnings = compiler.compile_with_warnings(
                template.encode(),
                format=kind,
                ppi=PIXELS_PER_INCH,
                sys_inputs={"data": json.dumps(data)},
                pdf_standards=STANDARD if kind == "pdf" else None,
            )
        except typst.TypstError as error:
            raise PaperError("; ".join([error.message, *error.hints])) from error
    if warnings:
        raise PaperError("; ".join(warning.message for warning in warnings))
    first = pages[0] if isinstance(pages, list) else pages
    assert first is not None
    return first
