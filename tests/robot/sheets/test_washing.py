import asyncio
import sys

import pytest

from robot.sheets import washing
from robot.sheets.headers import SheetRefused, read
from robot.sheets.washing import wash
from tests.robot.sheets import pictures

WASHER = "from robot.sheets import washer; washer.give_up();"


def python(program: str) -> tuple[str, ...]:
    """Return a washer that is this program."""
    return (sys.executable, "-I", "-c", program)


async def refused(data: bytes, *command: str, deadline_s: float = 15.0) -> str:
    with pytest.raises(SheetRefused) as error:
        await wash(data, command or washing.COMMAND, deadline_s)
    return error.value.code


async def test_a_picture_comes_back_upright_and_clean() -> None:
    washed = await wash(pictures.jpeg_with(b"Exif\0\0" + pictures.exif(6)))
    assert b"home" not in washed
    header = read(washed)
    assert (header.width_px, header.height_px, header.orientation) == (48, 64, 1)


@pytest.mark.parametrize("name", ["bomb", "svg with script", "jpeg and zip", "moving png"])
async def test_what_the_header_gives_away_needs_no_washer(name: str) -> None:
    data, code = pictures.BAD[name]
    assert await refused(data, "/nowhere") == code


async def test_a_picture_that_only_begins_well_is_broken() -> None:
    start, end = pictures.encoded("png")[:33], pictures.encoded("png")[-12:]
    assert await refused(start + pictures.chunk(b"IDAT", b"nonsense") + end) == "broken"


@pytest.mark.parametrize(
    "program",
    [
        f"{WASHER} bytes(10**9)",
        f"{WASHER} open('/tmp/karlsson-washer', 'wb', 0).write(b'x')",
        "import os; os.abort()",
        "import sys; sys.exit(3)",
    ],
    ids=["memory", "disk", "crash", "undecodable"],
)
async def test_a_washer_beyond_its_limits_hurts_nothing(program: str) -> None:
    assert await refused(pictures.encoded("jpg"), *python(program)) == "broken"


async def test_a_washer_that_hangs_is_ended() -> None:
    hanging = python("import sys; sys.stdin.buffer.read(); sys.stdin.close(); input()")
    looping = python("while True: pass")
    for command in (hanging, looping):
        assert await refused(pictures.encoded("jpg"), *command, deadline_s=0.5) == "broken"


async def test_a_cancelled_washing_leaves_no_process() -> None:
    washing_task = asyncio.ensure_future(
        wash(pictures.encoded("jpg"), python("while True: pass"), 15.0)
    )
    await asyncio.sleep(0)
    washing_task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await washing_task


@pytest.mark.parametrize(
    "output",
    [
        "b''",
        "b'<svg/>'",
        repr(pictures.encoded("png")),
        repr(pictures.jpeg_with(b"Exif\0\0" + pictures.exif(6))),
    ],
    ids=["nothing", "text", "another kind", "not upright"],
)
async def test_not_even_the_washer_is_trusted(output: str) -> None:
    program = f"import sys; sys.stdin.buffer.read(); sys.stdout.buffer.write({output})"
    assert await refused(pictures.encoded("jpg"), *python(program)) == "internal"


async def test_a_washer_that_does_not_stop_writing_is_ended() -> None:
    program = "import sys\nwhile True: sys.stdout.buffer.write(bytes(1024))"
    assert await refused(pictures.encoded("jpg"), *python(program)) == "broken"


async def test_without_a_washer_the_sheet_is_refused() -> None:
    assert await refused(pictures.encoded("jpg"), "/nowhere/washer") == "internal"


async def test_the_washer_learns_nothing_of_its_robot() -> None:
    program = "import os, sys; sys.exit(3 if 'PATH' in os.environ or 'HOME' in os.environ else 7)"
    status, _ = await washing._run(python(program), b"", 15.0)
    assert status == 7
