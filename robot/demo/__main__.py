"""`./run demo`: a classroom, a robot and a bridge on one machine."""

import asyncio
import json
import shutil
import signal
import sys
import tempfile
from pathlib import Path

import segno

from robot.demo.arguments import DemoOptions, parse
from robot.demo.processes import DemoError
from robot.demo.stage import Addresses, staged

_POKE = """\
The button on the robot that pauses everything:

    ./run body press pause --socket {socket}

What else may happen to a robot: block, overheat, unplug, brown_out, drain (repaired, it
tries again by itself; look at the teacher's page meanwhile):

    ./run body poke block --part pan --socket {socket}
    ./run body poke repair --socket {socket}
"""


def main() -> int:
    """Run the demo until Ctrl-C or SIGTERM; return the exit status."""
    options = parse(sys.argv[1:])
    folder = Path(tempfile.mkdtemp(prefix="karlsson-demo-"))
    failed = False
    try:
        asyncio.run(_run(options, folder))
    except* DemoError as group:
        failed = True
        for error in _leaves(group):
            print(f"Karlsson: {error}", file=sys.stderr)
    finally:
        _forget(folder, keep_log=failed)
    return 1 if failed else 0


async def _run(options: DemoOptions, folder: Path) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if not options.json:
        print("Karlsson wakes up ...", flush=True)
    async with asyncio.TaskGroup() as tasks:
        held = tasks.create_task(_hold(options, folder, stop), name="stage")
        stopped = tasks.create_task(stop.wait(), name="stop")
        await asyncio.wait((held, stopped), return_when=asyncio.FIRST_COMPLETED)
        # A stop during start-up must not wait for readiness.
        held.cancel()
        stopped.cancel()


async def _hold(options: DemoOptions, folder: Path, stop: asyncio.Event) -> None:
    async with staged(options, folder) as addresses:
        _tell(options, addresses)
        await stop.wait()


def _tell(options: DemoOptions, addresses: Addresses) -> None:
    if options.json:
        urls = {
            "pupil": addresses.pupil,
            "teacher": addresses.teacher,
            "buddy": addresses.buddy,
            **({"office": addresses.office} if addresses.office else {}),
            "log": str(addresses.log),
        }
        print(json.dumps(urls), flush=True)
        return
    print(f"\nThe child opens (once; it pairs this browser):\n\n    {addresses.pupil}\n")
    segno.make(addresses.pupil, error="l").terminal(out=sys.stdout, compact=True, border=2)
    print(f"The teacher opens:\n\n    {addresses.teacher}\n")
    print(f"A class buddy opens, who may only help:\n\n    {addresses.buddy}\n")
    if addresses.office:
        print(f"Whoever lends robots opens (once; it makes a passkey):\n\n    {addresses.office}\n")
    if options.tls:
        print("The certificate was made just now: the browser will ask once whether to trust it.\n")
    if options.body is None and options.body_socket is None:
        print(_POKE.format(socket=addresses.body_socket))
    print(
        "A picture of the robot as it stands now:\n\n"
        f"    ./run body draw --socket {addresses.body_socket} --out robot.svg\n\n"
        f"Log: {addresses.log}\nCtrl-C ends it all.",
        flush=True,
    )


def _forget(folder: Path, *, keep_log: bool) -> None:
    """Remove keys, loans and sockets of this run; after a failure the log stays."""
    for path in folder.iterdir():
        if keep_log and path.name == "demo.log":
            continue
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    if not any(folder.iterdir()):
        folder.rmdir()


def _leaves(group: BaseExceptionGroup[DemoError]) -> list[BaseException]:
    found: list[BaseException] = []
    for error in group.exceptions:
        found += _leaves(error) if isinstance(error, BaseExceptionGroup) else [error]
    return found


if __name__ == "__main__":
    sys.exit(main())
