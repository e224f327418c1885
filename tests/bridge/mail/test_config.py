from typing import Any

import msgspec
import pytest

from bridge.mail.config import MailSection, check_mail
from bridge.process.config_file import ConfigError

WORKS = {"sender": "karlsson@verein.example", "smtp_host": "mail.verein.example"}


def test_what_belongs_together_is_accepted() -> None:
    for given in ({}, WORKS, WORKS | {"smtp_user": "k", "smtp_password_file": "/etc/secret"}):
        check_mail(msgspec.convert(given, MailSection))


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"sender": "karlsson@verein.example"}, "mail.smtp_host: missing"),
        ({"smtp_host": "mail.verein.example"}, "mail.sender: missing"),
        (WORKS | {"sender": "karlsson"}, "mail.sender = 'karlsson': must be an address"),
        (WORKS | {"sender": "a@b.de, c@d.de"}, "mail.sender"),
        (WORKS | {"smtp_host": "https://mail"}, "mail.smtp_host"),
        (WORKS | {"smtp_user": "k"}, "need each other"),
        (
            WORKS | {"smtp_user": "k", "smtp_password_file": "/x", "smtp_security": "none"},
            "not sent in the clear",
        ),
        ({"morning": "7 Uhr"}, "mail.morning"),
    ],
)
def test_what_can_never_work_is_refused(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ConfigError) as refused:
        check_mail(msgspec.convert(given, MailSection))
    assert said in str(refused.value)


def test_addresses_are_hidden() -> None:
    assert "verein" not in repr(msgspec.convert(WORKS, MailSection))
