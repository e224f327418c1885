"""Hooks: sending of a connection's picture and sound, and the reports on them.

aiortc sends a picture's packets at once, answers every request, and rebuilds its encoder
at every change of the bit rate. `take_over` passes all of that to a `Sending`, for one
connection, after the answer and before anything is sent.
"""

import importlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from aiortc import RTCPeerConnection
from aiortc.mediastreams import MediaStreamError
from aiortc.rtcrtpparameters import (
    RTCRtcpFeedback,
    RTCRtpCodecParameters,
    RTCRtpHeaderExtensionParameters,
)

from robot.media.hooks.replacing import Hook
from robot.media.types import rtp_bytes
from robot.media.types.rtp_bytes import ExtensionIds

MAIN_PROFILE = "4d001f"
FIRST_FREE_ID = 4
EXTENSIONS = {
    "audio": (rtp_bytes.TRANSPORT_SEQUENCE,),
    "video": (rtp_bytes.TRANSPORT_SEQUENCE, rtp_bytes.PLAYOUT_DELAY),
}

Send = Callable[[bytes], Awaitable[None]]


@dataclass(frozen=True)
class PictureStream:
    """Negotiated parameters of the picture."""

    codec: RTCRtpCodecParameters
    ssrc: int
    rtx_ssrc: int
    rtx_payload_type: int | None
    ids: ExtensionIds


@dataclass(frozen=True)
class Streams:
    """Negotiated streams; `send` encrypts plain RTP and sends it at once."""

    picture: PictureStream | None
    sound_ids: ExtensionIds
    send: Send


class Sending(Protocol):
    """Sender that replaces aiortc's own."""

    async def next_picture(self) -> tuple[list[bytes], int]:
        """Return the payloads of the next picture and its time (90 kHz)."""

    def failed(self, error: Exception) -> None:
        """Take in that `next_picture` raised an unexpected error and is not called again."""

    async def out(self, packet: bytes) -> None:
        """Send a packet of RTP, now or later."""

    def arrived(self, packet: bytes) -> None:
        """Note an incoming packet of RTP, decrypted."""

    def reported(self, data: bytes) -> None:
        """Take in incoming RTCP, decrypted."""


def streams(pc: RTCPeerConnection) -> Streams | None:
    """Return the streams that this answered connection sends; None without any."""
    picture = None
    sound_ids = ExtensionIds()
    dtls: Any = None
    for transceiver in pc.getTransceivers():
        if transceiver.currentDirection not in ("sendonly", "sendrecv"):
            continue
        dtls = transceiver.sender.transport
        if transceiver.kind == "video":
            picture = _picture(transceiver)
        else:
            sound_ids = _ids(transceiver)
    return None if dtls is None else Streams(picture, sound_ids, dtls._send_rtp)


def take_over(pc: RTCPeerConnection, sending: Sending) -> None:
    """Replace aiortc's sender by `sending`; call it once, before anything is sent."""
    transports = set()
    for transceiver in pc.getTransceivers():
        if transceiver.currentDirection not in ("sendonly", "sendrecv"):
            continue
        transports.add(transceiver.sender.transport)
        if transceiver.kind == "video":
            _take_over_picture(transceiver.sender, sending)
    for dtls in transports:
        _take_over_transport(dtls, sending)


def sound_encoder(pc: RTCPeerConnection) -> Any:
    """Return the encoder of the sound; None before the first sound."""
    for transceiver in pc.getTransceivers():
        if transceiver.kind == "audio":
            return getattr(transceiver.sender, "_RTCRtpSender__encoder", None)
    return None


def _picture(transceiver: Any) -> PictureStream:
    codec = transceiver._codecs[0]
    copies = (
        other.payloadType
        for other in transceiver._codecs
        if other.name.lower() == "rtx" and other.parameters.get("apt") == codec.payloadType
    )
    sender = transceiver.sender
    return PictureStream(
        codec, sender._ssrc, sender._rtx_ssrc, next(copies, None), _ids(transceiver)
    )


def _ids(transceiver: Any) -> ExtensionIds:
    found = {extension.uri: extension.id for extension in transceiver._headerExtensions}
    sequence = found.get(rtp_bytes.TRANSPORT_SEQUENCE)
    return ExtensionIds(
        transport_sequence=sequence,
        # A receiver that reports on every packet does not need its time.
        abs_send_time=found.get(rtp_bytes.ABS_SEND_TIME) if sequence is None else None,
        playout_delay=found.get(rtp_bytes.PLAYOUT_DELAY),
    )


