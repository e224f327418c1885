from collections.abc import Iterator

import pytest

from robot.media.devices import pi_requests
from robot.media.devices.pi_requests import PiRequests
from robot.media.devices.reopening import LostError
from tests.robot.media.devices.picamera2_fake import Camera, Job, Pi, Request, plugged

SOON_S, LONG_S = 0.01, 5.0


@pytest.fixture
def pi(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pi]:
    with plugged(monkeypatch) as pi:
        yield pi


@pytest.fixture
def camera(pi: Pi) -> Iterator[Camera]:
    camera = Camera(pi, 0)
    set_up(camera)
    yield camera
    camera.close()


def set_up(camera: Camera) -> None:
    """Set a mode with a single buffer, and start."""
    main = {"size": (64, 48), "format": "YUV420"}
    camera.configure(camera.create_video_configuration(main, None, None, 1, {}))
    camera.start()


def lose(camera: Camera) -> None:
    """Notice by oneself that a camera gives nothing."""
    with PiRequests(camera) as requests:
        assert requests.next(SOON_S) is None
        raise LostError("as told")


def test_every_frame_comes_though_there_is_one_buffer(camera: Camera) -> None:
    with PiRequests(camera) as requests:
        for _ in range(3):
            data = requests.next(LONG_S)
            assert data is not None
            assert len(data) == 64 * 48 * 3 // 2
    camera.stop()


@pytest.mark.parametrize("cancels", [True, False])
def test_a_silent_camera_is_waited_for_again(pi: Pi, camera: Camera, cancels: bool) -> None:
    pi.cancels = cancels
    with PiRequests(camera) as requests:
        pi.silent = True
        assert requests.next(SOON_S) is None
        assert requests.next(SOON_S) is None
        pi.silent = False
        camera.expose()
        assert requests.next(LONG_S) is not None
    camera.stop()


def test_a_silent_camera_stops_and_starts_again(pi: Pi, camera: Camera) -> None:
    pi.silent = True
    with PiRequests(camera) as requests:
        assert requests.next(SOON_S) is None
    camera.stop()
    pi.silent = False
    camera.start()
    with PiRequests(camera) as requests:
        assert requests.next(LONG_S) is not None


def test_an_older_picamera2_would_not_stop_a_silent_camera_and_it_is_closed(
    pi: Pi, camera: Camera, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pi_requests, "LAST_WAIT_S", SOON_S)
    pi.cancels, pi.silent = False, True
    with pytest.raises(LostError, match="it sent no picture"), PiRequests(camera) as requests:
        assert requests.next(SOON_S) is None
    with pytest.raises(LostError, match="as told"):
        lose(camera)


def test_an_older_picamera2_s_last_frame_is_waited_for(pi: Pi, camera: Camera) -> None:
    pi.cancels = False
    with PiRequests(camera) as requests:
        pi.silent = True
        assert requests.next(SOON_S) is None
        pi.silent = False
        camera.expose()
    camera.stop()


def test_a_frame_that_comes_after_the_end_goes_back(pi: Pi, camera: Camera) -> None:
    asked: list[Job] = []

    class Late:
        """Camera whose event loop has taken the job, so that it cannot be cancelled."""

        def capture_request(self, wait: bool, signal_function: object) -> None:
            asked.append(Job(signal_function))  # type: ignore[arg-type]

        def cancel_all_and_flush(self) -> None: ...

    with PiRequests(Late()) as requests:
        assert requests.next(SOON_S) is None
    job = asked[0]
    job.future.set_result(Request(pi, camera.shown()))
    job.signal_function(job)
    assert not pi.unreleased
