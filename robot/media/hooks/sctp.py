"""Hooks: a child's SCTP cannot fill memory, nor end a lesson, nor open another channel.

Only the data channels `control` and `events` can be opened, once each.
"""

import importlib
import logging
import struct
from typing import Any

from robot.media.hooks.replacing import Hook, Original, drop, owner_of

logger = logging.getLogger(__name__)

MAX_SCTP_BYTES = 64 * 1024
MAX_SCTP_CHUNKS = 256
MAX_SCTP_STREAMS = 64
CHANNEL_LABELS = frozenset({"control", "events"})

DCEP_OPEN = 3
DCEP_HEADER = struct.Struct("!BBHLHH")


def adjust() -> None:
    """Tell the other side in the session description what a message may measure."""
    owner_of("aiortc.rtcsctptransport").LOCAL_MAX_MESSAGE_SIZE = MAX_SCTP_BYTES


def _small_window(original: Original) -> Original:
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self._advertised_rwnd = MAX_SCTP_BYTES

    return __init__


def _survive_packet(original: Original) -> Original:
    async def _handle_data(self: Any, data: bytes) -> None:
        try:
            await original(self, data)
        except (AssertionError, ValueError, LookupError, struct.error) as error:
            # Otherwise one bad packet of the child would end its peer connection.
            logger.debug("SCTP packet: %s", type(error).__name__)
            drop("SCTP packet")

    return _handle_data


def _bound_reassembly(original: Original) -> Original:
    async def _receive_data_chunk(self: Any, chunk: Any) -> None:
        if chunk.stream_id >= MAX_SCTP_STREAMS:
            self._sack_needed = True
            self._mark_received(chunk.tsn)
            drop("SCTP stream")
            return
        stream = self._get_inbound_stream(chunk.stream_id)
        if (
            self._advertised_rwnd < len(chunk.user_data)
            or len(stream.reassembly) >= MAX_SCTP_CHUNKS
        ):
            drop("SCTP association")
            stream.reassembly.clear()
            await self._abort()
            self._set_state(self.State.CLOSED)
            return
        await original(self, chunk)

    return _receive_data_chunk


def _guard_channels(original: Original) -> Original:
    async def _data_channel_receive(self: Any, stream_id: int, pp_id: int, data: bytes) -> None:
        if pp_id == _dcep() and data[:1] == bytes([DCEP_OPEN]):
            label = _channel_label(data)
            taken = {channel.label for channel in self._data_channels.values()}
            if label not in CHANNEL_LABELS or label in taken or stream_id in self._data_channels:
                drop("data channel")
                return
        await original(self, stream_id, pp_id, data)

    return _data_channel_receive


def _dcep() -> int:
    number: int = importlib.import_module("aiortc.rtcsctptransport").WEBRTC_DCEP
    return number


def _channel_label(data: bytes) -> str | None:
    if len(data) < DCEP_HEADER.size:
        return None
    length = DCEP_HEADER.unpack_from(data)[4]
    return data[DCEP_HEADER.size : DCEP_HEADER.size + length].decode("utf-8", "replace")


SCTP = "aiortc.rtcsctptransport:RTCSctpTransport"

HOOKS: tuple[Hook, ...] = (
    (SCTP, "__init__", _small_window),
    (SCTP, "_handle_data", _survive_packet),
    (SCTP, "_receive_data_chunk", _bound_reassembly),
    (SCTP, "_data_channel_receive", _guard_channels),
)
USES: tuple[tuple[str, str], ...] = (
    (SCTP, "_abort"),
    (SCTP, "_get_inbound_stream"),
    (SCTP, "_mark_received"),
    (SCTP, "_set_state"),
    (SCTP, "State"),
    ("aiortc.rtcsctptransport", "LOCAL_MAX_MESSAGE_SIZE"),
    ("aiortc.rtcsctptransport", "WEBRTC_DCEP"),
    ("aiortc.rtcsctptransport:InboundStream", "add_chunk"),
)
