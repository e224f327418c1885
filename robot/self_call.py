"""A call of this robot to itself, with drawn pictures and a made sound: no device is opened.

It proves what an update may have broken: WebRTC, encryption, both codecs and all that lies between.
Camera, microphone and light stay as they are, so it may run at any time.
"""

import asyncio
import logging
import sys
from typing import Any

import msgspec

from bridge.process import notify
from bridge.protocol import sdp
from robot.call.call import Answered, Call, CallDown, CallId, CallNews
from robot.call.own_child import OwnChild
from robot.media import hooks
from robot.media.devices.testcard import read_time_code
from robot.media.types.frames import planes
from robot.presence.events import MediaPart
from robot.senses import Senses
from robot.settings.config import (
    BridgeSection,
    CameraSection,
    MicrophoneSection,
    RobotConfig,
    SoundSection,
    SpeakerSection,
)

LIMIT_S = 60.0
WANTED = 10
"""Pictures and packets of sound that have to come."""

ID = CallId("self", 1)


class SelfCallFailed(Exception):
    """The call did not work; the text says what is missing."""


async def call_self(limit_s: float = LIMIT_S) -> tuple[int, int]:
    """Make the call; return how many pictures and packets of sound have come.

    Raises:
        SelfCallFailed: Too few came, or none.
    """
    hooks.install()
    child = OwnChild(_is_card)
    try:
        async with asyncio.timeout(limit_s):
            why = await _talk(child)
    except TimeoutError:
        why = _missing(child, limit_s)
    finally:
        await child.close()
    if why:
        raise SelfCallFailed(why)
    return child.pictures, child.sounds


async def _talk(child: OwnChild) -> str:
    """Call until enough has come; return why there is no call, or an empty text."""
    senses = Senses(_config(), lambda: (0.0, 0.0), lambda _: None, lambda _: None)
    news: asyncio.Queue[CallNews] = asyncio.Queue()
    await senses.prepare()
    async with asyncio.TaskGroup() as tasks:
        call = Call(ID, sdp.clean_offer(await child.offer()), [], senses.lines, news.put)
        running = [tasks.create_task(senses.run(part)) for part in MediaPart]
        running.append(tasks.create_task(call.run()))
        answer = await news.get()
        if isinstance(answer, Answered):
            await child.accept(answer.sdp)
            while min(child.pictures, child.sounds) < WANTED:
                child.came.clear()
                await child.came.wait()
        for task in running:
            task.cancel()
    return "" if isinstance(answer, Answered) else f"there was no answer ({_why(answer)})"


def run(as_json: bool) -> int:
    """Make the call and tell; return 0 if it worked."""
    logging.disable(logging.CRITICAL)
    try:
        pictures, sounds = asyncio.run(call_self())
    except SelfCallFailed as error:
        notify.mistaken(str(error))
        _print(as_json, {"works": False, "why": str(error)}, f"The test call failed: {error}")
        return 1
    found = {"works": True, "pictures": pictures, "sounds": sounds}
    _print(as_json, found, "The test call works: picture and sound came.")
    return 0


def _print(as_json: bool, data: dict[str, Any], text: str) -> None:
    sys.stdout.write((msgspec.json.encode(data).decode() if as_json else text) + "\n")


def _config() -> RobotConfig:
    return RobotConfig(
        bridge=BridgeSection("ws://localhost/signal"),
        camera=CameraSection(source="testcard:"),
        microphone=MicrophoneSection(source="testtone:"),
        speaker=SpeakerSection(sink="null:"),
        sound=SoundSection(echo="off", earcons=False, phrases=False),
    )


def _is_card(picture: Any) -> bool:
    return read_time_code(planes(picture)[0]) is not None


def _missing(child: OwnChild, limit_s: float) -> str:
    missing = [
        name
        for name, count in (("picture", child.pictures), ("sound", child.sounds))
        if count < WANTED
    ]
    return f"no {' and no '.join(missing) or 'end'} came within {limit_s:.0f} s"


def _why(news: CallNews) -> str:
    return news.why if isinstance(news, CallDown) else type(news).__name__
