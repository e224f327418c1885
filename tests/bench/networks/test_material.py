from pathlib import Path

import av
import numpy as np
import pytest

from robot.media.types.spec import Size
from tests.bench.children import BenchError
from tests.bench.networks import material
from tests.bench.networks.loop import luma, open_loop

SIZE = Size(64, 48, 30)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(material, "FOLDER", tmp_path)
    monkeypatch.setattr(material, "PICTURES", 6)
    monkeypatch.setattr(material, "REST_PICTURES", 2)
    return tmp_path


@pytest.mark.parametrize("name", material.MATERIALS)
def test_material_is_made_once_and_of_the_wanted_size(name: str, folder: Path) -> None:
    path = material.prepare(name, SIZE)
    material.check(path, SIZE)
    pictures = open_loop(path, SIZE)
    assert len(pictures) == 6
    assert luma(pictures[0], SIZE).std() > 5
    path.write_bytes(b"kept")
    assert material.prepare(name, SIZE).read_bytes() == b"kept"
    assert list(folder.iterdir()) == [path]


def test_the_middle_of_a_clip_of_another_shape_is_taken(folder: Path) -> None:
    """A bright stripe in the middle third of a wide picture stays; the dark edges go."""
    clip = folder / "clip.mp4"
    with av.open(str(clip), "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 192, 48, "yuv420p"
        grey = np.full((72, 192), 128, np.uint8)
        grey[:48] = 16
        grey[:48, 56:136] = 200
        for _ in range(3):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(grey, format="yuv420p")))
        container.mux(stream.encode(None))
    plane = luma(open_loop(material.prepare(str(clip), SIZE), SIZE)[0], SIZE)
    assert plane.shape == (48, 64)
    assert plane.min() > 150


@pytest.mark.parametrize("clip", ["/nowhere/clip.mp4", __file__])
def test_no_clip_is_said_in_words(clip: str, folder: Path) -> None:
    with pytest.raises(BenchError, match=Path(clip).name):
        material.prepare(clip, SIZE)
    assert [path for path in folder.iterdir() if path.suffix == ".i420"] == []


def test_a_damaged_file_is_told_from_a_whole_one(folder: Path) -> None:
    path = folder / "cut"
    for length in (0, 100):
        path.write_bytes(bytes(length))
        with pytest.raises(BenchError, match="damaged"):
            material.check(path, SIZE)


def test_sizes_are_read_as_they_are_written() -> None:
    assert material.size_of("640x480") == Size(640, 480, 30)
    for text in ("", "640", "640x", "axb", "-1x5"):
        with pytest.raises(ValueError, match="640x480"):
            material.size_of(text)
