import json
import typing
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.protocol import channels, codec, limits, openings, signaling
from bridge.protocol.codec import MessageDecoder, canonical, encode, refused
from bridge.protocol.errors import REFUSALS, ProtocolError
from tests.bridge.protocol import samples

SAMPLES = [sample for road in samples.ROADS for sample in samples.load(road)]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["type", "seq", "presence", "message", "sdp", "hand", "binding", "x"]),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


def decoder(road: str) -> MessageDecoder[Any]:
    found = getattr(codec, road)
    assert isinstance(found, MessageDecoder)
    return found


def union(name: str) -> tuple[type, ...]:
    [alias] = [vars(one)[name] for one in (openings, signaling, channels) if name in vars(one)]
    return typing.get_args(alias) or (alias,)


def only_message_or_protocol_error(road: str, data: str | bytes) -> None:
    try:
        decoder(road).decode(data)
    except ProtocolError as error:
        code = error.code
    else:
        code = "malformed"
    assert code in {"malformed", "too_large", "too_deep", "unknown_type"}


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: f"{s['road']}-{s['message']['type']}")
def test_every_sample_survives_reading_and_writing(sample: dict[str, Any]) -> None:
    message = decoder(sample["road"]).decode(json.dumps(sample["message"]))
    assert json.loads(encode(message)) == sample["message"]
    assert decoder(sample["road"]).decode(encode(message)) == message


@pytest.mark.parametrize("road", samples.ROADS)
def test_every_message_of_a_road_has_a_sample(road: str) -> None:
    name = "".join(part.capitalize() for part in road.split("_"))
    known = {kind.__struct_config__.tag for kind in union(name)}  # type: ignore[attr-defined]
    assert {sample["message"]["type"] for sample in samples.load(road)} == known


@pytest.mark.parametrize(
    "sample", samples.load("refusals"), ids=lambda s: f"{s['road']}: {s['why']}"
)
def test_every_bad_sample_is_refused_by_its_code(sample: dict[str, Any]) -> None:
    with pytest.raises(ProtocolError) as caught:
        decoder(sample["road"]).decode(sample["raw"])
    assert caught.value.code == sample["refused"]


@pytest.mark.parametrize("sample", samples.load("lenient"), ids=lambda s: s["road"])
def test_a_status_may_say_more_or_less_than_we_know(sample: dict[str, Any]) -> None:
    message = decoder(sample["road"]).decode(sample["raw"])
    assert json.loads(encode(message)) == sample["message"]


