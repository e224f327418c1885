"""The app as a whole, with a bridge and a microphone that do what the test says."""

import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import BrowserContext, Page, WebSocketRoute, expect

from bridge.protocol import proofs
from bridge.protocol.keys import fingerprint, public_text, to_text
from tests.pupil_app import pages

SECRET = b"sixteen bytes ok"
NONCE = to_text(bytes(32))

WITNESS = """
    window.given = [];
    window.connections = [];
    const asked = [];
    navigator.mediaDevices.getUserMedia = () => new Promise((give) => asked.push(give));
    window.questions = () => asked.length;
    window.give = () => {
        const { stream } = new AudioContext().createMediaStreamDestination();
        given.push(stream.getAudioTracks()[0]);
        asked.at(-1)(stream);
    };
    window.RTCPeerConnection = class extends RTCPeerConnection {
        constructor(...parts) {
            super(...parts);
            connections.push(this);
        }
    };
"""


class Bridge:
    """Pairs whoever comes, and remembers what was said."""

    def __init__(self) -> None:
        self.robot_key = public_text(Ed25519PrivateKey.generate())
        self.heard: list[dict[str, Any]] = []
        self._socket: WebSocketRoute | None = None

    @property
    def link(self) -> str:
        """The address on the welcome sheet."""
        key = fingerprint(self.robot_key)
        return f"{pages.ORIGIN}/#robot=willi&key={key}&secret={to_text(SECRET)}"

    def opened(self, socket: WebSocketRoute) -> None:
        """Take a connection."""
        self._socket = socket
        socket.on_message(lambda text: self._read(json.loads(text)))
        self.say(type="challenge", nonce=NONCE, version=1)

    def say(self, **message: Any) -> None:
        """Send one message."""
        assert self._socket is not None
        self._socket.send(json.dumps(message))

    def hang_up(self) -> None:
        """Close the connection."""
        assert self._socket is not None
        self._socket.close()

    def _read(self, message: dict[str, Any]) -> None:
        self.heard.append(message)
        if message["type"] != "pair":
            return
        key = proofs.mac_key(SECRET)
        proof = proofs.bridge_proof(key, NONCE, self.robot_key, message["device_key"])
        self.say(
            type="welcome_pupil",
            version=1,
            robot="willi",
            robot_name="Willi",
            robot_key=self.robot_key,
            robot_online=True,
            unix_s=1_795_432_000,
            proof=proof,
        )


@pytest.fixture
def bridge(context: BrowserContext) -> Bridge:
    bridge = Bridge()
    context.route_web_socket("**/signal", bridge.opened)
    context.add_init_script(WITNESS)
    return bridge


@pytest.fixture
def page(context: BrowserContext, bridge: Bridge) -> Page:
    page = context.new_page()
    page.goto(bridge.link)
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()
    return page


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_a_microphone_that_opens_after_the_child_has_left_is_stopped(page: Page) -> None:
    press(page, "Ich bin da")
    page.wait_for_function("questions() === 1")
    press(page, "Gehen")
    page.evaluate("give()")
    page.wait_for_function("given[0].readyState === 'ended'")
    assert page.evaluate("connections.length") == 0


def test_a_microphone_that_opens_after_the_check_is_stopped(page: Page) -> None:
    press(page, "Kurz testen")
    press(page, "Mikro testen")
    page.wait_for_function("questions() === 1")
    press(page, "Nicht jetzt")
    page.evaluate("give()")
    page.wait_for_function("given[0].readyState === 'ended'")


def test_the_echo_goes_on_whatever_else_happens(page: Page, bridge: Bridge) -> None:
    press(page, "Kurz testen")
    press(page, "Mikro testen")
    page.wait_for_function("questions() === 1")
    page.evaluate("give()")
    page.wait_for_function("given[0].enabled")
    bridge.hang_up()
    expect(page.locator(".check-row").nth(2)).to_have_attribute("data-good", "false")
    assert page.evaluate("given[0].enabled")
    press(page, "Nicht jetzt")
    page.wait_for_function("given[0].readyState === 'ended'")


def test_a_device_that_was_locked_is_told_so_and_keeps_its_pairing(
    page: Page, bridge: Bridge
) -> None:
    press(page, "Ich bin da")
    page.wait_for_function("questions() === 1")
    page.evaluate("give()")
    page.wait_for_function("connections.length === 1")
    bridge.say(type="refused", code="device_locked", text="")
    expect(page.get_by_text("Dieses Gerät ist gesperrt. Hol dir Hilfe.")).to_be_visible()
    assert page.evaluate("connections[0].connectionState") == "closed"


def test_a_device_that_is_not_known_any_more_is_out_and_reads_why(
    page: Page, bridge: Bridge
) -> None:
    press(page, "Ich bin da")
    page.wait_for_function("questions() === 1")
    page.evaluate("give()")
    page.wait_for_function("connections.length === 1")
    bridge.say(type="refused", code="unknown_device", text="")
    expect(page.get_by_text("ist jetzt woanders. Frag Lehrkraft oder Verein.")).to_be_visible()
    assert page.evaluate("connections[0].connectionState") == "closed"
    assert page.evaluate("given[0].readyState") == "ended"
