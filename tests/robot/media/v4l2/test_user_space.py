"""The real calls of the operating system, with a driver made of the kernel's own header."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.robot.media.v4l2.pictures import GREYS

SOURCE = Path(__file__).with_name("user_space_camera.c")
HEADER = Path("/usr/include/linux/videodev2.h")


@pytest.mark.long
@pytest.mark.skipif(not shutil.which("cc") or not HEADER.exists(), reason="needs a C compiler")
def test_a_camera_in_user_space_is_filmed_lost_and_back(tmp_path: Path) -> None:
    library = tmp_path / "camera.so"
    compile_it = ("cc", "-shared", "-fPIC", "-O1", "-o", str(library), str(SOURCE), "-ldl")
    subprocess.run(compile_it, check=True, timeout=60)
    done = subprocess.run(
        (sys.executable, "-m", "tests.robot.media.v4l2.user_space"),
        env={**os.environ, "LD_PRELOAD": str(library)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    told = json.loads(done.stdout)
    assert told["greys"] == pytest.approx(GREYS, abs=3)
    assert "/dev/video0 is not there: plug the camera in" in told["lost"]
    assert told["back"]
