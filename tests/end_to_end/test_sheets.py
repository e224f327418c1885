"""A sheet goes both ways between two real browsers, a real bridge and a real robot."""

import re
from pathlib import Path

from playwright.sync_api import BrowserContext, Page

from tests.end_to_end.child import in_modules, join, open_app, open_teacher_page
from tests.end_to_end.conftest import StartDemo

SCRIPT = (Path(__file__).parent / "sheets.js").read_text(encoding="utf-8")
BLUE, YELLOW = (32, 64, 192), (240, 208, 32)
TIMEOUT_MS = 45_000


def comes(page: Page, type: str) -> None:
    """Wait until the page was told this."""
    page.evaluate("([type, mostMs]) => sheets.comes(type, mostMs)", [type, TIMEOUT_MS])


def is_the_paper(seen: list[object]) -> None:
    """Check the kind, size and colours of a picture that came."""
    kind, width_px, height_px, *colours = seen
    assert (kind, width_px, height_px) == ("image/jpeg", 2000, 1600)
    halves = (colours[:3], colours[4:7])
    for found, wanted in zip(halves, (BLUE, YELLOW), strict=True):
        assert all(abs(int(str(a)) - b) < 12 for a, b in zip(found, wanted, strict=True)), colours


def test_a_sheet_comes_and_a_sheet_goes_back(
    start_demo: StartDemo, tablet: BrowserContext, class_board: BrowserContext
) -> None:
    demo = start_demo()
    in_modules(tablet)
    page = open_app(tablet, demo.pupil)
    page.evaluate(SCRIPT)
    page.evaluate("sheets.child()")
    join(page)
    teacher = open_teacher_page(class_board, demo.teacher)
    teacher.evaluate(SCRIPT)
    link = re.fullmatch(r".*#([\w-]{22})\.([\w-]{22})", demo.teacher)
    assert link is not None, "the teacher's link holds a class key"
    assert teacher.evaluate("([token, key]) => sheets.teacher(token, key)", list(link.groups()))

    teacher.evaluate("(async () => sheets.desk.sendSheet((await sheets.photo()).bytes))()")
    comes(page, "sheet")
    is_the_paper(page.evaluate("sheets.look(sheets.event('sheet').picture)"))
    comes(teacher, "sheet_sent")
    assert teacher.evaluate("sheets.event('sheet_sent').code") == ""

    answer = "(async () => sheets.lesson.sendSheet((await sheets.photo()).bytes))()"
    assert "id" in page.evaluate(answer)
    comes(page, "sheet_sent")
    assert page.evaluate("sheets.event('sheet_sent').code") == ""
    teacher.evaluate("sheets.desk.fetch(1)")
    comes(teacher, "sheet_came")
    is_the_paper(teacher.evaluate("sheets.look(sheets.event('sheet_came').picture)"))

    svg = "<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"
    page.evaluate("sheets.told.length = 0")
    page.evaluate("text => sheets.lesson.sendSheet(new TextEncoder().encode(text))", svg)
    comes(page, "sheet_sent")
    assert page.evaluate("sheets.event('sheet_sent').code") == "picture"
