import json

import pytest
from aiohttp import web

from robot.errands.refusal import ErrandRefused
from robot.local_page.page_answers import event, no, refusals_answered, refused
from robot.local_page.page_parts import PageError
from robot.settings.texts import Both


def test_an_event_has_a_name_and_one_line() -> None:
    assert event("state", {"a": "b\n"}) == b'event: state\ndata: {"a":"b\\n"}\n\n'


def test_a_refusal_is_a_code_whether_it_is_returned_or_raised() -> None:
    returned, raised = refused("lesson", wait_s=3), no("lesson")
    assert isinstance(returned.body, bytes)
    assert json.loads(returned.body) == {"error": "lesson", "wait_s": 3}
    assert (returned.status, raised.status) == (409, 409)
    assert json.loads(raised.text or "") == {"error": "lesson"}


@pytest.mark.parametrize("error", [ErrandRefused("busy"), PageError("x", Both("a", "b"))])
def test_what_a_part_refuses_comes_with_its_words_in_both_languages(error: Exception) -> None:
    with pytest.raises(web.HTTPConflict) as raised, refusals_answered():
        raise error
    assert set(json.loads(raised.value.text or "")["words"]) == {"de", "en"}
