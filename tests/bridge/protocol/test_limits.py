import msgspec
import pytest

from bridge.protocol import fields, limits
from tests.bridge.protocol import samples


def test_a_real_offer_fits_its_message_twice() -> None:
    longest = max(len(offer) for offer in samples.offers())
    assert 2 * longest <= limits.SDP_BYTES
    assert limits.SDP_BYTES + 2048 <= limits.MESSAGE_BYTES


def test_the_field_and_the_limit_of_a_description_agree() -> None:
    assert msgspec.convert("x" * limits.SDP_BYTES, fields.Sdp)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert("x" * (limits.SDP_BYTES + 1), fields.Sdp)


def test_what_is_late_is_said_before_it_is_mended_and_mended_before_it_is_given_up() -> None:
    assert limits.BEAT_INTERVAL_S < limits.SILENT_AFTER_S < limits.LOST_AFTER_S
    assert limits.LOST_AFTER_S < limits.REBUILD_AFTER_S < limits.GRACE_S


def test_looking_and_beating_fit_the_rate_of_a_channel() -> None:
    assert 20 + 1 / limits.BEAT_INTERVAL_S < limits.CHANNEL_RATE_HZ <= limits.CHANNEL_BURST
