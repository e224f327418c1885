"""A paper, or several at once, as a PDF: their templates, their data, typst."""

import functools
from collections.abc import Sequence
from importlib import resources

from bridge.papers.typeset import Format, typeset
from bridge.paperwork.facts import PaperFacts, paper_data
from bridge.paperwork.kinds import PAPERS, PaperKind

HEAD = '#import "paper.typ": *\n#set document(title: data.title, date: none)\n'


def typeset_paper(kind: PaperKind, facts: PaperFacts, form: Format = "pdf") -> bytes:
    """Return the paper.

    Raises:
        PaperError: It cannot be typeset.
    """
    return _typeset((kind,), facts, PAPERS[kind].title.de, form)


def typeset_papers(kinds: Sequence[PaperKind], facts: PaperFacts) -> bytes:
    """Return several papers of one loan in one file, each on pages of its own.

    Raises:
        PaperError: One of them cannot be typeset.
    """
    return _typeset(kinds, facts, "Papiere", "pdf")


def _typeset(kinds: Sequence[PaperKind], facts: PaperFacts, title: str, form: Format) -> bytes:
    papers = [paper_data(kind, facts, is_alone=len(kinds) == 1) for kind in kinds]
    text = HEAD + "".join(
        f"#[\n#let which = {at}\n#counter(page).update(1)\n"
        f"{_template('letter')}{_template(kind)}\n]\n"
        for at, kind in enumerate(kinds)
    )
    return typeset(text, {"language": "de", "title": title, "papers": papers}, form)


@functools.cache
def _template(name: str) -> str:
    folder = resources.files("bridge.paperwork") / "templates"
    return (folder / f"{name}.typ").read_text(encoding="utf-8")
