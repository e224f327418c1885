import pytest

from robot.demo.arguments import Endpoint, parse


def test_without_arguments_the_classroom_is_drawn_and_only_this_machine_sees_it() -> None:
    options = parse([])
    assert options.camera == options.microphone == options.speaker == Endpoint("classroom:")
    assert (options.host, options.port, options.lang) == ("127.0.0.1", 8080, "de")


def test_tls_opens_to_the_network() -> None:
    assert parse(["--tls"]).host == "0.0.0.0"
    assert parse(["--tls", "--host", "127.0.0.1"]).host == "127.0.0.1"


def test_a_source_takes_format_and_options() -> None:
    argv = ["--camera", "/dev/video0", "--camera-format", "v4l2"]
    argv += ["--camera-option", "video_size=640x480", "--camera-option", "framerate=30"]
    expected = Endpoint("/dev/video0", "v4l2", {"video_size": "640x480", "framerate": "30"})
    assert parse(argv).camera == expected


def test_the_camera_s_picture_has_a_size() -> None:
    assert parse([]).camera_size == (640, 480)
    assert parse(["--camera-size", "1280x720"]).camera_size == (1280, 720)


def test_the_camera_gives_as_many_pictures_as_asked_for() -> None:
    assert parse([]).camera_fps == 30
    assert parse(["--camera-fps", "10"]).camera_fps == 10


def test_the_simulated_battery_may_be_nearly_empty() -> None:
    assert parse([]).battery_percent == 80.0
    assert parse(["--battery", "21.5"]).battery_percent == 21.5


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        pytest.param(["--battery", "full"], "allowed: 0 to 100", id="charge"),
        pytest.param(["--battery", "101"], "allowed: 0 to 100", id="too much charge"),
        pytest.param(["--camera-size", "1280"], "as in 1280x720", id="no size"),
        pytest.param(["--camera-size", "641x480"], "even numbers", id="odd size"),
        pytest.param(["--camera-fps", "0"], "allowed: 1 to 60", id="no pictures"),
        pytest.param(["--port", "70000"], "allowed: 0 to 65535", id="port"),
        pytest.param(["--lang", "sv"], "choose from", id="language"),
        pytest.param(["--camera-option", "fast"], "not KEY=VALUE", id="option"),
    ],
)
def test_nonsense_is_named(argv: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(argv)
    assert ended.value.code == 2
    assert words in capsys.readouterr().err
