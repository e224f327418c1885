from typing import get_args

import pytest

from robot.wifi.causes import CAUSE_WORDS, WifiCause, WifiError, cause_of, cause_of_error


def test_every_cause_has_words_and_a_remedy_in_both_languages() -> None:
    assert set(CAUSE_WORDS) == set(get_args(WifiCause))
    for text, remedy in CAUSE_WORDS.values():
        assert all((text.de, text.en, remedy.de, remedy.en))
        assert text.de != text.en


@pytest.mark.parametrize(
    ("before", "reason", "account", "expected"),
    [
        (60, 7, False, "wrong_key"),
        (60, 8, False, "wrong_key"),
        (60, 0, False, "wrong_key"),
        (60, 7, True, "wrong_account"),
        (50, 11, True, "wrong_account"),
        (50, 11, False, "too_far"),
        (50, 0, False, "too_far"),
        (50, 53, True, "not_found"),
        (70, 0, False, "no_address"),
        (70, 17, True, "no_address"),
        (50, 35, False, "no_radio"),
        (40, 99, False, "unknown"),
    ],
)
def test_a_failure_is_named_by_state_and_reason(
    before: int, reason: int, account: bool, expected: WifiCause
) -> None:
    assert cause_of(before, reason, account) == expected


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        ("org.freedesktop.NetworkManager.Settings.PermissionDenied", "not_allowed"),
        ("org.freedesktop.DBus.Error.AccessDenied", "not_allowed"),
        ("org.freedesktop.DBus.Error.ServiceUnknown", "no_service"),
        ("org.freedesktop.DBus.Error.NoReply", "no_answer"),
        ("org.freedesktop.DBus.Error.UnknownMethod", "no_answer"),
        ("org.freedesktop.NetworkManager.Settings.Connection.InvalidProperty", "bad_key"),
        ("org.freedesktop.NetworkManager.UnknownConnection", "unknown"),
        ("", "unknown"),
    ],
)
def test_an_error_of_the_bus_is_named(error: str, expected: WifiCause) -> None:
    assert cause_of_error(error) == expected


def test_an_error_says_what_is_wrong_and_what_to_do() -> None:
    error = WifiError("wrong_key")
    assert str(error) == "the Wi-Fi key is wrong"
    assert error.text.de == "der WLAN-Schlüssel ist falsch"
    assert "vergleichen" in error.remedy.de
