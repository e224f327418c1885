import lzma
from pathlib import Path

import pytest

from technician.places import flashing
from technician.places.errors import CardError

IMAGE = bytes(510) + b"\x55\xaa" + bytes(range(256)) * 40


@pytest.fixture(params=["a.img", "a.img.xz"])
def image(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / str(request.param)
    path.write_bytes(lzma.compress(IMAGE) if path.suffix == ".xz" else IMAGE)
    return path


@pytest.fixture
def device(tmp_path: Path) -> Path:
    path = tmp_path / "sdb"
    path.write_bytes(b"x" * 20_000)
    return path


def test_an_image_is_copied_and_compared(
    image: Path, device: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(flashing, "CHUNK", 1000)
    told: list[int] = []
    flashing.check_image(image)
    flashing.copy(image, device, 20_000, told.append)
    assert device.read_bytes() == IMAGE + b"x" * (20_000 - len(IMAGE))
    assert sum(told) == 2 * len(IMAGE)
    assert flashing.work_bytes(image) in (0, 2 * len(IMAGE))


def test_a_card_that_is_too_small_is_named(image: Path, device: Path) -> None:
    with pytest.raises(CardError, match="too small"):
        flashing.copy(image, device, 5000, lambda _: None)


def test_a_card_that_takes_no_more_is_too_small(image: Path) -> None:
    with pytest.raises(CardError, match="too small: it has"):
        flashing.copy(image, Path("/dev/full"), 20_000, lambda _: None)


def test_a_card_that_was_pulled_out_is_named(image: Path) -> None:
    with pytest.raises(CardError, match="is not there"):
        flashing.copy(image, Path("/dev/not-there"), 20_000, lambda _: None)


def test_a_card_that_keeps_nothing_is_named(image: Path) -> None:
    with pytest.raises(CardError, match=r"does not keep|pulled out"):
        flashing.copy(image, Path("/dev/null"), 20_000, lambda _: None)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"PK\x03\x04", "is a zip archive; unpack it"),
        (b"\x1f\x8b", "is a gz archive"),
        (b"hello", "is no image of a disk"),
        (b"", "is no image of a disk"),
    ],
)
def test_what_is_no_image_is_named(tmp_path: Path, data: bytes, told: str) -> None:
    (tmp_path / "a.img").write_bytes(data)
    with pytest.raises(CardError, match=told):
        flashing.check_image(tmp_path / "a.img")
    with pytest.raises(CardError, match="name an image"):
        flashing.check_image(tmp_path / "b.img")


@pytest.mark.parametrize("change", [lambda data: data[:-20], lambda data: data[:40] + b"x" * 40])
def test_a_damaged_download_is_named(tmp_path: Path, device: Path, change: object) -> None:
    assert callable(change)
    path = tmp_path / "a.img.xz"
    path.write_bytes(change(lzma.compress(IMAGE)))
    with pytest.raises(CardError, match="load it again"):
        flashing.copy(path, device, 20_000, lambda _: None)
