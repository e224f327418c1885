"""The one module that reaches into aiortc and aioice: what they lack for a robot in a class.

`install()` must run before the first peer connection. It raises `HookError`
when a library has another version than the one that was read, or when a name
that is replaced here is gone. What it drops is counted in `DROPPED`.

1. Only Opus can be decoded; a receiver of anything but sound never starts.
2. Sound is sent as mono Opus at 32 kbit/s, one packet for 20 ms.
3. Datagrams that are empty, too long, or neither STUN nor from an address of the
   ICE check list are dropped before anybody parses them; the queue is bounded.
4. A child's SCTP cannot fill memory, and a malformed packet ends no lesson.
5. Only the data channels `control` and `events` can be opened, once each.
6. The level of sound is computed by numpy: aiortc's loop costs 0.45 ms a frame.
"""

import importlib
import logging
import math
import struct
from collections import Counter
from collections.abc import Callable
from importlib import metadata
from typing import Any

import numpy as np

from robot.media.opus_mono import OpusMonoEncoder

logger = logging.getLogger(__name__)

VERSIONS = {"aiortc": "1.16.0", "aioice": "0.13.0"}

MAX_DATAGRAM_BYTES = 2048
MAX_DATAGRAMS_WAITING = 256
STUN_FIRST_BYTES = 4
MAX_SCTP_BYTES = 64 * 1024
MAX_SCTP_CHUNKS = 256
MAX_SCTP_STREAMS = 64
CHANNEL_LABELS = frozenset({"control", "events"})

DCEP_OPEN = 3
DCEP_HEADER = struct.Struct("!BBHLHH")

MIN_LEVEL_DBOV = -127

DROPPED: Counter[str] = Counter()
"""Why something was dropped, and how often since the process began."""

Original = Callable[..., Any]


class HookError(Exception):
    """aiortc or aioice is not what this module was written for; the text names what differs."""


class RefusedCodecError(Exception):
    """A codec that must not exist in this process was asked for."""


def install() -> None:
    """Check the libraries and replace what `HOOKS` lists; a second call changes nothing.

    Raises:
        HookError: Nothing was replaced.
    """
    for library, wanted in VERSIONS.items():
        found = metadata.version(library)
        if found != wanted:
            raise HookError(f"{library} {found} is installed; hooks are written for {wanted}")
    owners = [(_owner(path), name) for path, name in USES]
    for (path, _), (owner, name) in zip(USES, owners, strict=True):
        if not hasattr(owner, name):
            raise HookError(f"{path}.{name} is gone; hooks need it")
    for path, name, make in HOOKS:
        owner = _owner(path)
        original = getattr(owner, name)
        if not getattr(original, "karlsson_hook", False):
            replacement = make(original)
            replacement.karlsson_hook = True  # type: ignore[attr-defined]
            setattr(owner, name, replacement)
    _keep_opus_only()
    _keep_messages_small()


def _owner(path: str) -> Any:
    """Return the module or class of this dotted path.

    Raises:
        HookError: It does not exist.
    """
    module_path, _, class_name = path.partition(":")
    try:
        owner = importlib.import_module(module_path)
        return getattr(owner, class_name) if class_name else owner
    except (ImportError, AttributeError) as error:
        raise HookError(f"{path} is gone; hooks need it") from error


def _drop(why: str) -> None:
    DROPPED[why] += 1
    if DROPPED[why] == 1:
        logger.warning("dropped something from the network: %s", why)


# ---- codecs


def _guard_decoder(original: Original) -> Original:
    def get_decoder(codec: Any) -> Any:
        if codec.mimeType.lower() != "audio/opus":
            raise RefusedCodecError(f"no decoder for {codec.mimeType} in this process")
        return original(codec)

    return get_decoder


def _guard_receiver(original: Original) -> Original:
    async def receive(self: Any, parameters: Any) -> None:
        if self.track is None or self.track.kind != "audio":
            _drop("receiver")
            return
        await original(self, parameters)

    return receive


def _mono_encoder(original: Original) -> Original:
    def get_encoder(codec: Any) -> Any:
        return OpusMonoEncoder() if codec.mimeType.lower() == "audio/opus" else original(codec)

    return get_encoder


def _keep_opus_only() -> None:
    """Negotiate no other sound; the table is a public one of aiortc."""
    sounds = importlib.import_module("aiortc.codecs").CODECS["audio"]
    sounds[:] = [codec for codec in sounds if codec.mimeType.lower() == "audio/opus"]


