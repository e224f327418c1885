from aiohttp import web

from bridge.office.signin.cookies import drop_session, set_language, set_session


def test_a_session_is_bound_to_this_host_and_hidden_from_scripts_and_other_sites() -> None:
    said = set_session(web.Response(), "token").cookies["__Host-karlsson"].OutputString()
    assert said.startswith("__Host-karlsson=token; ")
    for part in ("HttpOnly", "Secure", "SameSite=Strict", "Path=/", "Max-Age=43200"):
        assert part in said.split("; ")
    assert "Domain" not in said
    gone = drop_session(web.Response()).cookies["__Host-karlsson"].OutputString()
    assert "Max-Age=0" in gone
    assert "Secure" in gone


def test_the_language_is_remembered_or_forgotten() -> None:
    assert set_language(web.Response(), "en").cookies["karlsson-language"].value == "en"
    forgotten = set_language(web.Response(), "").cookies["karlsson-language"]
    assert str(forgotten["max-age"]) == "0"
