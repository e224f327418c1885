"""PURE. Sentences of the history, by kind of change. No I/O.

A line names numbers, dates, robots and schools; a child's name never stands in it.
"""

from collections.abc import Mapping

from bridge.base.words import Words

SENTENCES: dict[str, Words] = {
    "undo": Words("Rückgängig gemacht: {sentence}", "Undone: {sentence}"),
}
"""Words of each kind; each `{name}` is a fact of the change."""


def sentence(kind: str, facts: Mapping[str, object]) -> Words:
    """Return what a line of the history says."""
    words = SENTENCES[kind]
    inner = facts.get("of")
    if kind == "undo" and isinstance(inner, Mapping):
        said = sentence(str(facts["kind"]), inner)
        return Words(words.de.format(sentence=said.de), words.en.format(sentence=said.en))
    return Words(*(text.format_map(_Said(facts)) for text in words))


class _Said(dict[str, object]):
    """Facts in which a missing one is left out."""

    def __missing__(self, key: str) -> str:
        return "…"
