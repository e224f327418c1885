from datetime import date

import pytest
from jinja2 import UndefinedError

from bridge.office.frame.pages import OfficePages, day


def test_text_is_escaped_and_a_missing_value_is_an_error() -> None:
    pages = OfficePages()
    name = "frame/templates/notice.html"
    page = pages.render(name, "de", {"words": "<script>"})
    assert "&lt;script&gt;" in page
    with pytest.raises(UndefinedError):
        pages.render(name, "de", {})


def test_a_date_is_written_as_people_here_do() -> None:
    assert (day(date(2027, 1, 3)), day(date(2027, 1, 3), year=False)) == ("03.01.2027", "03.01.")
