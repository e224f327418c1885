"""Lists whose copies LibreOffice has made: see `made_by_libreoffice/README.md`.

`python -m tests.bridge.lists.originals FOLDER` writes them, to make the copies anew.
"""

import io
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import xlsxwriter

HEAD = (
    *("Gerät", "Name", "Schule", "PLZ Ort", "Land", "Kind", "Klasse", "von", "bis", "Status"),
    *("Einverst.", "Tel.", "Bemerkung", "Abgeholt um", "Stunden", "Formel", "intern"),
)
MERGED, HIDDEN, EMPTY = (4, 5, 6), 7, 8
"""Rows that share a cell for their federal state, the hidden one, and the empty one."""


def loan_list() -> bytes:
    """Return a list with everything that people do in a spreadsheet."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet("Ausleihe")
        looks = {
            name: book.add_format({"num_format": look})
            for name, look in {
                "plain": "dd.mm.yyyy",
                "named": "[$-407]d. mmm. yyyy;@",
                "timed": "dd.mm.yyyy hh:mm",
                "text": "@",
                "code": "00000",
                "clock": "hh:mm",
                "hours": "[h]:mm",
            }.items()
        }
        page.merge_range("A1:I1", "Ausleihe, Stand 27.11.2026")
        for column, heading in enumerate(HEAD):
            page.write_string(2, column, heading)
        _rows(page, looks)
        page.merge_range("E4:E6", "HH")
        page.set_row(HIDDEN - 1, None, None, {"hidden": True})
        page.set_column("Q:Q", None, None, {"hidden": True})
        page.repeat_rows(2)
        page.autofilter("A3:Q10")
        page.set_row(4, None, None, {"level": 1})
        page.write_comment("C4", "Ein Kommentar der Zelle")
        yellow = book.add_format({"bg_color": "yellow"})
        page.set_row(20, None, yellow)
        second = book.add_worksheet("Niedersachsen")
        second.write_row("A1", ("Gerät", "Schule", "Kind", "von", "bis"))
        second.write_row("A2", ("KRL-0011", "OBS Apfelhof", "S."))
        second.write_datetime("D2", date(2026, 9, 15), looks["plain"])
        second.write_datetime("E2", date(2026, 12, 18), looks["plain"])
        second.write("IQ2", "weit rechts")
        hidden = book.add_worksheet("Intern")
        hidden.write_row("A1", ("Gerät", "Schule"))
        hidden.hide()
        book.add_worksheet("Leer")
    return out.getvalue()


def _rows(page: Any, looks: dict[str, Any]) -> None:
    schools = ("GS Lindenkoppel", "Stadtteilschule\nMöwenweg", "GS Lindenkoppel", "GS Hain")
    days: list[tuple[Any, Any]] = [
        ((date(2026, 9, 7), "plain"), (date(2027, 1, 28), "plain")),
        ((date(2026, 9, 14), "named"), (date(2026, 12, 18), "named")),
        ((datetime.fromisoformat("2026-09-21T08:30"), "timed"), "18.12.26"),
        ((date(2026, 10, 5), "plain"), (date(2026, 12, 11), "plain")),
    ]
    for at, (first, last) in enumerate(days):
        row = at + 3
        page.write_string(row, 0, f"KRL-{at + 1:04}")
        page.write_string(row, 1, ("Fiete", "Lotte", "Pelle", "Smilla")[at])
        page.write_string(row, 2, schools[at])
        page.write_string(row, 5, f"Kind {at + 1}")
        page.write_datetime(row, 7, first[0], looks[first[1]])
        if isinstance(last, str):
            page.write_string(row, 8, last)
        else:
            page.write_datetime(row, 8, last[0], looks[last[1]])
        page.write_string(row, 9, "verliehen")
        page.write_boolean(row, 10, at != 1)
        page.write_datetime(row, 13, time(8, 15), looks["clock"])
        page.write_datetime(row, 14, timedelta(hours=30), looks["hours"])
        page.write_formula(row, 15, f'=B{row + 1}&" "&F{row + 1}', None, "von Hand")
        page.write_string(row, 16, "bleibt hier")
    page.write_string(3, 3, "22761 Hamburg")
    page.write_number(4, 3, 22303, looks["code"])
    page.write_string(6, 4, "HH")
    page.write_string(3, 6, "5", looks["text"])
    page.write_number(4, 6, 6)
    page.write_string(3, 11, "040 123456", looks["text"])
    page.write_number(4, 11, 401234570)
    page.write_rich_string(3, 12, "Akku ", looks["plain"], "schwach")
    page.write_formula(4, 12, '=IF(A5="x","y","")', None, "")
    page.write_string(5, 12, "'kein Formelzeichen")
    page.write_formula(6, 12, "=1/0", None, "#DIV/0!")
    for column, value in enumerate(("KRL-0007", "Wanda", "GS Hain", "", "SH", "A. P.", "4a")):
        page.write_string(8, column, value)
    page.write_formula(8, 7, "=DATE(2026,9,1)", looks["plain"], 46266)
    page.write_formula(8, 8, "=H9+90", looks["plain"], 46356)
    page.write_string(8, 9, "verliehen")


if __name__ == "__main__":
    Path(sys.argv[1], "liste.xlsx").write_bytes(loan_list())
