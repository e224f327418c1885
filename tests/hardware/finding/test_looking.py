import asyncio
from pathlib import Path

from hardware.finding import looking
from tests.hardware.drivers.gauges.chips import Ina219Chip
from tests.hardware.drivers.ports.i2c_bench import i2c_bench
from tests.hardware.setup.running import running_body


def test_ports_boards_and_pins_are_looked_for_together(tmp_path: Path) -> None:
    with i2c_bench() as bench:
        bench.plug(0x40, Ina219Chip(7.4, 0.5))
        found = looking.look((str(tmp_path / "ttyUSB9"),), "feetech")
    assert [port.kind for port in found.ports] == ["gone"]
    assert [chip.kind for chip in found.chips] == ["ina219"]
    assert found.running == "feetech"


async def test_a_body_that_runs_is_noticed_and_one_that_does_not_is_none(tmp_path: Path) -> None:
    assert await looking.running_driver(tmp_path / "b.sock") == ""
    async with running_body(tmp_path) as path:
        assert await looking.running_driver(path) == "simulated"


async def test_something_else_behind_the_socket_is_not_taken_for_nobody(tmp_path: Path) -> None:
    async def close(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    path = tmp_path / "b.sock"
    async with await asyncio.start_unix_server(close, path):
        assert await looking.running_driver(path) == "?"