def _keep_messages_small() -> None:
    """Tell the other side in the session description what a message may measure."""
    _owner("aiortc.rtcsctptransport").LOCAL_MAX_MESSAGE_SIZE = MAX_SCTP_BYTES


def _fast_level(original: Original) -> Original:
    def compute_audio_level_dbov(frame: Any) -> int:
        """RFC 6465, appendix A, over the first plane."""
        samples = np.frombuffer(memoryview(frame.planes[0]), np.int16).astype(np.float32)
        energy = float(np.dot(samples, samples)) / max(1, frame.samples) / 32767.0**2
        if energy <= 0.0:
            return MIN_LEVEL_DBOV
        return round(min(0.0, max(float(MIN_LEVEL_DBOV), 10.0 * math.log10(energy))))

    return compute_audio_level_dbov


# ---- datagrams


def _guard_datagram(original: Original) -> Original:
    def datagram_received(self: Any, data: bytes, addr: tuple[Any, ...]) -> None:
        if not data:
            _drop("empty datagram")
        elif len(data) > MAX_DATAGRAM_BYTES:
            _drop("long datagram")
        elif data[0] >= STUN_FIRST_BYTES and not _is_checked(self, (addr[0], addr[1])):
            _drop("datagram of a stranger")
        else:
            original(self, data, addr)

    return datagram_received


def _is_checked(protocol: Any, address: tuple[str, int]) -> bool:
    """Whether ICE knows this address; the pair in use is looked at first."""
    connection = protocol.receiver
    for pairs in (connection._nominated.values(), connection._check_list):
        for pair in pairs:
            if pair.protocol is protocol and pair.remote_addr == address:
                return True
    return False


def _bound_queue(original: Original) -> Original:
    def data_received(self: Any, data: bytes, component: int) -> None:
        # STUN over a relay, and non-STUN that looks like it, come here unguarded.
        if not data or self._queue.qsize() >= MAX_DATAGRAMS_WAITING:
            _drop("datagram too many" if data else "empty datagram")
        else:
            original(self, data, component)

    return data_received


# ---- SCTP and data channels


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
            _drop("SCTP packet")

    return _handle_data


def _bound_reassembly(original: Original) -> Original:
    async def _receive_data_chunk(self: Any, chunk: Any) -> None:
        if chunk.stream_id >= MAX_SCTP_STREAMS:
            self._sack_needed = True
            self._mark_received(chunk.tsn)
            _drop("SCTP stream")
            return
        stream = self._get_inbound_stream(chunk.stream_id)
        if (
            self._advertised_rwnd < len(chunk.user_data)
            or len(stream.reassembly) >= MAX_SCTP_CHUNKS
        ):
            _drop("SCTP association")
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
                _drop("data channel")
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

HOOKS: tuple[tuple[str, str, Callable[[Original], Original]], ...] = (
    ("aiortc.rtcrtpreceiver", "get_decoder", _guard_decoder),
    ("aiortc.rtcrtpreceiver:RTCRtpReceiver", "receive", _guard_receiver),
    ("aiortc.rtcrtpsender", "get_encoder", _mono_encoder),
    ("aiortc.rtp", "compute_audio_level_dbov", _fast_level),
    ("aioice.ice:StunProtocol", "datagram_received", _guard_datagram),
    ("aioice.ice:Connection", "data_received", _bound_queue),
    (SCTP, "__init__", _small_window),
    (SCTP, "_handle_data", _survive_packet),
    (SCTP, "_receive_data_chunk", _bound_reassembly),
    (SCTP, "_data_channel_receive", _guard_channels),
)
"""Owner (`module` or `module:Class`), name, and what makes the replacement of the original."""

USES: tuple[tuple[str, str], ...] = (
    *((path, name) for path, name, _ in HOOKS),
    ("aiortc.codecs", "CODECS"),
    ("aiortc.rtcrtpreceiver:RTCRtpReceiver", "track"),
    (SCTP, "_abort"),
    (SCTP, "_get_inbound_stream"),
    (SCTP, "_mark_received"),
    (SCTP, "_set_state"),
    (SCTP, "State"),
    ("aiortc.rtcsctptransport", "LOCAL_MAX_MESSAGE_SIZE"),
    ("aiortc.rtcsctptransport", "WEBRTC_DCEP"),
    ("aiortc.rtcsctptransport:InboundStream", "add_chunk"),
    ("aioice.ice:CandidatePair", "remote_addr"),
)
"""Every name this module needs; the attributes of instances are covered by its tests."""
