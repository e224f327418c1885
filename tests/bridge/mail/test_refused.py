from bridge.mail.refused import NOT_ALLOWED, MailRefused


def test_a_refusal_is_its_words() -> None:
    assert str(MailRefused(NOT_ALLOWED)) == NOT_ALLOWED
    assert "IPAddressAllow=" in NOT_ALLOWED
