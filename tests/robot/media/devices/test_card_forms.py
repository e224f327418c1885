import pytest

from robot.media.devices.card_forms import FORM, Form, forms, is_about_form, not_listed, refusal


def test_the_form_without_conversion_is_tried_first_and_every_other_after_it() -> None:
    both = [*forms("Stream")]
    assert both[0] == FORM
    for rate_hz in (8_000, 16_000, 44_100, 96_000):
        assert Form(rate_hz, 1) in both
        assert Form(rate_hz, (1, 2)) in both
    assert {form.channels for form in forms("OutputStream")} == {1, 2}
    assert Form(16_000, 6) in [*forms("InputStream")]


def test_a_form_is_spelled_for_the_log() -> None:
    assert Form(16_000, (1, 2)).spelled() == "16000 Hz, 1 and 2 channels"


@pytest.mark.parametrize(
    ("error", "about"),
    [
        ("Error opening Stream: Invalid sample rate [PaErrorCode -9997]", True),
        ("Error opening Stream: Invalid number of channels [PaErrorCode -9998]", True),
        ("Sample format not supported [PaErrorCode -9994]", True),
        ("Error opening Stream: Device unavailable [PaErrorCode -9985]", False),
        ("No input device matching 'USB'", False),
    ],
)
def test_only_a_refused_form_is_tried_otherwise(error: str, about: bool) -> None:
    assert is_about_form(error) == about


@pytest.mark.parametrize(
    ("error", "text"),
    [
        ("Device unavailable [PaErrorCode -9985]", "another program uses it"),
        ("Device or resource busy", "another program uses it"),
        ("No input device matching 'USB'", "plug it in"),
        ("No such file or directory", "plug it in"),
        ("No such device", "plug it in"),
        ("Permission denied", "group audio"),
        ("Invalid device [PaErrorCode -9996]", "plug it in"),
        ("odd", "sound card USB: odd"),
    ],
)
def test_a_refusal_names_the_remedy(error: str, text: str) -> None:
    assert text in refusal("USB", error)
    assert error == "odd" or error not in refusal("USB", error)
    assert refusal("", error).startswith("sound card by default")


@pytest.mark.parametrize(
    ("device", "there", "words"),
    [
        (
            "Jabra",
            ["USB Audio (hw:1,0)"],
            "named 'Jabra': plug it in, or name another; there now: USB",
        ),
        ("usb", ["USB A", "USB B"], "fits several sound cards: write more of the name"),
        ("", [], "the system has chosen no microphone: name a sound card; no sound card"),
        ("Jabra", [], "its user is not in the group audio"),
    ],
)
def test_a_card_that_is_not_in_the_list_is_named_with_those_that_are(
    device: str, there: list[str], words: str
) -> None:
    text = not_listed(device, "input", there)
    assert words in text
    assert "device" not in text  # that is the library's word


def test_the_side_that_is_missing_is_named() -> None:
    assert "loudspeaker" in not_listed("USB", "output", [])
