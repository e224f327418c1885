"""A paper as a PDF: its template, its data, typst."""

import functools
from importlib import resources

from bridge.papers.typeset import Format, typeset
from bridge.paperwork.facts import PaperFacts, paper_data
from bridge.paperwork.kinds import PaperKind


def typeset_paper(kind: PaperKind, facts: PaperFacts, form: Format = "pdf") -> bytes:
    """Return the paper.

    Raises:
        PaperError: It cannot be typeset, for example because a name has letters that no font has.
    """
    return typeset(_template("letter") + _template(kind), paper_data(kind, facts), form)


@functools.cache
def _template(name: str) -> str:
    folder = resources.files("bridge.paperwork") / "templates"
    return (folder / f"{name}.typ").read_text(encoding="utf-8")
