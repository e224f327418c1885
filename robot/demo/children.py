"""End of child processes: on request, and together with their parent."""

import asyncio
import ctypes
import signal

PR_SET_PDEATHSIG = 1


async def end(child: asyncio.subprocess.Process, timeout_s: float) -> None:
    """Ask the process to end, and kill it when it does not in time; return when it is gone."""
    if child.returncode is not None:
        return
    child.terminate()
    try:
        async with asyncio.timeout(timeout_s):
            await child.wait()
    except TimeoutError:
        child.kill()
        await child.wait()


def die_with_parent() -> None:
    """Ask the kernel, in the child before it runs, to end it when its parent is killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
