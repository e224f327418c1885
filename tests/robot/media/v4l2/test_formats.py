import pytest

from robot.media.v4l2.formats import LAYOUTS, CameraMode, JpegEnds, bytes_needed, choose, named

USB2 = [
    CameraMode("YUYV", 640, 480, 30.0),
    CameraMode("YUYV", 1280, 720, 10.0),
    CameraMode("YUYV", 1920, 1080, 5.0),
    CameraMode("MJPG", 640, 480, 30.0),
    CameraMode("MJPG", 1280, 720, 30.0),
    CameraMode("MJPG", 1920, 1080, 30.0),
    CameraMode("H264", 1280, 720, 30.0),
]


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        pytest.param((640, 480, 30.0), ("YUYV", 640, 480), id="no decoder where none is needed"),
        pytest.param((1280, 720, 30.0), ("MJPG", 1280, 720), id="the rate decides"),
        pytest.param((1280, 720, 10.0), ("YUYV", 1280, 720), id="a slow one is enough"),
        pytest.param((800, 600, 30.0), ("MJPG", 1280, 720), id="the next size above"),
        pytest.param((3840, 2160, 30.0), ("MJPG", 1920, 1080), id="the largest there is"),
        pytest.param((1920, 1080, 60.0), ("MJPG", 1920, 1080), id="the fastest there is"),
    ],
)
def test_the_mode_fits_size_and_rate(
    wanted: tuple[int, int, float], chosen: tuple[str, int, int]
) -> None:
    mode = choose(USB2, *wanted)
    assert mode is not None
    assert (mode.fourcc, mode.width, mode.height) == chosen


def test_a_jerky_large_picture_is_worse_than_a_smooth_small_one() -> None:
    modes = [CameraMode("YUYV", 640, 480, 30.0), CameraMode("YUYV", 1920, 1080, 5.0)]
    mode = choose(modes, 1280, 720, 30.0)
    assert mode is not None
    assert mode.width == 640


def test_colour_is_better_than_grey_and_unknown_formats_are_left() -> None:
    modes = [
        CameraMode("GREY", 640, 480, 30.0),
        CameraMode("MJPG", 640, 480, 30.0),
        CameraMode("BA81", 64, 48, 30.0),
    ]
    mode = choose(modes, 640, 480, 30.0)
    assert mode is not None
    assert mode.fourcc == "MJPG"
    assert choose([CameraMode("BA81", 640, 480, 30.0)], 640, 480, 30.0) is None


def test_a_driver_that_tells_no_rate_is_taken_at_the_wanted_one() -> None:
    mode = choose(
        [CameraMode("YUYV", 640, 480, 0.0), CameraMode("MJPG", 640, 480, 15.0)], 640, 480, 30.0
    )
    assert mode is not None
    assert mode.fourcc == "YUYV"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("mjpeg", {"MJPG", "JPEG"}),
        ("MJPG", {"MJPG"}),
        ("yuyv422", {"YUYV"}),
        ("gray", {"GREY"}),
        ("bgr24", {"BGR3"}),
        ("nonsense", set()),
    ],
)
def test_formats_have_the_names_of_ffmpeg_and_of_linux(name: str, letters: set[str]) -> None:
    assert named(name) == letters


@pytest.mark.parametrize(
    ("letters", "line", "needed"),
    [("YUYV", 1280, 614400), ("NV12", 640, 460800), ("YU12", 640, 460800), ("RGB3", 1920, 921600)],
)
def test_a_raw_picture_has_its_length(letters: str, line: int, needed: int) -> None:
    assert bytes_needed(LAYOUTS[letters], 480, line) == needed


def test_a_jpeg_without_its_end_is_cut_unless_the_camera_never_sends_it() -> None:
    start, end = b"\xff\xd8", b"\xff\xd9"
    judge = JpegEnds()
    assert judge.whole(start + b"data")  # it may be of those that send no end
    assert judge.whole(start + b"data" + end)
    assert judge.whole(start + b"data" + end + bytes(64))
    assert not judge.whole(start + b"data")
    assert not judge.whole(b"data" + end)
    assert not judge.whole(b"")
