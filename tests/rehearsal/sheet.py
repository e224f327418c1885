"""The technician's list: a real spreadsheet, as an office would keep it."""

import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

HEADINGS = (
    "Name",
    "Seriennummer",
    "Bauart",
    "WLAN",
    "WLAN-Passwort",
    "WLAN-Sicherheit",
    "WLAN-Benutzer",
    "WLAN-CA-Zertifikat",
    "RADIUS-Server",
    "Schule",
)
"""Of the list. The last one is the office's own, and does no harm."""

NAMES = (
    *("Käthe", "Pelle", "Ida", "Emil", "Lotta", "Tjorven", "Ronja", "Birk", "Madita", "Lasse"),
    *("Bosse", "Ole", "Inga", "Britta", "Kerstin", "Jonas", "Mio", "Kalle", "Eva-Lotta", "Rasmus"),
)
"""Of the robots; those beyond are Karlsson 21, Karlsson 22 and so on."""

RADIUS = "radius.schule.example"
CA_FILE = "radius-ca.pem"
"""Certificate that a network's server is known by; lies beside the list."""

Row = tuple[str, ...]


def rows(count: int) -> list[Row]:
    """Return the list's rows: four schools with networks of four kinds, one after the other."""
    return [_row(number, count) for number in range(count)]


def _row(number: int, count: int) -> Row:
    name = NAMES[number] if number < len(NAMES) else f"Karlsson {number + 1}"
    build = ("einfach", "gut", "")[number % 3]
    school = 4 * number // max(count, 4)
    networks = (
        ("Grundschule Nord", "geheim-im-Norden", "WPA2", "", "", ""),
        ("Käthe-Kollwitz; Lehrer", "Süd;geheim\\7", "WPA3", "", "", ""),
        ("Kollegium", "Ostern & Pfingsten", "PEAP", "robo@ost", CA_FILE, RADIUS),
        ("", "", "", "", "", ""),
    )
    schools = ("Nord", "Süd", "Ost", "Klinik")
    return (name, f"KRL-{number + 1:04}", build, *networks[school], schools[school])


def write(path: Path, rows: Sequence[Row]) -> None:
    """Write the list as a spreadsheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Roboter")
        bold = book.add_format({"bold": True})
        page.write_row(0, 0, HEADINGS, bold)
        page.freeze_panes(1, 0)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                page.write_string(number, column, cell)
    path.write_bytes(out.getvalue())


def typed_cells(rows: Sequence[Row]) -> list[str]:
    """Return the cells that somebody types; those as in the row above are pulled down.

    Serial numbers count on by themselves from the first one.
    """
    above: Row = ("",) * len(HEADINGS)
    found = []
    for number, row in enumerate(rows):
        for heading, cell, before in zip(HEADINGS, row, above, strict=True):
            counts_on = heading == "Seriennummer" and number > 0
            if cell and cell != before and not counts_on:
                found.append(cell)
        above = row
    return found


def secrets(rows: Sequence[Row]) -> frozenset[str]:
    """Return what a wiped robot must hold nowhere any more."""
    columns = [HEADINGS.index(name) for name in ("WLAN", "WLAN-Passwort", "WLAN-Benutzer")]
    return frozenset(row[column] for row in rows for column in columns if row[column])
