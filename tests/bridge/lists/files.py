"""Files that mean no good, for tests."""

import io
import zipfile
from collections.abc import Mapping

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
NAMES = "".join(f' xmlns:{one}="{_OFFICE}{one}:1.0"' for one in ("office", "table", "text"))
MIME = "application/vnd.oasis.opendocument.spreadsheet"


def packed(parts: Mapping[str, bytes | str]) -> bytes:
    """Return an archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def bomb() -> bytes:
    """Return an archive of 200 kB that unpacks to 200 MB."""
    return packed({"content.xml": b"<a>" + b" " * (200 * 1024 * 1024) + b"</a>"})


def entities() -> bytes:
    """Return an archive whose text grows to billions of letters."""
    names = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(9))
    text = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">{names}]><a>&a9;</a>'
    return packed({"content.xml": text})


def repeated() -> bytes:
    """Return a table whose single cell is repeated over a million rows."""
    return packed(
        {
            "mimetype": MIME,
            "content.xml": f"<office:document-content{NAMES}><office:body><office:spreadsheet>"
            '<table:table table:name="A"><table:table-row table:number-rows-repeated="1000000">'
            '<table:table-cell table:number-columns-repeated="16000" office:value-type="string">'
            "<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
            "</office:spreadsheet></office:body></office:document-content>",
            "META-INF/manifest.xml": "<x/>",
        }
    )