@pytest.mark.parametrize("road", samples.ROADS)
def test_a_message_over_the_limit_is_refused_unread(road: str) -> None:
    channel = road.startswith(("control", "event"))
    most = limits.CHANNEL_MESSAGE_BYTES if channel else limits.MESSAGE_BYTES
    most *= 4 if road == "event_down" else 1
    most = limits.FORWARDED_BYTES if road == "to_robot" else most
    with pytest.raises(ProtocolError, match="malformed"):
        decoder(road).decode("x" * most)
    with pytest.raises(ProtocolError, match="too_large"):
        decoder(road).decode("x" * (most + 1))
    with pytest.raises(ProtocolError, match="too_large"):
        decoder(road).decode("ä" * (most // 2 + 1))


def test_nesting_is_counted_outside_of_strings_only() -> None:
    text = '{"type":"hand","seq":1,"raised":true,"why":"' + "[{" * 20 + '\\"[["}'
    with pytest.raises(ProtocolError, match="malformed"):
        codec.event_up.decode(text)
    deep = "[" * (limits.NESTING + 1)
    with pytest.raises(ProtocolError, match="too_deep"):
        codec.event_up.decode(deep)
    with pytest.raises(ProtocolError, match="malformed"):
        codec.event_up.decode("[]" * (limits.NESTING + 1))


@pytest.mark.parametrize(
    "raw", [b"\xff\xfe", b'{"type":"\xc3"}', "\ud800", b"\0", b"\xef\xbb\xbf{}"]
)
def test_what_is_not_text_is_malformed(raw: str | bytes) -> None:
    with pytest.raises(ProtocolError, match="malformed"):
        codec.event_up.decode(raw)


@settings(max_examples=400, deadline=None)
@given(road=st.sampled_from(samples.ROADS), data=st.binary(max_size=300))
def test_any_bytes_give_a_message_or_a_named_error(road: str, data: bytes) -> None:
    only_message_or_protocol_error(road, data)


@settings(max_examples=400, deadline=None)
@given(road=st.sampled_from(samples.ROADS), value=JSON)
def test_any_json_gives_a_message_or_a_named_error(road: str, value: object) -> None:
    only_message_or_protocol_error(road, json.dumps(value))


@settings(max_examples=600, deadline=None)
@given(sample=st.sampled_from(SAMPLES), data=st.data())
def test_any_damaged_message_gives_a_message_or_a_named_error(
    sample: dict[str, Any], data: st.DataObject
) -> None:
    message = dict(sample["message"])
    key = data.draw(st.sampled_from(sorted(message)))
    if data.draw(st.booleans()):
        message[key] = data.draw(JSON)
    else:
        del message[key]
    raw = json.dumps(message).encode()
    at = data.draw(st.integers(0, len(raw)))
    junk = data.draw(st.binary(max_size=3))
    only_message_or_protocol_error(sample["road"], raw[:at] + junk + raw[at:])
    only_message_or_protocol_error(sample["road"], raw)


@pytest.mark.parametrize("sample", samples.load("proofs")["canonical"])
def test_both_languages_sign_the_same_json(sample: dict[str, Any]) -> None:
    assert canonical(sample["value"]).hex() == sample["bytes"]


def test_a_refusal_carries_code_and_bounded_sentence() -> None:
    message = refused(ProtocolError("busy", "x" * 1000), re="offer")
    assert (message.code, message.re) == ("busy", "offer")
    assert message.text.startswith(REFUSALS["busy"])
    assert len(message.text) <= 400
    assert codec.event_down.decode(encode(message)) == message


def test_what_a_child_may_say_the_robot_can_read_whatever_the_bridge_adds() -> None:
    good = samples.offers()[0]
    room = limits.SDP_BYTES - len(good)
    line = "a=x-note:" + '"' * 1000 + "\r\n"
    text = good + line * (room // len(line))
    bound = signaling.Binding("N" * 22, "N" * 22, "S" * 86)
    asked = {"type": "offer", "presence": "P" * 22, "attempt": 1, "sdp": text}
    asked["binding"] = {"nonce": "N" * 22, "reply_to": "N" * 22, "signature": "S" * 86}
    said = json.dumps(asked, separators=(",", ":"))
    said += " " * (limits.MESSAGE_BYTES - len(said))
    offer = codec.from_pupil.decode(said)
    assert isinstance(offer, signaling.Offer)
    # The longest there can be: every character of the description needs a backslash.
    invite = signaling.Invite("P" * 22, 100_000, '"' * limits.SDP_BYTES, bound, "K" * 43)
    assert len(encode(invite)) > limits.MESSAGE_BYTES
    assert codec.to_robot.decode(encode(invite)) == invite


@pytest.mark.parametrize(
    "raw",
    [
        '{"type":"outfit","seq":1,"nickname":"","shell":"Lena","wears":"none"}',
        '{"type":"outfit","seq":1,"nickname":"Lena Lena Lena","shell":"sand","wears":"none"}',
        '{"type":"feeling","seq":1,"feeling":"it\'s Lena - at home"}',
        '{"type":"Lena\\n","seq":1}',
        '{"type":"hand","seq":"Lena","raised":true}',
    ],
)
def test_a_refusal_does_not_repeat_the_words_of_a_peer(raw: str) -> None:
    with pytest.raises(ProtocolError) as caught:
        codec.event_up.decode(raw)
    assert "Lena" not in caught.value.detail
    assert caught.value.detail
