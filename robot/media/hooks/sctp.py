"""Hooks: a child's SCTP can neither fill memory nor end a lesson nor open other channels.

Only the data channels `control`, `events` and `transfers` can be opened, once each. Packets that
violate RFC 9260 are dropped before their lengths and counts are used.
"""

import importlib
import logging
import struct
from typing import Any

from OpenSSL import SSL

from robot.media.hooks.replacing import Hook, Original, drop, owner_of

logger = logging.getLogger(__name__)

MAX_SCTP_BYTES = 64 * 1024
MAX_SCTP_CHUNKS = 256
MAX_SCTP_STREAMS = 64
CHANNEL_LABELS = frozenset({"control", "events", "transfers"})

MAX_TSN_AHEAD = 512
"""Largest distance of accepted chunks from the last one without a gap; a report holds 256 gaps."""

MAX_RECORDS = 32
"""DTLS records read from one datagram."""

RECORD_BYTES = 1500
PARAMETER_HEADER_BYTES = 4
TSN_HALF = 2**31
TSN_MODULO = 2**32

INIT = 1
DCEP_OPEN = 3
DCEP_HEADER = struct.Struct("!BBHLHH")


FIRST_RTO_S = 1.0
"""Time until a packet of the beginning is sent again (RFC 9260 section 16). With 3 s, as RFC 4960
had it, one that a full line lost looks like a dead connection."""


def adjust() -> None:
    """Announce the largest message in the session description, and repeat what is lost soon."""
    module = owner_of("aiortc.rtcsctptransport")
    module.LOCAL_MAX_MESSAGE_SIZE = MAX_SCTP_BYTES
    module.SCTP_RTO_INITIAL = FIRST_RTO_S


def _bound_window(original: Original) -> Original:
    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        self._advertised_rwnd = MAX_SCTP_BYTES

    return __init__


BROKEN = (
    *(AssertionError, AttributeError, LookupError, NameError),
    *(OverflowError, TypeError, ValueError, struct.error, SSL.Error),
)


def _tolerate_broken(original: Original) -> Original:
    async def _handle_data(self: Any, data: bytes) -> None:
        for _ in range(MAX_RECORDS):
            if self.state == "closed":
                drop("SCTP after the end")
                return
            try:
                await original(self, data)
            except BROKEN as error:
                # Otherwise one bad packet of the child would end its peer connection.
                logger.debug("SCTP packet: %s", type(error).__name__)
                drop("SCTP packet")
            more = _next_record(self.transport)
            if more is None:
                return
            data = more

    return _handle_data


def _next_record(transport: Any) -> bytes | None:
    """Return the datagram's next record: aiortc reads only one, and the rest would pile up.

    Raises:
        ConnectionError: The other side closed the connection.
    """
    try:
        data: bytes = transport._ssl.recv(RECORD_BYTES)
    except SSL.ZeroReturnError:
        raise ConnectionError from None
    except SSL.Error:
        return None
    return data


def _check_parameters(original: Original) -> Original:
    def decode_params(body: bytes) -> list[tuple[int, bytes]]:
        at = 0
        while at + PARAMETER_HEADER_BYTES <= len(body):
            length = int.from_bytes(body[at + 2 : at + 4], "big")
            if not PARAMETER_HEADER_BYTES <= length <= len(body) - at:
                # With a length of 0, aiortc would loop forever.
                raise ValueError("a parameter has a false length")
            at += length + -length % 4
        parameters: list[tuple[int, bytes]] = original(body)
        return parameters

    return decode_params


def _refuse_restart(original: Original) -> Original:
    async def _receive_chunk(self: Any, chunk: Any) -> None:
        if chunk.type == INIT and self._association_state == self.State.ESTABLISHED:
            drop("SCTP restart")
            return
        await original(self, chunk)

    return _receive_chunk


def _check_sack(original: Original) -> Original:
    async def _receive_sack_chunk(self: Any, chunk: Any) -> None:
        unacknowledged = (self._local_tsn - 1 - chunk.cumulative_tsn) % TSN_MODULO
        if unacknowledged < TSN_HALF:
            highest = 0
            for first, last in chunk.gaps:
                if not highest < first <= last <= unacknowledged:
                    raise ValueError("gaps overlap, or cover data that was never sent")
                highest = last
        elif (chunk.cumulative_tsn - self._last_sacked_tsn) % TSN_MODULO < TSN_HALF:
            raise ValueError("data that was never sent is acknowledged")
        await original(self, chunk)

    return _receive_sack_chunk


def _bound_streams(original: Original) -> Original:
    async def _receive_forward_tsn_chunk(self: Any, chunk: Any) -> None:
        if self._last_received_tsn is None:
            raise ValueError("before the handshake")
        chunk.streams = [pair for pair in chunk.streams if pair[0] < MAX_SCTP_STREAMS]
        await original(self, chunk)

    return _receive_forward_tsn_chunk


def _bound_reassembly(original: Original) -> Original:
    async def _receive_data_chunk(self: Any, chunk: Any) -> None:
        if self._last_received_tsn is None:
            raise ValueError("before the handshake")
        ahead = (chunk.tsn - self._last_received_tsn) % TSN_MODULO
        if MAX_TSN_AHEAD < ahead < TSN_HALF or len(self._sack_misordered) > MAX_TSN_AHEAD:
            drop("SCTP data far ahead")
            return
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
    (SCTP, "__init__", _bound_window),
    (SCTP, "_handle_data", _tolerate_broken),
    (SCTP, "_receive_chunk", _refuse_restart),
    (SCTP, "_receive_data_chunk", _bound_reassembly),
    (SCTP, "_receive_sack_chunk", _check_sack),
    (SCTP, "_receive_forward_tsn_chunk", _bound_streams),
    ("aiortc.rtcsctptransport", "decode_params", _check_parameters),
    (SCTP, "_data_channel_receive", _guard_channels),
)
USES: tuple[tuple[str, str], ...] = (
    (SCTP, "_abort"),
    (SCTP, "_get_inbound_stream"),
    (SCTP, "_mark_received"),
    (SCTP, "_set_state"),
    (SCTP, "State"),
    ("aiortc.rtcsctptransport", "LOCAL_MAX_MESSAGE_SIZE"),
    ("aiortc.rtcsctptransport", "SCTP_RTO_INITIAL"),
    ("aiortc.rtcsctptransport", "WEBRTC_DCEP"),
    ("aiortc.rtcsctptransport:InboundStream", "add_chunk"),
)
