"""The child is never seen, and no third party learns of it."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.end_to_end.child import (
    go_to_class,
    open_teacher_page,
    toggle,
    wait_for_more,
    wait_for_picture,
)
from tests.end_to_end.conftest import StartDemo
from tests.end_to_end.shared import Lesson


def senders(page: Page) -> list[list[str | None]]:
    """Return, for each connection ever made, the kind of track that each sender holds."""
    found: list[list[str | None]] = page.evaluate(
        """witness.connections.map((pc) =>
            pc.getSenders().map((sender) => sender.track?.kind ?? null))"""
    )
    return found


@pytest.fixture
def camera_allowed(lesson: Lesson, known_tablet: BrowserContext) -> Iterator[Page]:
    """Yield the page of a child in class who has allowed a camera, too."""
    known_tablet.grant_permissions(["microphone", "camera"])
    yield lesson.page
    known_tablet.clear_permissions()
    known_tablet.grant_permissions(["microphone"])


def test_no_camera_is_asked_for_and_one_sound_is_all_that_leaves(camera_allowed: Page) -> None:
    page = camera_allowed
    toggle(page, "Mikro").click()
    wait_for_more(page, "video")
    page.reload()
    wait_for_picture(page)
    asked = page.evaluate("witness.asked")
    assert asked
    assert all(not constraints.get("video") for constraints in asked)
    for kinds in senders(page):
        assert [kind for kind in kinds if kind] == ["audio"]
    sent = page.evaluate("witness.sent()")
    assert [report["kind"] for report in sent] == ["audio"]


def test_the_page_forbids_itself_the_camera(camera_allowed: Page) -> None:
    refused = camera_allowed.evaluate(
        "navigator.mediaDevices.getUserMedia({ video: true }).then(() => '', (e) => e.name)"
    )
    assert refused == "NotAllowedError"


def test_every_byte_of_the_pages_comes_from_the_bridge(
    start_demo: StartDemo, tablet: BrowserContext, class_board: BrowserContext
) -> None:
    demo = start_demo()
    own = urlsplit(demo.pupil).netloc
    asked: set[str] = set()
    for context in (tablet, class_board):
        context.on("request", lambda request: asked.add(urlsplit(request.url).netloc))
    page = go_to_class(tablet, demo.pupil)
    page.on("websocket", lambda socket: asked.add(urlsplit(socket.url).netloc))
    teacher = open_teacher_page(class_board, demo.teacher)
    expect(teacher.get_by_text("Mia ist da.")).to_be_visible()
    page.reload()
    wait_for_picture(page)
    assert asked == {own}
    servers = page.evaluate("witness.connections.flatMap((pc) => pc.getConfiguration().iceServers)")
    # The only relay is the bridge itself.
    hosts = {url.split(":")[1] for one in servers for url in one["urls"]}
    assert hosts == {own.partition(":")[0]}


def test_the_robot_refuses_a_page_that_was_made_to_send_a_picture(
    start_demo: StartDemo, tablet: BrowserContext
) -> None:
    """A betrayed page adds a camera to the offer: no connection comes of it."""
    demo = start_demo()
    page = tablet.new_page()
    page.add_init_script(
        """
        const { setLocalDescription } = RTCPeerConnection.prototype;
        window.states = [];
        window.offered = [];
        RTCPeerConnection.prototype.setLocalDescription = async function (...args) {
            const drawn = document.createElement("canvas").captureStream(5).getVideoTracks()[0];
            const video = this.getTransceivers().find((t) => t.receiver.track.kind === "video");
            video.direction = "sendrecv";
            video.sender.replaceTrack(drawn);
            this.addEventListener("connectionstatechange", () => states.push(this.connectionState));
            await setLocalDescription.apply(this, args);
            offered.push(this.localDescription.sdp);
        };
        """
    )
    page.goto(demo.pupil)
    page.get_by_role("button", name="Ich bin da").click()
    expect(page.get_by_text("Es klappt gerade nicht.").first).to_be_visible()
    assert page.evaluate("offered.length") > 0
    assert "connected" not in page.evaluate("states")
    assert page.locator("video").count() == 0 or not page.evaluate(
        "document.querySelector('video').videoWidth"
    )
