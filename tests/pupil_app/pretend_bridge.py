"""A bridge that does what the test says, in place of the socket of a page."""

import json
from collections.abc import Callable
from typing import Any

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
    """Welcomes a pairing, or a known device, or refuses; remembers what was said."""

    def __init__(self) -> None:
        self.robot_key = public_text(Ed25519PrivateKey.generate())
        self.heard: list[dict[str, Any]] = []
        self.knows_devices = False
        """A device that was paired before is welcome."""
        self.refusal: dict[str, Any] | None = None
        """Refusal of whoever comes; None lets them in."""
        self.locked: set[str] = set()
        """Keys of devices that are locked out."""
        self._socket: WebSocketRoute | None = None

    @property
    def link(self) -> str:
        """The address on the welcome sheet."""
        return f"{pages.ORIGIN}/#{self.fragment}"

    @property
    def fragment(self) -> str:
        """Part of the address that a welcome sheet tells a device and no server."""
        key = fingerprint(self.robot_key)
        return f"robot=willi&key={key}&secret={to_text(SECRET)}"

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
        if message["type"] not in ("pair", *(("hello_pupil",) if self.knows_devices else ())):
            return
        if message["device_key"] in self.locked:
            return self.say(type="refused", text="", code="device_locked")
        if self.refusal is not None:
            return self.say(type="refused", text="", **self.refusal)
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


def at_start(context: BrowserContext, bridge: Bridge) -> Page:
    """Return the page of a device that was just paired, at the start screen."""
    page = context.new_page()
    page.goto(bridge.link)
    expect(page.get_by_role("button", name="Ich bin da")).to_be_visible()
    return page


def pretend(context: BrowserContext) -> Bridge:
    """Put a bridge and a microphone of ours into every page of this context."""
    bridge = Bridge()
    context.route_web_socket("**/signal", bridge.opened)
    context.add_init_script(WITNESS)
    return bridge


def press(page: Page, name: str) -> None:
    """Press the button of this name."""
    page.get_by_role("button", name=name, exact=True).click()


def wait_for(page: Page, true: Callable[[], bool]) -> None:
    """Wait for what the bridge hears; each look waits for a turn of the page."""
    for _ in range(2000):
        if true():
            return
        page.evaluate("new Promise((done) => requestAnimationFrame(() => done(null)))")
    raise AssertionError("it never came true")
