"""A Python module that runs as a process of its own, is given bytes, and answers with bytes.

What strangers send is parsed there: such a process sets its own limits of time and memory, and the
one that asked lives on whatever becomes of it.
"""

import asyncio
import sys


async def answer_of(
    module: str, *arguments: str, data: bytes, most_bytes: int, within_s: float
) -> bytes | None:
    """Return what a module answers; None if it failed or took too long.

    Args:
        module: Name of the module, as `python -m` takes it.
        data: Given to its standard input.
        most_bytes: Buffer for the answer.
        within_s: Time until it has to be there.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", "-m", module, *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"LC_ALL": "C.UTF-8"},
        limit=most_bytes,
    )
    try:
        async with asyncio.timeout(within_s):
            answer, _ = await process.communicate(data)
    except TimeoutError:
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return answer if process.returncode == 0 else None
