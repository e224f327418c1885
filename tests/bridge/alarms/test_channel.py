from bridge.alarms.channel import NOT_ALLOWED, ChannelFailed


def test_a_failure_is_its_words() -> None:
    assert str(ChannelFailed(NOT_ALLOWED)) == NOT_ALLOWED
    assert "IPAddressAllow=" in NOT_ALLOWED
