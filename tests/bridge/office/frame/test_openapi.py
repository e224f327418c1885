from typing import Annotated

from aiohttp import web
from msgspec import Meta

from bridge.office.frame.ask import Ask
from bridge.office.frame.openapi import ANSWERS, PLACE, describe
from bridge.office.frame.routes import Fields, OfficeRoute


class SampleFields(Fields, frozen=True):
    days: Annotated[int, Meta(ge=0, le=9)]
    state: str = ""


async def nothing(_ask: Ask) -> web.StreamResponse:
    return web.Response()


ROUTES = (
    OfficeRoute("GET", r"/office/loans/{loan:\d{1,9}}/{code:[a-z]{1,3}}", nothing, "see_loans"),
    OfficeRoute("GET", "/office/list", nothing, fields=SampleFields),
    OfficeRoute("POST", "/office/list", nothing, "lend", fields=SampleFields, is_fresh=True),
    OfficeRoute("POST", "/office/file", nothing, "import_lists", takes_file=True),
    OfficeRoute("GET", "/lend/{name}", nothing, is_public=True),
)
TOLD = describe(ROUTES, "https://karlsson.example", "1.2.3", "cookie")


def test_paths_keep_their_variables_and_lose_their_patterns() -> None:
    assert PLACE.sub(r"{\1}", r"/a/{b:\d{1,9}}/{c:(?:x|y)}/{d}") == "/a/{b}/{c}/{d}"
    shown = TOLD["paths"]["/office/loans/{loan}/{code}"]["get"]
    loan, code = shown["parameters"]
    assert loan["schema"] == {"type": "integer", "minimum": 0, "maximum": 999_999_999}
    assert code["schema"]["pattern"] == "^[a-z]{1,3}$"
    assert set(shown["responses"]) == set(ANSWERS)
    assert shown["security"] == [{"session": []}]
    assert shown["summary"] == "For members who may see_loans"


def test_fields_stand_in_the_query_of_a_page_and_in_the_form_of_an_act() -> None:
    both = TOLD["paths"]["/office/list"]
    days, state = both["get"]["parameters"]
    assert (days["name"], days["in"], days["required"]) == ("days", "query", True)
    assert days["schema"] == {"type": "integer", "minimum": 0, "maximum": 9}
    assert not state["required"]
    form = both["post"]["requestBody"]["content"]["application/x-www-form-urlencoded"]
    assert form["schema"] == {"$ref": "#/components/schemas/SampleFields"}
    assert both["post"]["summary"].endswith("with a fresh passkey")
    assert "SampleFields" in TOLD["components"]["schemas"]
    (kind,) = TOLD["paths"]["/office/file"]["post"]["requestBody"]["content"]
    assert kind == "multipart/form-data"


def test_what_strangers_may_open_needs_no_session() -> None:
    shown = TOLD["paths"]["/lend/{name}"]["get"]
    assert shown["security"] == []
    assert shown["summary"] == "For everybody"
