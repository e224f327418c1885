import pytest

from bridge.lists.opening import open_list
from bridge.lists.refusals import UnreadableList
from bridge.tables.cells import Value
from tests.bridge.lists.files import MIME, bomb, entities, packed
from tests.bridge.lists.lists import TODAY
from tests.bridge.lists.test_reading import SAMPLES
from tests.bridge.tables.books import xlsx

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
