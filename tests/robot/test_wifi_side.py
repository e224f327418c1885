"""A robot that was just unpacked: no network, and a person who holds a phone before it."""

import logging
from pathlib import Path

import msgspec
import numpy as np
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.protocol.fields import PhraseLanguage
from robot import agent as agent_module
from robot.agent import Agent
from robot.media.types.cells import Samples
from robot.presence.camera_preview import CodeAnswered, PreviewEnded, PreviewWished
from robot.presence.events import OfService
from robot.presence.machine import PresenceMachine
from robot.settings.config import WifiSection
from robot.settings.enrolment import EnrolmentFiles
from robot.settings.identity import Identity
from robot.settings.texts import Both
from robot.wifi_side import WifiSide, hotspot_of, is_enrolled
from tests.robot.bodies import body_at
from tests.robot.bridges import bridge_stand_in
from tests.robot.schools import config_for, running
from tests.robot.wifi.codes import clip, held
from tests.robot.wifi.conftest import bus_address as bus_address
from tests.robot.wifi.conftest import network_manager

CANARY = "kanarienvogel-4711"
CODE = f"WIFI:T:WPA;S:Schule Süd;P:{CANARY};;"
WRONG = f"WIFI:T:WPA;S:Schule Nord;P:{CANARY};;"


def test_what_is_told_becomes_events_and_sentences() -> None:
    events: list[OfService] = []
    said: list[Both] = []
    side = WifiSide(PresenceMachine(), events.append, said.append)
    side.look(anew=True)
    side.look_away()
    side.ask_for_code(again_helps=False)
    side.ask_for_code(again_helps=True)
    side.trying()
    side.tell("wrong_key")
    side.tell(None)
    side.tell_hotspot(None)
    side.tell_hotspot("hotspot_failed")
    assert not side.looks
    assert events == [PreviewWished(True), PreviewEnded(), CodeAnswered(False), CodeAnswered(True)]
    assert [one.en.split(".")[0] for one in said] == [
        "Please hold a Wi-Fi code before my camera",
        "Please hold a Wi-Fi code before my camera",
        "I am trying",
        "The Wi-Fi key is wrong",
        "I am on the Wi-Fi",
        "My own Wi-Fi is on",
        "My own Wi-Fi does not come on",
    ]


def test_its_own_network_needs_a_key(tmp_path: Path) -> None:
    credentials = {"CREDENTIALS_DIRECTORY": str(tmp_path)}
    assert hotspot_of({}) is None
    assert hotspot_of(credentials) is None
    (tmp_path / "hotspot-key").write_text("kurz\n")
    assert hotspot_of(credentials) is None
    (tmp_path / "hotspot-key").write_text("k7qf-2mxr-9tch\n")
    hotspot = hotspot_of(credentials)
    assert hotspot
    assert hotspot.key == "k7qf-2mxr-9tch"
    assert "k7qf" not in repr(hotspot)


def test_a_robot_is_new_until_a_bridge_has_named_it(tmp_path: Path) -> None:
    files = EnrolmentFiles(tmp_path)
    assert not is_enrolled(files)
    public = Identity(Ed25519PrivateKey.generate()).public
    files.keep("karlsson-1", "Karlsson", public, "hash")
    assert is_enrolled(files)
    (tmp_path / "enrolment.json").write_text("{")
    assert is_enrolled(files)


@pytest.mark.long
async def test_a_code_before_the_camera_brings_it_into_the_network_and_its_key_nowhere_else(
    tmp_path: Path,
    bus_address: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", bus_address)
    said: list[str] = []

    async def synthesize(words: str, language: PhraseLanguage) -> Samples:
        said.append(words)
        return np.zeros(960, np.int16)

    monkeypatch.setattr(agent_module, "find_voice", lambda wanted: synthesize)
    shown = [held(code, module_px=5, turned_deg=8, blur_px=0.7) for code in (WRONG, CODE)]
    film = clip(tmp_path / "held.avi", *[shown[0]] * 10, *[shown[1]] * 10)
    identity = Identity(Ed25519PrivateKey.generate())
    async with (
        network_manager(bus_address) as manager,
        body_at(tmp_path / "body.sock") as room,
        bridge_stand_in() as bridge,
    ):
        config = config_for(tmp_path, bridge.url, camera=str(film))
        config = msgspec.structs.replace(config, wifi=WifiSection(setup=True))
        bridge.robot_key = identity.public
        await manager.add_radio()
        for name, fate in (("Schule Süd", "joins"), ("Schule Nord", "wrong key")):
            await manager.add_network(name)
            await manager.settle(name, fate)
        async with running(Agent(config, identity)):
            await bridge.linked()
            await room.shows("not_understood")
            await room.shows("understood")
            profiles = await manager.profiles()
            signals = [state.signal for state in room.seen]
            await room.until(lambda: said[-1:] == ["Ich bin im WLAN."])
    assert [one["802-11-wireless-security"]["psk"] for one in profiles.values()] == [CANARY]
    assert "present" in signals[: signals.index("understood")]
    assert "Der WLAN-Schlüssel ist falsch." in said
    assert said[-2:] == ["Ich probiere es.", "Ich bin im WLAN."]
    kept = [path.read_bytes() for path in (tmp_path / "state").rglob("*") if path.is_file()]
    told = "\n".join([caplog.text, *said, *map(repr, (room.seen, bridge.said, *kept))])
    assert "joined" in caplog.text
    assert CANARY not in told
    assert "Schule" not in told
    assert bridge.said
