"""Peer connection of aiortc: creation, answer, candidates, end.

Two inputs must never reach aiortc 1.16: a missing list of ICE servers, because its default
names a foreign one, and the end of candidates, after which it stops looking for a path.
"""

import asyncio
import logging
from collections.abc import Sequence

from aiortc import (
    MediaStreamTrack,
    RTCConfiguration,
    RTCIceServer,
    RTCPeerConnection,
    RTCRtpSender,
    RTCSessionDescription,
)
from aiortc.exceptions import InvalidAccessError, InvalidStateError, OperationError
from aiortc.rtcrtpparameters import RTCRtpCodecCapability
from aiortc.sdp import candidate_from_sdp

from bridge.protocol import sdp
from bridge.protocol.errors import SdpRefused
from bridge.protocol.sdp import Summary
from robot.call import foreign_picture
from robot.media.voice import asking
from robot.settings.errors import CallFailed

log = logging.getLogger(__name__)

CLOSE_S = 2.0

PROFILES = ("4d001f", "42e01f", "42001f")
"""Profiles of H.264, best first: main, constrained baseline, baseline; all at 720p30."""

UNFIT = (
    *(InvalidAccessError, InvalidStateError, OperationError),
    *(ValueError, AssertionError, AttributeError, IndexError, KeyError, TypeError),
)
"""Errors that aiortc raises for a description that it cannot use; few of them are its own."""


def ice_servers(offered: Sequence[dict[str, str]]) -> list[RTCIceServer]:
    """Return the bridge's ICE servers as aiortc wants them; never None, never a default."""
    return [
        RTCIceServer(
            urls=server["urls"],
            username=server.get("username"),
            credential=server.get("credential"),
        )
        for server in offered
        if server.get("urls", "").startswith(("stun:", "turn:", "turns:"))
    ]


def make(
    servers: Sequence[dict[str, str]],
    offer: Summary,
    picture: MediaStreamTrack,
    sound: MediaStreamTrack,
) -> RTCPeerConnection:
    """Return a connection that can answer this offer and nothing else.

    Raises:
        CallFailed: The bridge gave ICE servers that cannot be used.
    """
    try:
        return _made(ice_servers(servers), offer, picture, sound)
    except UNFIT as error:
        raise CallFailed(f"cannot be made ({type(error).__name__})") from error


def _made(
    servers: list[RTCIceServer], offer: Summary, picture: MediaStreamTrack, sound: MediaStreamTrack
) -> RTCPeerConnection:
    pc = RTCPeerConnection(RTCConfiguration(iceServers=servers))
    for kind, _ in offer.media:
        if kind == "video":
            transceiver = pc.addTransceiver(picture, direction="sendonly")
            transceiver.setCodecPreferences(picture_codecs())
        elif kind == "audio":
            transceiver = pc.addTransceiver(sound, direction="sendrecv")
            transceiver.setCodecPreferences(sound_codecs())
    return pc


def sound_codecs() -> list[RTCRtpCodecCapability]:
    """Return Opus in RED first, so that both sides repeat lost sound, and then Opus alone."""
    codecs = RTCRtpSender.getCapabilities("audio").codecs
    return sorted(codecs, key=lambda codec: codec.mimeType.lower() != "audio/red")


def picture_codecs() -> list[RTCRtpCodecCapability]:
    """Return H.264 first, whose encoder follows the line without key frames, then VP8 and RTX."""
    codecs = RTCRtpSender.getCapabilities("video").codecs

    def rank(codec: RTCRtpCodecCapability) -> int:
        profile = str(codec.parameters.get("profile-level-id", ""))
        return PROFILES.index(profile) if profile in PROFILES else len(PROFILES)

    return sorted(codecs, key=rank)


async def answer(pc: RTCPeerConnection, clean_sdp: str) -> str:
    """Apply the offer, and return our answer in the form of the wire.

    The picture is off if we have none of its codecs.

    Raises:
        CallFailed: The offer cannot be answered, or a picture could come in.
    """
    try:
        readable, restore = foreign_picture.stood_in(clean_sdp)
        await pc.setRemoteDescription(RTCSessionDescription(sdp=readable, type="offer"))
        await pc.setLocalDescription(await pc.createAnswer())
    except UNFIT as error:
        raise CallFailed(f"cannot be answered ({type(error).__name__})") from error
    for transceiver in pc.getTransceivers():
        directions = {transceiver.direction, transceiver.currentDirection}
        if transceiver.kind == "video" and not directions <= {"sendonly", "inactive", None}:
            raise CallFailed("a picture could come in")
    return to_wire(asking.ask(restore(pc.localDescription.sdp)))


def read(clean_sdp: str) -> Summary:
    """Return the summary of an offer that was accepted.

    Raises:
        CallFailed: The offer is not in the clean form that `admission` gives.
    """
    try:
        return sdp.check_cleaned(clean_sdp)
    except SdpRefused as error:
        raise CallFailed(f"the offer cannot be used ({error})") from error


def to_wire(own_sdp: str) -> str:
    """Return our own engine's description as it is sent.

    Our own description is held to the same limits as foreign ones. If it breaks
    them, only this call ends.

    Raises:
        CallFailed: Our own description is not allowed on the wire.
    """
    try:
        text = sdp.to_wire(own_sdp)
        sdp.check_answer(text)
    except SdpRefused as error:
        log.error("call: our own description is not allowed on the wire: %s", error)
        raise CallFailed(f"our own description is not allowed ({error.code})") from error
    return text


async def add_candidate(pc: RTCPeerConnection, text: str, mid: str) -> None:
    """Add a candidate to the connection.

    Args:
        pc: After `answer`.
        text: In the plain form of `bridge.protocol.candidate`.
        mid: Media section to which it belongs.

    Raises:
        CallFailed: aiortc cannot use it.
    """
    try:
        candidate = candidate_from_sdp(text.removeprefix("candidate:"))
        candidate.sdpMid = mid
        await pc.addIceCandidate(candidate)
    except UNFIT as error:
        raise CallFailed(f"candidate cannot be used ({type(error).__name__})") from error


async def close(pc: RTCPeerConnection) -> None:
    """Close the connection, within `CLOSE_S`."""
    try:
        async with asyncio.timeout(CLOSE_S):
            await pc.close()
    except TimeoutError:
        log.error("call: a peer connection does not close")
