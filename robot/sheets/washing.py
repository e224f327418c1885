"""Washing of a sheet: everything but the picture itself is lost on the way.

The header is checked here; a process of its own decodes the picture and encodes it anew
(`washer`). What comes out is an upright JPEG without metadata, checked once more.
"""

import asyncio
import contextlib
import logging
import sys
from typing import Final

from bridge.protocol.transfers import BLOB_BYTES
from robot.sheets import headers
from robot.sheets.headers import EXIT_BROKEN, MOST_PIXELS, UPRIGHT, SheetRefused

log = logging.getLogger(__name__)

DEADLINE_S = 15.0
END_S = 2.0
ENVIRONMENT: Final = {
    "OPENCV_IO_MAX_IMAGE_PIXELS": str(MOST_PIXELS),
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
    "MALLOC_ARENA_MAX": "1",
    "LANG": "C.UTF-8",
}
"""The washer's whole environment."""

COMMAND: Final = (sys.executable, "-I", "-m", "robot.sheets.washer")


async def wash(
    data: bytes, command: tuple[str, ...] = COMMAND, deadline_s: float = DEADLINE_S
) -> bytes:
    """Return the washed picture.

    Args:
        data: As it came.
        command: Washer, to which the orientation is added.
        deadline_s: Time after which the washer is ended.

    Raises:
        SheetRefused: Those of `headers.read`, `broken` if it cannot be decoded within its limits,
            `internal` if there is no washer.
    """
    header = headers.read(data)
    try:
        status, washed = await _run((*command, str(header.orientation)), data, deadline_s)
    except OSError as error:
        log.error("sheets: the washer cannot be started (%s)", error.strerror)
        raise SheetRefused("internal") from error
    if status != 0:
        # A bomb ends the washer by its limits; so does a picture that shakes its decoder.
        level = logging.INFO if status == EXIT_BROKEN else logging.WARNING
        log.log(level, "sheets: a picture could not be washed (status %d)", status)
        raise SheetRefused("broken")
    return _checked(washed)


async def _run(command: tuple[str, ...], data: bytes, deadline_s: float) -> tuple[int, bytes]:
    """Return exit status and output; a washer that takes too long is ended."""
    process = await asyncio.create_subprocess_exec(
        *command,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env=ENVIRONMENT,
        cwd="/",
        start_new_session=True,
    )
    washed = b""
    try:
        async with asyncio.timeout(deadline_s):
            washed = await _exchange(process, data)
            if len(washed) <= BLOB_BYTES:
                await process.wait()
    except TimeoutError:
        log.warning("sheets: the washer took too long")
    finally:
        await _end(process)
    return process.returncode or 0, washed


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill a washer that still runs; asyncio sees its end only when its output was read."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    assert process.stdout is not None
    try:
        async with asyncio.timeout(END_S):
            while await process.stdout.read(BLOB_BYTES):
                pass
            await process.wait()
    except TimeoutError:
        log.error("sheets: the washer does not end")


async def _exchange(process: asyncio.subprocess.Process, data: bytes) -> bytes:
    """Give the picture in, and return what comes out, at most one byte too much."""
    assert process.stdin is not None
    assert process.stdout is not None
    with contextlib.suppress(ConnectionError):  # it ended early; its status says why
        process.stdin.write(data)
        await process.stdin.drain()
        process.stdin.close()
    washed = bytearray()
    while len(washed) <= BLOB_BYTES:
        more = await process.stdout.read(BLOB_BYTES + 1 - len(washed))
        if not more:
            break
        washed += more
    return bytes(washed)


def _checked(washed: bytes) -> bytes:
    """Return a washed picture if it is one: not even the washer is trusted."""
    try:
        header = headers.read(washed)
    except SheetRefused as error:
        log.error("sheets: the washer gave no picture (%s)", error.code)
        raise SheetRefused("internal") from error
    if header.format != "jpeg" or header.orientation != UPRIGHT:
        raise SheetRefused("internal")
    return washed
