"""No picture of the child gets through: by our own reading and by the media engine's."""

import random
from collections import Counter

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection, RTCSessionDescription
from aiortc.sdp import SessionDescription
from hypothesis import given, settings
from hypothesis import strategies as st

from bridge.protocol import sdp
from bridge.protocol.errors import SdpRefused
from bridge.protocol.limits import SDP_BYTES
from bridge.protocol.sdp_lines import parse
from tests.bridge.protocol import mutations, samples

OFFERS = samples.offers()
SENDS = {"sendrecv", "sendonly"}


def uplinks(text: str) -> tuple[int, int]:
    """Return how many pictures and sounds the child could send, by two parsers at their worst."""
    _, ours = parse(text, 2 * SDP_BYTES)
    theirs = SessionDescription.parse(text).media
    pictures = max(
        sum(s.kind == "video" and s.direction in SENDS for s in ours),
        sum(m.kind == "video" and (m.direction or "sendrecv") in SENDS for m in theirs),
    )
    sounds = max(
        sum(s.kind == "audio" for s in ours),
        sum(m.kind not in ("video", "application") for m in theirs),
    )
    assert [s.kind for s in ours] == [m.kind for m in theirs]
    assert [s.direction for s in ours] == [m.direction or "sendrecv" for m in theirs]
    return pictures, sounds


def verdict(text: str) -> str:
    """Return `accepted` or the code of the refusal; an accepted one is searched for uplinks."""
    try:
        summary = sdp.check_offer(text)
    except SdpRefused as refused:
        return refused.code
    cleaned = sdp.clean_offer(text)
    pictures, sounds = uplinks(cleaned)
    assert pictures == 0
    assert sounds <= 1
    assert sdp.check_cleaned(cleaned) == summary
    assert sdp.clean_offer(cleaned) == cleaned
    assert all(m.direction is not None for m in SessionDescription.parse(cleaned).media[:-1])
    return "accepted"


@pytest.mark.long
@pytest.mark.parametrize(
    "seed", [3, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(3))]
)
def test_of_thousands_of_altered_offers_none_sends_a_picture(seed: int) -> None:
    rng = random.Random(seed)
    verdicts = Counter(
        verdict(mutations.mutate(rng.choice(OFFERS), rng, most=1 + seed)) for _ in range(1000)
    )
    assert verdicts["accepted"] >= 50, verdicts
    assert {"sdp_video_uplink", "sdp_second_audio", "sdp_media", "sdp_malformed"} <= set(verdicts)


@settings(max_examples=500, deadline=None)
@given(offer=st.sampled_from(OFFERS), rng=st.randoms(use_true_random=False))
def test_any_altered_offer_is_refused_by_name_or_harmless(offer: str, rng: random.Random) -> None:
    verdict(mutations.mutate(offer, rng))


@settings(max_examples=300, deadline=None)
@given(text=st.text(max_size=400) | st.text(alphabet="vostmca=:0 \r\n/UDP", max_size=400))
def test_any_text_is_refused_by_name(text: str) -> None:
    for check in (sdp.check_offer, sdp.check_answer, sdp.clean_offer, sdp.to_wire):
        with pytest.raises(SdpRefused):
            check(text)


@settings(max_examples=200, deadline=None)
@given(offer=st.sampled_from(OFFERS), data=st.data())
def test_any_text_within_an_offer_is_refused_by_name_or_harmless(
    offer: str, data: st.DataObject
) -> None:
    at = data.draw(st.integers(0, len(offer)))
    verdict(offer[:at] + data.draw(st.text(max_size=12)) + offer[at:])


@pytest.mark.parametrize("offer", OFFERS)
async def test_the_engine_takes_a_clean_offer_and_waits_for_no_picture(offer: str) -> None:
    engine = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    try:
        await engine.setRemoteDescription(RTCSessionDescription(sdp.clean_offer(offer), "offer"))
        kinds = [r.track.kind for r in engine.getReceivers() if r.track is not None]
        assert kinds in ([], ["audio"])
    finally:
        await engine.close()
