import asyncio

import pytest
from aiortc import RTCConfiguration, RTCPeerConnection

from bridge.protocol import sdp
from robot.call import peer as call_peer
from robot.call.peer import add_candidate, answer, close, ice_servers, make
from robot.media import hooks
from robot.media.types.cells import Newest, SoundFanout
from robot.media.types.tracks import PictureTrack, SoundTrack
from robot.settings.errors import CallFailed
from tests.bridge.protocol import samples


@pytest.fixture(autouse=True)
def _hooks() -> None:
    hooks.install()


def peer_for(text: str) -> RTCPeerConnection:
    summary = sdp.check_offer(text)
    return make([], summary, PictureTrack(Newest()), SoundTrack(SoundFanout()))


async def test_no_servers_means_none_and_never_a_default() -> None:
    assert ice_servers([]) == []
    pc = peer_for(samples.offers()[0])
    for transceiver in pc.getTransceivers():
        connection = transceiver.receiver.transport.transport._connection
        assert (connection.stun_server, connection.turn_server) == (None, None)
    await close(pc)


def test_servers_of_the_bridge_are_taken_over_and_others_left_out() -> None:
    servers = ice_servers(
        [
            {"urls": "turn:turn.example.org", "username": "u", "credential": "c"},
            {"urls": "https://elsewhere.example.org"},
            {"username": "nobody"},
        ]
    )
    assert [(s.urls, s.username, s.credential) for s in servers] == [
        ("turn:turn.example.org", "u", "c")
    ]


@pytest.mark.parametrize("index", range(len(samples.offers())))
async def test_every_good_offer_gets_an_answer_that_the_wire_allows(index: int) -> None:
    text = samples.offers()[index]
    pc = peer_for(text)
    try:
        summary = sdp.check_answer(await answer(pc, sdp.clean_offer(text)))
    finally:
        await close(pc)
    directions = dict(summary.media)
    assert [kind for kind, _ in summary.media] == [k for k, _ in sdp.check_offer(text).media]
    assert directions.get("video", "sendonly") in ("sendonly", "inactive")
    assert directions["application"] == "sendrecv"


async def test_a_picture_that_could_come_in_ends_the_attempt() -> None:
    child = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    child.addTransceiver("video", direction="sendrecv")
    child.createDataChannel("events")
    await child.setLocalDescription(await child.createOffer())
    robot = RTCPeerConnection(RTCConfiguration(iceServers=[]))
    robot.addTransceiver("video", direction="sendrecv")
    with pytest.raises(CallFailed, match="a picture could come in"):
        await answer(robot, child.localDescription.sdp)
    await asyncio.gather(close(child), close(robot))


async def test_a_description_that_aiortc_cannot_use_fails_by_name() -> None:
    pc = peer_for(samples.offers()[0])
    with pytest.raises(CallFailed, match="cannot be answered"):
        await answer(pc, "v=0\r\nm=audio\r\n")
    await close(pc)


async def test_servers_that_cannot_be_used_end_no_call() -> None:
    broken = [{"urls": "turn:"}, {"urls": "turn:[2001:db8::1"}, {"urls": "stun:a b"}, {"urls": ""}]
    text = samples.offers()[0]
    summary = sdp.check_offer(text)
    pc = make(broken, summary, PictureTrack(Newest()), SoundTrack(SoundFanout()))
    try:
        assert sdp.check_answer(await answer(pc, sdp.clean_offer(text)))
    finally:
        await close(pc)


async def test_what_aiortc_refuses_fails_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise ValueError

    monkeypatch.setattr(RTCPeerConnection, "addTransceiver", refuse)
    with pytest.raises(CallFailed, match="cannot be made"):
        peer_for(samples.offers()[0])


async def test_a_late_candidate_is_used_and_a_broken_one_fails_by_name() -> None:
    text = samples.offers()[0]
    pc = peer_for(text)
    await answer(pc, sdp.clean_offer(text))
    await add_candidate(pc, "candidate:1 1 udp 100 192.0.2.7 5000 typ host", "0")
    with pytest.raises(CallFailed, match="candidate"):
        await add_candidate(pc, "candidate:1 1 udp", "0")
    await close(pc)


async def test_our_own_description_is_held_to_the_wire_and_ends_only_this_call(
    caplog: pytest.LogCaptureFixture,
) -> None:
    raw = samples.sdp("aiortc_raw_answer.sdp")
    assert call_peer.to_wire(raw) == samples.sdp("aiortc_answer.sdp")
    for bad in (raw.replace("a=mid:0", "a=mid:" + "x" * 17), raw + "a=x-note:x\r\n" * 2000, "v=0"):
        with pytest.raises(CallFailed, match="our own description is not allowed"):
            call_peer.to_wire(bad)
    assert "our own description is not allowed on the wire" in caplog.text


def test_an_offer_that_was_not_cleaned_fails_by_name() -> None:
    assert call_peer.read(sdp.clean_offer(samples.offers()[0])).media
    with pytest.raises(CallFailed, match="cannot be used"):
        call_peer.read("v=0")


async def test_closing_does_not_wait_for_ever(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(call_peer, "CLOSE_S", 0.01)

    class Stuck(RTCPeerConnection):
        async def close(self) -> None:
            await asyncio.Event().wait()

    pc = Stuck(RTCConfiguration(iceServers=[]))
    await close(pc)
    assert "does not close" in caplog.text
    await RTCPeerConnection.close(pc)


@pytest.mark.parametrize("index", range(len(samples.offers())))
async def test_h264_is_answered_first_where_it_is_offered(index: int) -> None:
    text = samples.offers()[index]
    pc = peer_for(text)
    try:
        described = await answer(pc, sdp.clean_offer(text))
    finally:
        await close(pc)
    offered = [level for level in call_peer.PROFILES if level in text]
    if offered:
        pictures = described.split("m=video")[1]
        assert pictures.index(offered[0]) == pictures.index("profile-level-id=") + 17
        assert pictures.index("H264") < pictures.find("VP8") % len(pictures)


async def test_sound_is_answered_in_red_where_it_is_offered_so_and_else_as_opus() -> None:
    formats = {}
    for name in ("chromium_red_offer.sdp", "chromium_offer.sdp", "firefox_like_offer.sdp"):
        text = samples.sdp(name)
        pc = peer_for(text)
        try:
            described = await answer(pc, sdp.clean_offer(text))
        finally:
            await close(pc)
        formats[name] = described.split("m=audio")[1].split("\r\n")[0].split(" ")[3:]
        assert ("useinbandfec=1" in described) == (name == "firefox_like_offer.sdp")
        assert "a=ptime:10\r\n" in described
    assert formats["chromium_red_offer.sdp"] == ["63", "111"]
    assert formats["chromium_offer.sdp"] == ["63", "111"]
    assert formats["firefox_like_offer.sdp"] == ["109"]
