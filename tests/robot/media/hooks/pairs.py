"""A pupil and a robot that are really connected, both with hooks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiortc import (
    RTCConfiguration,
    RTCPeerConnection,
)
from aiortc.rtcdatachannel import RTCDataChannel

from tests.deadline import WAIT_S


class Pair:
    """A pupil and a robot on one loop, over UDP on loopback."""

    def __init__(self) -> None:
        self.pupil = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.robot = RTCPeerConnection(RTCConfiguration(iceServers=[]))
        self.opened: asyncio.Queue[RTCDataChannel] = asyncio.Queue()
        self.robot.on("datachannel", self.opened.put_nowait)

    @property
    def sctp(self) -> Any:
        return self.robot.sctp

    async def connect(self) -> None:
        await self.pupil.setLocalDescription(await self.pupil.createOffer())
        await self.robot.setRemoteDescription(self.pupil.localDescription)
        await self.robot.setLocalDescription(await self.robot.createAnswer())
        await self.pupil.setRemoteDescription(self.robot.localDescription)

    async def join(self, label: str) -> tuple[RTCDataChannel, RTCDataChannel]:
        """Connect with one channel; return its end of the pupil and its end of the robot."""
        channel = self.pupil.createDataChannel(label)
        await self.connect()
        return channel, await self.opened.get()


@asynccontextmanager
async def pair() -> AsyncIterator[Pair]:
    both = Pair()
    try:
        async with asyncio.timeout(WAIT_S):
            yield both
    finally:
        await both.pupil.close()
        await both.robot.close()


def until(condition: Any) -> Any:
    async def poll() -> None:
        async with asyncio.timeout(WAIT_S):
            while not condition():  # noqa: ASYNC110 - nobody tells of what is dropped
                await asyncio.sleep(0)

    return poll()


def replaced(module: Any, name: str) -> Any:
    return getattr(module, name)
