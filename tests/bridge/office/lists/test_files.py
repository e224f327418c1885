from bridge.office.lists.files import XLSX, send_csv, send_xlsx
from bridge.tables.writing import WrittenSheet

SHEET = WrittenSheet("S", ("a",), [("=1",)])


async def test_a_table_is_a_download_that_nobody_keeps() -> None:
    answer = await send_xlsx([SHEET], "a.xlsx")
    assert answer.content_type == XLSX
    assert answer.headers["Content-Disposition"] == 'attachment; filename="a.xlsx"'
    assert answer.headers["Cache-Control"] == "no-store"
    text = await send_csv(SHEET, "a.csv")
    assert text.body == b"\xef\xbb\xbfa\r\n'=1\r\n"
