from typing import get_args

from robot.speech import wifi_aloud
from robot.wifi.causes import WifiCause


def test_every_end_of_a_code_has_a_short_sentence_in_both_languages() -> None:
    for cause in (None, *get_args(WifiCause)):
        said = wifi_aloud.answer(cause)
        for text in (said.de, said.en):
            assert text.endswith(".")
            assert len(text.split()) <= 10
    assert wifi_aloud.answer(None).de == "Ich bin im WLAN."
    assert wifi_aloud.answer("wrong_key").en == "The Wi-Fi key is wrong."
    assert wifi_aloud.answer("no_service") == wifi_aloud.answer("unknown")
