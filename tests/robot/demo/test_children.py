import asyncio
import sys

from robot.demo.children import die_with_parent, end

DEAF = "import signal; signal.signal(15, signal.SIG_IGN); print(flush=True); input()"


async def started(code: str) -> asyncio.subprocess.Process:
    """Start a process that prints a line when it is there, and waits for ever."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", code),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        preexec_fn=die_with_parent,
    )
    assert child.stdout is not None
    await child.stdout.readline()
    return child


async def test_a_process_ends_when_it_is_asked() -> None:
    child = await started("print(flush=True); input()")
    await end(child, 10.0)
    assert child.returncode == -15


async def test_a_process_that_does_not_listen_is_killed() -> None:
    child = await started(DEAF)
    await end(child, 0.05)
    assert child.returncode == -9


async def test_a_process_that_has_ended_is_left_alone() -> None:
    child = await started("print(flush=True)")
    await child.wait()
    await end(child, 10.0)
    assert child.returncode == 0
