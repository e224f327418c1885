import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.children import BenchError
from tests.bench.tasks_held import tasks_of, told_in

CHILD = """
import asyncio, os, sys

async def main(told):
    waiting = [asyncio.create_task(asyncio.Event().wait()) for _ in range(5)]
    while not os.path.exists(told):
        await asyncio.sleep(0.02)

asyncio.run(main(os.path.join(sys.argv[1], str(os.getpid()))))
print(os.getpid())
"""


def test_a_process_tells_how_many_tasks_it_has(tmp_path: Path) -> None:
    command = [sys.executable, "-c", CHILD, str(tmp_path)]
    environment = os.environ | told_in(tmp_path)
    ended = subprocess.run(command, env=environment, capture_output=True, timeout=30, check=True)
    assert tasks_of(tmp_path, int(ended.stdout)) == 6


def test_a_process_that_tells_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BenchError, match="process 7 does not tell"):
        tasks_of(tmp_path, 7)
