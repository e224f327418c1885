from robot.local_page.page_parts import PageError
from robot.settings.texts import Both


def test_an_error_is_told_in_words_where_there_are_some_and_else_by_its_code() -> None:
    assert str(PageError("ended")) == "ended"
    assert str(PageError("pin", Both("keine PIN", "no PIN"))) == "no PIN"
