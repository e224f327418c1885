from bridge.alarms.channel import ChannelFailed
from bridge.mail.refused import NOT_ALLOWED


def test_a_failure_is_its_words() -> None:
    assert str(ChannelFailed(NOT_ALLOWED)) == NOT_ALLOWED
    assert "IPAddressAllow=" in NOT_ALLOWED
