"""Questions to the system's own commands, which lie under a root. Each ends by itself."""

import asyncio
from contextlib import suppress
from pathlib import Path

ANSWER_S = 3.0
MOST_BYTES = 64 * 1024


async def ask(root: Path, command: str, *arguments: str) -> str:
    """Return what a command prints; nothing if it is not there, fails, or takes too long.

    Args:
        root: Folder that holds `usr/bin`.
        command: Its name there.
    """
    program = root / "usr/bin" / command
    if not program.exists():
        return ""
    try:
        child = await asyncio.create_subprocess_exec(
            str(program),
            *arguments,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
        )
    except OSError:
        return ""
    try:
        async with asyncio.timeout(ANSWER_S):
            output, _ = await child.communicate()
    except TimeoutError:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
        return ""
    return output[:MOST_BYTES].decode("utf-8", "replace") if child.returncode == 0 else ""


def fields_of(text: str) -> dict[str, str]:
    """Return the values of lines such as `NTP=yes`, by name."""
    pairs = (line.partition("=") for line in text.splitlines())
    return {name: value for name, equals, value in pairs if equals}
