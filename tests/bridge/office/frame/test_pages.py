from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError

from bridge.base.words import Language
from bridge.office.frame import pages as module
from bridge.office.frame.pages import OfficePages

FOLDER = Path(module.__file__).parent.parent


def test_text_is_escaped_and_a_missing_value_is_an_error() -> None:
    pages = OfficePages()
    name = "frame/templates/notice.html"
    page = pages.render(name, "de", {"words": "<script>"})
    assert "&lt;script&gt;" in page
    with pytest.raises(UndefinedError):
        pages.render(name, "de", {})


def test_every_template_can_be_read_and_every_part_shows_its_words() -> None:
    environment = OfficePages()._templates
    for file in sorted(FOLDER.glob("*/templates/*.html")):
        environment.get_template(file.relative_to(FOLDER).as_posix())
    page = environment.from_string(
        """
        {% import "frame/templates/parts.html" as parts with context %}
        {% for look in parts.LOOKS %}{{ parts.mark(look, "Wort") }}{% endfor %}
        {% for state in parts.LOAN_STATES %}{{ parts.loan_mark(state) }}{% endfor %}
        {{ parts.face("help", "KRL-0007") }}{{ parts.letters("HH") }}{{ parts.letters("") }}
        {{ parts.field("name", "Name", "<b>", error="Fehlt.") }}
        {{ parts.date_field("until", "Bis", date) }}
        {{ parts.choice("state", "Land", [("HH", "Hamburg")], "HH") }}
        {{ parts.text_field("note", "Notiz", "Kopf klemmt") }}{{ parts.tick_field("all", "Alle") }}
        {% call parts.head("Roboter", "20", [("/office/robots", "Zurück")]) %}<a>x</a>{% endcall %}
        {% call parts.empty("Leer.") %}{% endcall %}
        {{ parts.chips("Filter", [("?a", "Alle", 20, true), ("?b", "Frei", none, false)]) }}
        {% call parts.confirm("/x", "Aussperren", "Tablet aussperren?", "Es endet.") %}{% endcall %}
        {{ parts.head("Leihen") }}{{ parts.empty("Leer.") }}
        {{ parts.confirm("/x", "A", "B?", "C.") }}
        {{ parts.battery(18) }}{{ parts.battery(none) }}{{ parts.progress(4, 5) }}
        """
    ).render(t=lambda de, en="": de, day=lambda value: "03.01.2027", date=1)
    assert page.count("Wort<") == 31
    for wanted in ("leaf-7", "&lt;b&gt;", "Fehlt.", "03.01.2027", "18 %", "4 von 5", "läuft"):
        assert wanted in page


@pytest.mark.parametrize(("language", "word"), [("de", "Leihen"), ("en", "Loans")])
def test_a_part_keeps_words_that_were_said_already(
    language: Language, word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = OfficePages()
    template = pages._templates.from_string(
        """{% import "frame/templates/parts.html" as parts with context %}
        {{ parts.head(t("Leihen", "Loans")) }}"""
    )
    read = pages._templates.get_template

    def find(name: str, *more: Any) -> Any:
        return read(name, *more) if name else template

    monkeypatch.setattr(pages._templates, "get_template", find)
    assert f"<h1>{word}</h1>" in pages.render("", language, {})
