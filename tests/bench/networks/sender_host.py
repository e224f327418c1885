"""Serves the sending page and its pictures, inside the robot's namespace alone.

python -m tests.bench.networks.sender_host PICTURES
"""

import asyncio
import json
import signal
import socket
import sys

from aiohttp import web

from tests.bench.browser import SCRIPTS


async def main(pictures: str) -> None:
    """Serve until told to stop."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)

    async def give(_: web.Request) -> web.FileResponse:
        return web.FileResponse(pictures)

    served = web.Application()
    served.router.add_get("/pictures", give)
    served.router.add_static("/", SCRIPTS)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        runner = web.AppRunner(served)
        await runner.setup()
        await web.SockSite(runner, listening).start()
        port = listening.getsockname()[1]
        # `localhost` is trusted with a microphone, whatever it serves.
        print(json.dumps({"url": f"http://localhost:{port}/sender.html"}), flush=True)
        await stop.wait()
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
