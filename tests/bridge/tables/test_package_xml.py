import io
import zipfile
from collections.abc import Callable
from typing import Any

from bridge.tables import package_xml
from bridge.tables.package_xml import MOST_ROWS
from tests.bridge.tables.books import ods, ods_row, xlsx


def parts(data: bytes) -> Callable[[str], bytes]:
    return zipfile.ZipFile(io.BytesIO(data)).read


def test_hidden_and_filtered_rows_of_xlsx_are_known() -> None:
    def hide(_: Any, page: Any) -> None:
        page.set_row(2, None, None, {"hidden": True})

    found = package_xml.of_xlsx(parts(xlsx([["a"], ["b"], ["c"]], shape=hide)))
    assert found["Geräte"].hidden_rows == {2}


def test_hidden_rows_and_merged_cells_of_ods_are_known() -> None:
    rows = [
        ods_row("a", "x", spans={1: 'table:number-rows-spanned="2"'}),
        ods_row("b", row='table:visibility="collapse"'),
        ods_row(row='table:number-rows-repeated="3"'),
        ods_row("c", row='table:visibility="filter"'),
    ]
    found = package_xml.of_ods(parts(ods(rows)))["Geräte"]
    assert found.hidden_rows == {1, 5}
    assert found.areas == (((0, 1), (1, 1)),)


def test_rows_repeated_without_end_cost_nothing() -> None:
    rows = [ods_row(row='table:number-rows-repeated="99999999" table:visibility="collapse"')] * 9
    assert len(package_xml.of_ods(parts(ods(rows)))["Geräte"].hidden_rows) == MOST_ROWS


def test_numbers_that_are_none_count_once() -> None:
    rows = [ods_row("a", spans={0: 'table:number-columns-spanned="viele"'})]
    assert package_xml.of_ods(parts(ods(rows)))["Geräte"].areas == ()


def test_hidden_columns_and_formulas_without_a_value_are_known() -> None:
    def shape(_: Any, page: Any) -> None:
        page.set_column(1, 1, None, None, {"hidden": True})
        page.write_formula(2, 2, "=1+1", None, "")
        page.write_formula(3, 2, "=1+1", None, 2)
        page.write_formula(4, 2, '=""', None, "leer")

    read = parts(xlsx([["a", "b", "c"]], shape=shape))

    def with_an_empty_text(name: str) -> bytes:
        # As LibreOffice and Excel write a formula whose value is an empty text.
        return read(name).replace(b"<v>leer</v>", b"<v></v>")

    found = package_xml.of_xlsx(with_an_empty_text)["Geräte"]
    assert (found.hidden_columns, found.unvalued) == (frozenset({1}), ((2, 2),))


def test_hidden_columns_of_ods_are_known() -> None:
    columns = (
        "<table:table-column/>"
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
    )
    found = package_xml.of_ods(parts(ods([columns, ods_row("a", "b", "c")])))
    assert found["Geräte"].hidden_columns == {1, 2}


def test_a_password_of_ods_is_told_by_its_list_of_parts() -> None:
    listed = b"<manifest><file-entry><encryption-data/></file-entry></manifest>"
    assert package_xml.is_encrypted({"META-INF/manifest.xml"}, lambda _: listed)
    assert package_xml.is_encrypted({"encrypted-package"}, lambda _: b"")
    plain = ods([ods_row("a")])
    assert not package_xml.is_encrypted({"META-INF/manifest.xml"}, parts(plain))
    assert not package_xml.is_encrypted({"content.xml"}, parts(plain))
