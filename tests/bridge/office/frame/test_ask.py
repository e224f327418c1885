from aiohttp.test_utils import make_mocked_request

from bridge.office.frame.ask import language_of


def test_the_language_is_chosen_remembered_or_the_browsers() -> None:
    def asked(**headers: str) -> str:
        return language_of(make_mocked_request("GET", "/", headers=headers), "")

    assert asked() == asked(**{"Accept-Language": "tr,en;q=0.5"}) == "de"
    assert asked(**{"Accept-Language": "en-GB,en"}) == "en"
    assert asked(**{"Accept-Language": "de", "Cookie": "karlsson-language=en"}) == "en"
