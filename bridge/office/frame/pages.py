"""Templates and files of the office, read once at start; the only module that uses Jinja2."""

import importlib.resources
from collections.abc import Mapping
from datetime import date
from typing import Any

import jinja2

from bridge.base.words import Language, Words

FOLDER = importlib.resources.files("bridge.office")


class OfficePages:
    """Templates with the filters that they share.

    In a template, `t("Heute", "Today")` says a sentence in the reader's language, and
    `day(value)` writes a date. Everything is escaped; no template marks text as safe.
    """

    def __init__(self) -> None:
        self._templates = jinja2.Environment(
            loader=jinja2.FunctionLoader(_template),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    def render(self, name: str, language: Language, values: Mapping[str, Any]) -> str:
        """Return a page.

        Args:
            name: Path of the template below the folder of the office, such as
                `desk/templates/today.html`.
            language: Of the reader.
            values: Values of the template.
        """

        def say(de: str | Words, en: str = "") -> str:
            return (de if isinstance(de, Words) else Words(de, en)).said(language)

        template = self._templates.get_template(name)
        return template.render(values, t=say, day=day, language=language)


def day(value: date, year: bool = True) -> str:
    """Return a date as people here write it: 03.01.2027."""
    return value.strftime("%d.%m.%Y" if year else "%d.%m.")


def _template(name: str) -> str:
    file = FOLDER.joinpath(*name.split("/"))
    return file.read_text(encoding="utf-8")