def _take_over_picture(sender: Any, sending: Sending) -> None:
    encoded = importlib.import_module("aiortc.rtcrtpsender").RTCEncodedFrame

    async def next_encoded_frame(codec: Any) -> Any:
        try:
            payloads, pts = await sending.next_picture()
        except (ConnectionError, MediaStreamError):
            raise
        except Exception as error:
            # aiortc would end the picture, and only log a warning of its own.
            sending.failed(error)
            raise
        return encoded(payloads, pts, None)

    async def retransmit(sequence_number: int) -> None:
        """Do nothing: `reported` has handled the same request."""

    sender._next_encoded_frame = next_encoded_frame
    sender._retransmit = retransmit
    sender._send_keyframe = lambda: None


def _take_over_transport(dtls: Any, sending: Sending) -> None:
    send, handle, handle_rtp = dtls._send_rtp, dtls._handle_rtcp_data, dtls._handle_rtp_data

    async def send_rtp(data: bytes) -> None:
        if rtp_bytes.is_rtcp(data):
            await send(data)
        else:
            await sending.out(data)

    async def handle_rtcp_data(data: bytes) -> None:
        sending.reported(data)
        await handle(data)

    async def handle_rtp_data(data: bytes, arrival_time_ms: int) -> None:
        sending.arrived(data)
        await handle_rtp(data, arrival_time_ms=arrival_time_ms)

    dtls._send_rtp = send_rtp
    dtls._handle_rtp_data = handle_rtp_data
    dtls._handle_rtcp_data = handle_rtcp_data


def adjust() -> None:
    """Offer the extensions, profile and feedback that sending needs; the tables are public."""
    tables = importlib.import_module("aiortc.codecs")
    for kind, uris in EXTENSIONS.items():
        _add_extensions(tables.HEADER_EXTENSIONS, kind, uris)
    pictures = tables.CODECS["video"]
    if not any(c.parameters.get("profile-level-id") == MAIN_PROFILE for c in pictures):
        _add_main_profile(pictures)
    wanted = RTCRtcpFeedback(type="transport-cc")
    for codec in (*pictures, *tables.CODECS["audio"]):
        if codec.name.lower() not in ("rtx", "red") and wanted not in codec.rtcpFeedback:
            codec.rtcpFeedback.append(wanted)


def _add_extensions(
    table: dict[str, list[RTCRtpHeaderExtensionParameters]], kind: str, uris: tuple[str, ...]
) -> None:
    # An extension has the same number for both kinds, which share a bundle.
    numbers = {uri: FIRST_FREE_ID + i for i, uri in enumerate(EXTENSIONS["video"])}
    have = {extension.uri for extension in table[kind]}
    for uri in uris:
        if uri not in have:
            table[kind].append(RTCRtpHeaderExtensionParameters(id=numbers[uri], uri=uri))


def _add_main_profile(pictures: list[RTCRtpCodecParameters]) -> None:
    """Offer main profile, which compresses a tenth better; browsers that offer it decode it."""
    free = max(codec.payloadType or 0 for codec in pictures) + 1
    like = next(codec for codec in pictures if codec.name == "H264")
    pictures += [
        RTCRtpCodecParameters(
            mimeType=like.mimeType,
            clockRate=like.clockRate,
            payloadType=free,
            rtcpFeedback=list(like.rtcpFeedback),
            parameters={**like.parameters, "profile-level-id": MAIN_PROFILE},
        ),
        RTCRtpCodecParameters(
            mimeType="video/rtx",
            clockRate=like.clockRate,
            payloadType=free + 1,
            parameters={"apt": free},
        ),
    ]


HOOKS: tuple[Hook, ...] = ()
SENDER = "aiortc.rtcrtpsender:RTCRtpSender"
TRANSPORT = "aiortc.rtcdtlstransport:RTCDtlsTransport"
USES: tuple[tuple[str, str], ...] = (
    (SENDER, "_next_encoded_frame"),
    (SENDER, "_retransmit"),
    (SENDER, "_send_keyframe"),
    ("aiortc.rtcrtpsender", "RTCEncodedFrame"),
    (TRANSPORT, "_send_rtp"),
    (TRANSPORT, "_handle_rtcp_data"),
    (TRANSPORT, "_handle_rtp_data"),
    ("aiortc.codecs", "CODECS"),
    ("aiortc.codecs", "HEADER_EXTENSIONS"),
)
