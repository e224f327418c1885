"""Templates and files of the office, read once at start; the only module that uses Jinja2."""

import functools
import importlib.resources
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

import jinja2

from bridge.base.words import Language, Words
from bridge.lending.permissions import ROLE_WORDS
from bridge.office.frame import saying

FOLDER = importlib.resources.files("bridge.office")


class OfficePages:
    """Templates with the filters that they share.

    In a template, `t("Heute", "Today")` says a sentence in the reader's language. Dates:
    `day(value)` writes 03.01.2027, `near_day(value, today)` Fr, 04.12., `long_day(value)`
    Montag, 30. November 2026, `moment(unix_s, now)` heute 07:02. Everything is escaped; no
    template marks text as safe.
    """

    def __init__(self) -> None:
        self._templates = _environment()

    def render(self, name: str, language: Language, values: Mapping[str, Any]) -> str:
        """Return a page.

        Args:
            name: Path of the template below the folder of the office, such as
                `desk/templates/today.html`.
            language: Of the reader.
            values: Values of the template.
        """

        def say(de: str | Words, en: str | None = None) -> str:
            if isinstance(de, Words):
                return de.said(language)
            # A macro may be given words that were said already.
            return de if en is None or language == "de" else en

        def long_day(value: date) -> str:
            return saying.long_day(value).said(language)

        template = self._templates.get_template(name)
        return template.render(
            values,
            t=say,
            language=language,
            long_day=long_day,
            near_day=partial(saying.near_day, language=language),
            moment=partial(saying.moment, language=language),
        )


@functools.cache
def _environment() -> jinja2.Environment:
    """Return what holds the compiled templates; one process compiles each of them once."""
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.globals.update(
        day=saying.day,
        initials=saying.initials,
        leaf=saying.leaf,
        left_of=saying.left_of,
        weekday=saying.weekday,
        role_words=ROLE_WORDS,
    )
    return environment


def _template(name: str) -> str:
    file = FOLDER.joinpath(*name.split("/"))
    return file.read_text(encoding="utf-8")
