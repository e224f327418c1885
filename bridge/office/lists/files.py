"""Tables as downloads."""

import asyncio
from collections.abc import Sequence

from aiohttp import web

from bridge.tables.writing import WrittenSheet, csv_file, xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


async def send_xlsx(sheets: Sequence[WrittenSheet], name: str) -> web.Response:
    """Return sheets as a file to keep."""
    return _sent(await asyncio.to_thread(xlsx, sheets), XLSX, name)


async def send_csv(sheet: WrittenSheet, name: str) -> web.Response:
    """Return one sheet as csv."""
    return _sent(await asyncio.to_thread(csv_file, sheet), "text/csv", name)


def _sent(data: bytes, kind: str, name: str) -> web.Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return web.Response(body=data, content_type=kind, headers=headers)
