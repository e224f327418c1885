import pytest

from robot.media.hooks.replacing import DROPPED, HookError, drop, owner_of


def test_a_class_and_a_module_are_found_by_their_path() -> None:
    assert owner_of("aiortc.rtp").__name__ == "aiortc.rtp"
    assert owner_of("aiortc.rtp:RtpPacket").__name__ == "RtpPacket"


def test_what_is_gone_is_named() -> None:
    with pytest.raises(HookError, match=r"aiortc\.rtp:Nothing is gone"):
        owner_of("aiortc.rtp:Nothing")


def test_what_is_dropped_is_counted_and_said_once(caplog: pytest.LogCaptureFixture) -> None:
    drop("a thing")
    drop("a thing")
    assert DROPPED["a thing"] == 2
    assert len(caplog.records) == 1
