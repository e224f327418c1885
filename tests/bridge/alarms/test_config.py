from datetime import date, time

import pytest

from bridge.alarms.config import AlarmsSection, check_alarms, school_of
from bridge.process.config_file import ConfigError

MAIL = {
    "mail_to": ("it@school.example",),
    "mail_from": "karlsson@school.example",
    "smtp_host": "mail.school.example",
}


def test_nothing_and_everything_are_good() -> None:
    check_alarms(AlarmsSection())
    section = AlarmsSection(
        **MAIL,  # type: ignore[arg-type]
        smtp_user="karlsson",
        smtp_password_file="/etc/karlsson/mail",
        webhook_url="https://hook.example/secret",
        webhook_secret_file="/etc/karlsson/hook",
    )
    check_alarms(section)
    assert (section.mails, section.calls) == (True, True)
    assert "secret" not in repr(section)


def test_days_and_times_are_read() -> None:
    days = ("2026-12-23/2026-12-25", "2027-05-01")
    school = school_of(AlarmsSection(evening="17:30", free_days=days))
    assert (school.evening, school.seen_by) == (time(17, 30), time(10))
    free = {date(2026, 12, 23), date(2026, 12, 24), date(2026, 12, 25), date(2027, 5, 1)}
    assert school.free == free


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"evening": "6 pm"}, "alarms.evening = '6 pm': must be a time such as 18:00"),
        ({"seen_by": "24:00"}, "alarms.seen_by"),
        ({"free_days": ("1.5.2027",)}, "must be a day such as 2027-05-01"),
        ({"free_days": ("2027-05-02/2027-05-01",)}, "not before the first"),
        ({"free_days": ("2026-05-02/2028-05-01",)}, "not before the first"),
        ({"time_zone": "Europe/Entenhausen"}, "is not known here"),
        ({"time_zone": "../../etc/passwd"}, "is not known here"),
        ({"mail_to": ("it",)}, "alarms.mail_to = 'it': must be an address"),
        ({"mail_to": ("it@school.example",)}, "alarms.mail_from: missing"),
        (MAIL | {"smtp_host": ""}, "alarms.smtp_host: missing"),
        (MAIL | {"smtp_host": "smtp://mail"}, "must be a host name"),
        (MAIL | {"mail_from": "a b@c.de"}, "alarms.mail_from"),
        (MAIL | {"smtp_user": "me"}, "need each other"),
        (
            MAIL | {"smtp_user": "me", "smtp_password_file": "/x", "smtp_security": "none"},
            "not sent in the clear",
        ),
        ({"webhook_url": "ftp://x"}, "must begin with https://"),
        ({"webhook_url": "https://hook.example/canary"}, "webhook_secret_file: missing"),
    ],
)
def test_a_mistake_is_told_with_its_key(fields: dict[str, object], told: str) -> None:
    with pytest.raises(ConfigError) as error:
        check_alarms(AlarmsSection(**fields))  # type: ignore[arg-type]
    assert told in str(error.value)
    assert "canary" not in str(error.value)
