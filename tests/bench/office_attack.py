"""Strangers who ask an office as often and as slowly as they can, until the process is ended.

Arguments: the port. Each comes from an address of its own, as a hundred computers would.
"""

import asyncio
import contextlib
import json
import os
import random
import sys

import aiohttp

ADDRESSES = 100
HALF_OPEN, SLOW_BODIES = 300, 60
PAGES = ("/office/sign-in", "/office/today", "/office/loans", "/lend", "/office/loans/7")
PAUSE_S = 0.002


def address(number: int) -> tuple[str, int]:
    """Return an address of this machine that is somebody else's to the bridge."""
    return f"127.1.{number // 250}.{1 + number % 250}", 0


async def flood(port: int, number: int) -> None:
    """Ask for pages, and send forms, with made-up sessions, without a pause for the answer."""
    dice = random.Random(number)
    connector = aiohttp.TCPConnector(local_addr=address(number), limit=8)
    timeout = aiohttp.ClientTimeout(total=10)
    async with aiohttp.ClientSession(connector=connector, timeout=timeout) as session:
        while True:
            page = f"http://127.0.0.1:{port}{dice.choice(PAGES)}"
            cookie = {"Cookie": f"__Host-karlsson={dice.randbytes(24).hex()}"}
            with contextlib.suppress(aiohttp.ClientError, TimeoutError, OSError):
                if dice.random() < 0.5:
                    async with session.get(page, headers=cookie, allow_redirects=False) as told:
                        await told.read()
                else:
                    form = b"note=" + b"x" * dice.choice((10, 16_000, 100_000))
                    async with session.post(page, data=form, headers=cookie) as told:
                        await told.read()
            await asyncio.sleep(PAUSE_S)


async def hold(port: int, number: int, said: bytes) -> None:
    """Say the beginning of a request and then nothing, again and again."""
    while True:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", port, local_addr=address(number % ADDRESSES)
            )
            writer.write(said)
            with contextlib.suppress(OSError):
                await reader.read()
            writer.close()
        await asyncio.sleep(0.1)


async def main(port: int) -> None:
    """Attack until ended."""
    head = b"GET /office/sign-in HTTP/1.1\r\nHost: localhost\r\nX: "
    body = (
        b"POST /lend HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9000\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\nnote="
    )
    # Computers of strangers are elsewhere: they take no time from the bridge and its member.
    os.nice(15)
    print(json.dumps({"ready": True}), flush=True)
    async with asyncio.TaskGroup() as tasks:
        for number in range(ADDRESSES):
            tasks.create_task(flood(port, number))
        for number in range(HALF_OPEN):
            tasks.create_task(hold(port, number, head))
        for number in range(SLOW_BODIES):
            tasks.create_task(hold(port, number, body))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
