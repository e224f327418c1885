"""The history as a list for Excel, with the filters of the page."""

from aiohttp import web

from bridge.base.words import Words
from bridge.days.zone import local
from bridge.office.frame.ask import Ask
from bridge.office.frame.routes import OfficeRoute
from bridge.office.people.history import SPANS, TOPICS, HistoryQuery, history_filter
from bridge.tables.writing import WrittenSheet, WrittenValue, xlsx

MOST_LINES = 5000
"""Lines of one file, the latest; narrower filters reach the older ones."""

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

HEADINGS = (
    Words("Tag", "Day"),
    Words("Uhrzeit", "Time"),
    Words("Wer", "Who"),
    Words("Was", "What"),
    Words("Roboter", "Robot"),
    Words("Leihe", "Loan"),
    Words("Schule", "School"),
)


async def _file(ask: Ask) -> web.StreamResponse:
    query, said = ask.form(HistoryQuery), ask.language
    wanted = history_filter(ask, query)
    lines = await ask.desk.register.history(ask.member, wanted, MOST_LINES)
    rows: list[list[WrittenValue]] = []
    for line in lines:
        then = local(line.at)
        what = [line.by, line.words.said(said), line.robot_id, line.loan_id, line.school]
        rows.append([then.date(), f"{then:%H:%M}", *what])
    headings = tuple(words.said(said) for words in HEADINGS)
    name = Words("Verlauf", "History").said(said)
    now = local(ask.desk.clock.unix_s())
    state = (
        (Words("Stand", "As of"), f"{now:%d.%m.%Y %H:%M}"),
        (Words("Von", "By"), ask.member.name),
        (Words("Worum es geht", "What it is about"), TOPICS[query.topic][0].said(said)),
        (Words("Zeitraum", "Time"), SPANS[query.span].said(said)),
        (Words("Zeilen", "Lines"), str(len(rows))),
    )
    about = [[words.said(said), value] for words, value in state]
    sheets = [WrittenSheet(name, headings, rows)]
    sheets.append(WrittenSheet(Words("Stand", "State").said(said), (), about))
    return web.Response(
        body=xlsx(sheets),
        content_type=XLSX,
        headers={
            "Content-Disposition": f'attachment; filename="{name}-{now:%Y-%m-%d}.xlsx"',
            "Cache-Control": "no-store",
        },
    )


ROUTES = (OfficeRoute("GET", "/office/history/xlsx", _file, "see_history", HistoryQuery),)
