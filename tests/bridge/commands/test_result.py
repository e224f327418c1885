import pytest

from bridge.base.errors import BadRequest
from bridge.commands.result import as_json, when
from bridge.fleet.naming import check_shape
from bridge.protocol import fields


def test_data_are_one_line_of_json() -> None:
    assert as_json([{"name": "Zoë"}]) == '[{"name":"Zoë"}]'


def test_a_time_is_shown_in_utc() -> None:
    assert when(0) == "1970-01-01T00:00:00+00:00"


@pytest.mark.parametrize("name", ["", "K" * 41, " Karlsson", "Karl\x1b[2Jsson"])
def test_a_text_of_another_shape_is_refused_in_words(name: str) -> None:
    check_shape("Karlsson", fields.DisplayName, "the name")
    with pytest.raises(BadRequest, match=r"^the name$"):
        check_shape(name, fields.DisplayName, "the name")
