"""PURE. Sentences of the robot about its Wi-Fi, for whoever stands before it. No I/O.

They name no network and no key: a class hears them.
"""

from collections.abc import Mapping
from typing import Final

from robot.settings.texts import Both
from robot.wifi.causes import WifiCause

_ANSWERS: Final[Mapping[WifiCause, Both]] = {
    "wrong_key": Both("Der WLAN-Schlüssel ist falsch.", "The Wi-Fi key is wrong."),
    "bad_key": Both("Der WLAN-Schlüssel ist falsch.", "The Wi-Fi key is wrong."),
    "wrong_account": Both(
        "Das WLAN nimmt mein Passwort nicht an.", "The Wi-Fi does not accept my password."
    ),
    "no_account": Both(
        "Im Code fehlt mein Name oder mein Passwort.", "The code lacks my name or my password."
    ),
    "not_found": Both("Dieses WLAN finde ich hier nicht.", "I cannot find this Wi-Fi here."),
    "too_far": Both(
        "Das WLAN ist hier zu schwach.",
        "The Wi-Fi is too weak here.",
    ),
    "no_address": Both("Das WLAN gibt mir keine Adresse.", "The Wi-Fi gives me no address."),
    "bad_code": Both(
        "Diesen WLAN-Code verstehe ich nicht.", "I do not understand this Wi-Fi code."
    ),
    "bad_name": Both(
        "Diesen WLAN-Code verstehe ich nicht.", "I do not understand this Wi-Fi code."
    ),
    "wep": Both("Dieses WLAN ist nicht sicher genug.", "This Wi-Fi is not safe enough."),
    "needs_card": Both(
        "Dieses WLAN braucht ein Zertifikat auf meiner Karte.",
        "This Wi-Fi needs a certificate on my card.",
    ),
    "no_radio": Both(
        "Ich kann kein WLAN. Ich brauche ein Kabel.", "I have no Wi-Fi. I need a cable."
    ),
    "radio_off": Both("Mein WLAN ist ausgeschaltet.", "My Wi-Fi is switched off."),
    "radio_blocked": Both("Mein WLAN ist gesperrt.", "My Wi-Fi is blocked."),
}

_ANY_OTHER: Final = Both("Das hat mit dem WLAN nicht geklappt.", "The Wi-Fi did not work.")

TRYING: Final = Both("Ich probiere es.", "I am trying.")
JOINED: Final = Both("Ich bin im WLAN.", "I am on the Wi-Fi.")

ASK: Final = Both(
    "Bitte haltet mir einen WLAN-Code vor die Kamera.",
    "Please hold a Wi-Fi code before my camera.",
)
ASK_OR_AGAIN: Final = Both(
    f"{ASK.de} Oder drückt noch einmal lange, dann mache ich ein eigenes WLAN.",
    f"{ASK.en} Or hold the button again, then I make my own Wi-Fi.",
)

HOTSPOT: Final = Both(
    "Mein eigenes WLAN ist an. Der Schlüssel steht auf meinem Etikett.",
    "My own Wi-Fi is on. The key is on my label.",
)
NO_HOTSPOT: Final = Both("Mein eigenes WLAN geht nicht an.", "My own Wi-Fi does not come on.")


def answer(cause: WifiCause | None) -> Both:
    """Return what the robot says of a code; None for a network that was joined."""
    return JOINED if cause is None else _ANSWERS.get(cause, _ANY_OTHER)
