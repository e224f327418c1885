"""The command `./run bench reach`."""

import argparse
import asyncio
import contextlib
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Error as PlaywrightError
from playwright.async_api import Page, Playwright, ProxySettings, async_playwright

from tests.bench import browser
from tests.bench.children import BenchError, until_told
from tests.bench.reach import cases
from tests.bench.reach.cases import CASES, ReachCase
from tests.bench.reach.school import PROXY_USER, School, school
from tests.bench.rows import Row, percentile, summarise, table, to_json
from tests.netlab.chromium import chromium_in

ENGINE = "karlsson"
JOIN_TIMEOUT_S = 20.0
PROBE_S = 1.0
"""A robot is linked for longer than this before the first child of a day comes."""

HELP = f"""\
From the tap on "Ich bin da" to the first picture, with robot and child in networks of their own.
Needs root (namespaces) and coturn. Known networks: {", ".join(CASES)}.
"""


@dataclass(frozen=True)
class Options:
    """Options given on the command line."""

    lines: Sequence[ReachCase]
    runs: int
    json: bool
    keep: Path | None


async def measure(options: Options) -> list[Row]:
    """Let a child go to class again and again, in each network.

    Raises:
        BenchError: It cannot be measured here.
    """
    rows: list[Row] = []
    async with async_playwright() as playwright:
        for case in options.lines:
            times = await joins(playwright, case, options.runs, options.keep)
            good = sum(ms <= case.mark_ms for ms in times)
            told = f"{percentile(times, 50):.0f} ms, worst {max(times):.0f} ms"
            print(
                f"{case.name}: {told}; {good} of {len(times)} within {case.mark_ms:.0f} ms",
                file=sys.stderr,
                flush=True,
            )
            rows += summarise(case.name, ENGINE, [{"join_to_picture_ms": ms} for ms in times])
            share = 100 * good / len(times)
            rows += summarise(case.name, ENGINE, [{"joins_in_time_percent": share}])
            rows += summarise(case.name, ENGINE, [{"join_to_picture_worst_ms": max(times)}])
    return rows


async def joins(
    playwright: Playwright, case: ReachCase, runs: int, keep: Path | None = None
) -> list[float]:
    """Return the times from tap to picture in one network; infinite where none came."""
    with contextlib.ExitStack() as folders:
        if keep is None:
            folder = Path(folders.enter_context(tempfile.TemporaryDirectory(prefix="reach-")))
        else:
            folder = keep / case.name
            folder.mkdir(parents=True, exist_ok=True)
        async with (
            school(case, folder) as running,
            tablet(playwright, case, running, folder) as page,
        ):
            await asyncio.sleep(PROBE_S)
            # A link pairs a tablet once; afterwards the tablet knows where it belongs.
            known, _, _ = running.pupil.partition("#")
            links = [running.pupil, *[known] * (runs - 1)]
            return [await _join(page, link) for link in links]


@contextlib.asynccontextmanager
async def tablet(
    playwright: Playwright, case: ReachCase, running: School, folder: Path
) -> AsyncIterator[Page]:
    """Open the child's browser in its network."""
    launch = chromium_in(running.child, folder)
    arguments = [*launch["args"], "--ignore-certificate-errors"]
    proxy = ProxySettings(
        server=f"http://{cases.PROXY}:3128", username=PROXY_USER[0], password=PROXY_USER[1]
    )
    chromium = await playwright.chromium.launch(
        executable_path=launch["executable_path"],
        args=arguments,
        proxy=proxy if case.child == "proxy" else None,
    )
    try:
        context = await chromium.new_context(
            viewport={"width": 1180, "height": 820},
            permissions=["microphone"],
            locale="de-DE",
            ignore_https_errors=True,
        )
        context.set_default_timeout(browser.STEP_TIMEOUT_S * 1000)
        for script in ("sights.js", "child.js"):
            await context.add_init_script(path=browser.SCRIPTS / script)
        yield await context.new_page()
    finally:
        await chromium.close()


async def _join(page: Page, address: str) -> float:
    await page.goto(address)
    await page.get_by_role("button", name="Ich bin da").click()
    try:
        async with asyncio.timeout(JOIN_TIMEOUT_S):
            taken_ms = await browser.first_sight_ms(page)
    except TimeoutError:
        taken_ms = float("inf")
    await page.locator(".karlsson").first.click()
    await page.get_by_role("button", name="Gehen", exact=True).click()
    await page.get_by_text("Tschüss! Schön, dass du da warst.").first.wait_for(state="attached")
    return taken_ms


def main(argv: Sequence[str]) -> int:
    """Measure; return the exit status."""
    options = _parse(argv)
    try:
        rows = asyncio.run(until_told(measure(options)))
    except (BenchError, PlaywrightError) as error:
        print(f"reach: {error}", file=sys.stderr)
        return 1
    except (KeyboardInterrupt, asyncio.CancelledError):
        return 130
    print(to_json(rows) if options.json else table(rows))
    late = [row.line for row in rows if row.metric == "joins_in_time_percent" and row.value < 100]
    if late:
        print(f"reach: too late in {', '.join(late)}", file=sys.stderr)
    return 1 if late else 0


def _parse(argv: Sequence[str]) -> Options:
    parser = argparse.ArgumentParser(
        prog="./run bench reach",
        description=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--lines", type=_lines, default=list(CASES.values()), metavar="NAMES")
    parser.add_argument("--runs", type=_runs, default=20, help="joins in each network (default 20)")
    parser.add_argument("--json", action="store_true", help="rows as one JSON list on stdout")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="keep logs there")
    found = parser.parse_args(argv)
    return Options(found.lines, found.runs, found.json, found.keep and found.keep.absolute())


def _lines(text: str) -> list[ReachCase]:
    try:
        return cases.named(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _runs(text: str) -> int:
    if text.isdecimal() and 1 <= int(text) <= 100:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r}: allowed are 1 to 100 runs")
