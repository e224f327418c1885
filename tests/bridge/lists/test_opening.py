import pytest

from bridge.lists.grid import ListFile
from bridge.lists.opening import open_list
from bridge.lists.reading import read_list
from bridge.lists.refusals import UnreadableList
from bridge.tables.cells import Value
from tests.bridge.lists.files import MIME, bomb, entities, packed
from tests.bridge.lists.lists import OFFICE, TODAY
from tests.bridge.lists.originals import EMPTY, HIDDEN, MERGED, loan_list
from tests.bridge.lists.test_bars import MADE
from tests.bridge.lists.test_reading import SAMPLES
from tests.bridge.tables.books import xlsx

FLAT = b"""<?xml version="1.0" encoding="UTF-8"?>

<office:document office:mimetype="application/vnd.oasis.opendocument.spreadsheet">"""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"%PDF-1.7", "not_a_table"),
        (b"<html>", "not_a_table"),
        (b"\x89PNG\r\n", "not_a_table"),
        (b"a;b\0c", "not_a_table"),
        (OLE + b"\0" * 600, "old_excel"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (FLAT + b"<office:document>", "other_table"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>', "other_table"),
        (b"<html><body><table><tr><td>KRL-0001", "other_table"),
        (b"ID;PCALCOOO32\nC;X1;Y1", "other_table"),
        (b'TABLE\r\n0,1\r\n"Liste"', "other_table"),
        (packed({"xl/workbook.bin": b"x"}), "other_table"),
        (packed({"Index/Tables/DataList.iwa": b"x"}), "other_table"),
        (packed({"mimetype": MIME, "encrypted-package": b"x"}), "password"),
        (b"PK\x03\x04 cut off", "broken"),
        (packed({"a.txt": "x"}), "not_a_table"),
        (packed({"content.xml": "<a/>", "xl/workbook.xml": "<a/>"}), "broken"),
        (packed({"mimetype": MIME, "content.xml": "<a"}), "broken"),
        (entities(), "broken"),
        (b"a;b\n" * 20_001, "too_big"),
        (b";" * 400, "too_big"),
        (b"x" * (20 * 1024 * 1024 + 1), "too_big"),
    ],
)
def test_what_is_no_list_is_refused_with_its_reason(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableList) as refused:
        open_list(data, TODAY)
    assert refused.value.why == why


def test_an_archive_that_unpacks_to_more_than_a_list_has_is_refused() -> None:
    with pytest.raises(UnreadableList) as refused:
        open_list(bomb(), TODAY)
    assert refused.value.why == "too_big"


def test_the_content_decides_and_not_the_name() -> None:
    assert len(open_list((SAMPLES / "04-warteliste.ods").read_bytes(), TODAY).sheets) == 1
    rows: list[list[Value]] = [["Gerät", "Diagnose"], ["KRL-0001", "geheim"]]
    read = open_list(xlsx(rows), TODAY)
    assert "geheim" not in repr(read)
    assert open_list("Gerät;Schule\nKRL-0001;Käthe\n".encode("cp1252"), TODAY).is_typed is False


def shapes(file: ListFile) -> list[object]:
    """Return what a file tells of its sheets beside their cells."""
    return [
        (one.name, one.is_hidden, sorted(one.spans), one.dropped, one.hidden_columns)
        for one in file.sheets
    ]


@pytest.mark.parametrize("name", ["liste.ods", "liste.xlsx"])
def test_what_libreoffice_saved_is_read_as_its_original(name: str) -> None:
    mine = open_list(loan_list(), TODAY)
    saved = open_list((MADE / name).read_bytes(), TODAY)
    assert shapes(saved) == shapes(mine)
    plan = read_list(saved, OFFICE)
    assert plan.rows == read_list(mine, OFFICE).rows
    assert [one.use for one in plan.sheets] == ["list", "list", "hidden", "empty"]
    kinds = {row.number: row.kind for row in plan.rows if row.at == 0}
    assert kinds[EMPTY] == "empty"
    assert [row.number for row in plan.open] == [HIDDEN]
    notes = next(row.robot.notes for row in plan.rows if row.robot)
    assert notes[:2] == ("Abgeholt um: 08:15", "Stunden: 30:00")


@pytest.mark.parametrize("name", ["liste.csv", "liste-1252.csv"])
def test_what_libreoffice_saved_as_csv_gives_the_same_loans(name: str) -> None:
    mine = read_list(open_list(loan_list(), TODAY), OFFICE)
    saved = read_list(open_list((MADE / name).read_bytes(), TODAY), OFFICE)
    assert not saved.open
    wanted = {row.number: row for row in mine.rows if row.at == 0}
    for row in saved.rows:
        if row.number == HIDDEN:
            # A csv file knows of no hidden row.
            assert (row.verdict, row.loans[0].robot_id) == ("ok", "KRL-0004")
            continue
        # Nor does it know merged cells: the state below the first one is told by the school alone.
        assert row.kind == wanted[row.number].kind
        loans = [(one.robot_id, one.child, one.first, one.last, one.consent) for one in row.loans]
        assert loans == [
            (one.robot_id, one.child, one.first, one.last, one.consent)
            for one in wanted[row.number].loans
        ]
        assert row.contact == wanted[row.number].contact
    assert len({row.number for row in saved.rows} & set(MERGED)) == 3


@pytest.mark.parametrize(
    ("name", "why"), [("passwort.ods", "password"), ("kalender.xls", "old_excel")]
)
def test_what_libreoffice_saved_for_others_is_refused_in_words(name: str, why: str) -> None:
    with pytest.raises(UnreadableList) as refused:
        open_list((MADE / name).read_bytes(), TODAY)
    assert refused.value.why == why


def test_a_csv_that_a_spreadsheet_saved_in_one_column_is_read() -> None:
    lines = ("Gerät;Schule;von;bis", 'KRL-0001;"GS Hain; West";1.9.2026;1.12.2026')
    (row,) = read_list(open_list(xlsx([[one] for one in lines]), TODAY), OFFICE).taken
    assert row.loans[0].school
    assert row.loans[0].school.name == "GS Hain; West"
