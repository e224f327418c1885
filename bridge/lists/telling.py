"""PURE. A plan for programs and for the terminal. No I/O."""

from typing import Any

from bridge.base.words import Language
from bridge.lists.reading import ListPlan
from bridge.lists.verdicts import VERDICT_WORDS, CellFinding, ReadRow, Verdict

COUNTED: tuple[Verdict, ...] = ("ok", "read", "ask", "stop", "skip")


def answer_key(row: ReadRow, finding: CellFinding) -> str:
    """Return the key under which a question of a row is answered."""
    key = f"{finding.key}{row.number}" if finding.key in ("split", "end") else finding.key
    return f"{row.at}!{key}"


def plan_data(plan: ListPlan, language: Language = "de") -> dict[str, Any]:
    """Return a plan for programs: every row with its verdict and what is said of it."""
    return {
        "counts": {verdict: plan.count(verdict) for verdict in COUNTED},
        "sheets": [
            {
                "sheet": one.name,
                "use": one.use,
                "layout": one.layout,
                "never_read": [
                    {"column": column, "heading": heading, "why": why}
                    for column, heading, why in one.forbidden
                ],
            }
            for one in plan.sheets
        ],
        "rows": [_row(row, language) for row in plan.rows],
        "gone": [
            {"loan": one.id, "robot": one.robot_id, "from": one.first.isoformat()}
            for one in plan.gone
        ],
    }


def _row(row: ReadRow, language: Language) -> dict[str, Any]:
    found: dict[str, Any] = {
        "sheet": row.sheet,
        "row": row.number,
        "verdict": row.verdict,
        "kind": row.kind,
        "result": row.result.said(language),
        "says": row.sentences().said(language),
        "cells": row.cells(),
    }
    questions = [one for one in row.findings if one.verdict in ("ask", "stop")]
    if questions:
        found["questions"] = [
            {
                "key": answer_key(row, one),
                "choices": [
                    {"value": choice.value, "label": choice.label.said(language)}
                    for choice in one.choices
                ],
            }
            for one in questions
        ]
    return found


def plan_text(plan: ListPlan, language: Language = "de") -> str:
    """Return a plan for people: a line for each row of which something is said."""
    lines = [
        f"{place(row)}\t{VERDICT_WORDS[row.verdict].said(language)}\t"
        f"{row.result.said(language)}\t{row.sentences().said(language)}".rstrip()
        for row in plan.rows
        if row.verdict not in ("skip", "ok") or row.kind in ("old", "duplicate", "legend")
    ]
    counts = ", ".join(
        f"{plan.count(verdict)} {VERDICT_WORDS[verdict].said(language)}" for verdict in COUNTED
    )
    return "\n".join([*lines, counts])


def place(row: ReadRow) -> str:
    """Return sheet and row as a person looks for them."""
    return f"{row.sheet}, {row.number}" if row.sheet else f"{row.number}"
