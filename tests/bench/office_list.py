"""A charity's list of 10,000 loans, taken over by the command that does what the page does."""

import asyncio
import json
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

import sqlalchemy as sa
import xlsxwriter

from bridge.store import open_store
from bridge.store.tables import robots
from tests.bench.children import BenchError
from tests.bench.office_rows import LENT_DAYS, PLACES, STEP_DAYS, robots_of
from tests.end_to_end.running import ROOT

ROWS = 10_000
TURNS = 10
HEADINGS = ("Gerät", "Schule", "Ort", "Land", "Kind", "Ausleihe von", "Ausleihe bis", "Status")
IMPORT_S = 300.0


def write_list(path: Path, today: date) -> None:
    """Write the list: a thousand robots, each lent ten times, the last of them from today on."""
    with xlsxwriter.Workbook(str(path), {"default_date_format": "dd.mm.yyyy"}) as book:
        sheet = book.add_worksheet("Ausleihe")
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(0, column, heading)
        for n in range(ROWS):
            turn, robot = divmod(n, ROWS // TURNS)
            town, state = PLACES[robot % len(PLACES)]
            first = today + timedelta(days=STEP_DAYS * (turn - TURNS + 3))
            cells = (f"KRL-{robot + 1:04d}", f"Grundschule {robot % 200}", town, state)
            for column, text in enumerate(cells):
                sheet.write_string(n + 1, column, text)
            sheet.write_string(n + 1, 4, f"Kind {n}")
            sheet.write_datetime(n + 1, 5, first)
            sheet.write_datetime(n + 1, 6, first + timedelta(days=LENT_DAYS))
            is_over = first + timedelta(days=LENT_DAYS) < today
            sheet.write_string(n + 1, 7, "zurück" if is_over else "verliehen")


async def imported(today: date) -> float:
    """Take the list over into an office that has the robots; return the seconds it takes.

    Raises:
        BenchError: It is not taken over.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite+aiosqlite:///{folder / 'bridge.sqlite'}"
        async with open_store(url) as store, store.database.begin(write=True) as connection:
            await connection.execute(sa.insert(robots), robots_of(ROWS // TURNS))
        (folder / "bridge.toml").write_text(f'[storage]\nurl = "{url}"\n', encoding="utf-8")
        path = folder / "list.xlsx"
        await asyncio.to_thread(write_list, path, today)
        began_s = time.monotonic()
        command = ("list", "import", str(path), "--take", "--suggestions", "--json")
        child = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bridge", *command, "--config", str(folder / "bridge.toml")),
            cwd=ROOT,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        try:
            async with asyncio.timeout(IMPORT_S):
                said, wrong = await child.communicate()
        except TimeoutError:
            child.kill()
            await child.wait()
            raise BenchError(f"a list of {ROWS} rows takes more than {IMPORT_S:.0f} s") from None
        took_s = time.monotonic() - began_s
        if child.returncode:
            raise BenchError(f"the list was not taken over: {wrong.decode()[-300:]}")
        told = json.loads(said)
        async with open_store(url) as store:
            count = len(await store.loans())
        print(f"taken over: {count} of {ROWS} rows", file=sys.stderr, flush=True)
        if count < ROWS * 0.4:
            raise BenchError(f"only {count} rows were taken over: {str(told)[:300]}")
        return took_s
