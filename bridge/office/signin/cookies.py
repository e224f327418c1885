"""Cookies of a session and of the language."""

from aiohttp import web

from bridge.base.words import Language
from bridge.office.frame.ask import LANGUAGE_COOKIE
from bridge.office.frame.door import COOKIE
from bridge.register.people import SESSION_S

YEAR_S = 365 * 86_400


def set_session(answer: web.Response, token: str) -> web.Response:
    """Give the browser a session: no script reads it, no other host or page gets it sent."""
    answer.set_cookie(
        COOKIE, token, max_age=SESSION_S, path="/", secure=True, httponly=True, samesite="Strict"
    )
    return answer


def drop_session(answer: web.Response) -> web.Response:
    """Take the session from the browser."""
    answer.del_cookie(COOKIE, path="/", secure=True, httponly=True, samesite="Strict")
    return answer


def set_language(answer: web.Response, language: Language | str) -> web.Response:
    """Remember the language that a reader has chosen; empty follows the browser."""
    if language:
        answer.set_cookie(LANGUAGE_COOKIE, language, max_age=YEAR_S, path="/", samesite="Lax")
    else:
        answer.del_cookie(LANGUAGE_COOKIE, path="/", samesite="Lax")
    return answer
