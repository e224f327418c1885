"""Reader for PDFs: pages, fonts, and letters that can be copied."""

import re
import zlib


def objects_of(pdf: bytes) -> bytes:
    """Return the whole file with its compressed streams unpacked."""
    parts = [pdf]
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL):
        try:
            parts.append(zlib.decompress(stream))
        except zlib.error:
            parts.append(stream)
    return b"\n".join(parts)


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", objects_of(pdf)))


def fonts_of(pdf: bytes) -> set[str]:
    """Return the names of the fonts that lie in the file itself."""
    whole = objects_of(pdf)
    names = {name.decode() for name in re.findall(rb"/FontName\s*/[A-Z]{6}\+([\w-]+)", whole)}
    embedded = re.findall(rb"/FontFile[23]?\s+\d+ 0 R", whole)
    assert len(embedded) >= len(names), "a font is named and not embedded"
    return names


def letters_of(pdf: bytes) -> set[str]:
    """Return the letters that a reader can copy (ISO 32000-1, 9.10.3)."""
    whole = objects_of(pdf)
    found: set[str] = set()
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", whole, re.DOTALL):
        for code in re.findall(rb"<[0-9A-Fa-f]+>\s*<([0-9A-Fa-f]+)>", block):
            found |= set(bytes.fromhex(code.decode()).decode("utf-16-be"))
    return found
