"""PURE. Sentences of the robot about itself: why nobody can come in, and what to do. No I/O.

Adults read details in the log; who stands before the robot hears one short sentence.
"""

from collections.abc import Mapping
from typing import Final

from bridge.protocol.causes import NetworkCause
from bridge.protocol.fields import PhraseLanguage

_ANEW: Final = "Bitte meldet mich neu an.", "Please sign me up again."
_CODE: Final = "Bitte gebt mir einen neuen.", "Please give me a new one."

_SENTENCES: Final[Mapping[NetworkCause, tuple[str, str]]] = {
    "not_enrolled": (
        "Ich bin noch nicht angemeldet. Ich brauche einen Code.",
        "I am not signed up yet. I need a code.",
    ),
    "unknown_robot": (
        f"Der Server kennt mich nicht. {_ANEW[0]}",
        f"The server does not know me. {_ANEW[1]}",
    ),
    "wrong_key": (
        f"Mein Schlüssel passt nicht. {_ANEW[0]}",
        f"My key does not fit. {_ANEW[1]}",
    ),
    "twin": (
        f"Ein anderer Roboter hat meinen Schlüssel. {_ANEW[0]}",
        f"Another robot has my key. {_ANEW[1]}",
    ),
    "copied": (f"Meine Karte ist kopiert. {_ANEW[0]}", f"My card is a copy. {_ANEW[1]}"),
    "token_mistyped": (
        "Mein Code ist falsch getippt. Bitte vergleicht ihn.",
        "My code is mistyped. Please compare it.",
    ),
    "token_unknown": (
        f"Der Server kennt meinen Code nicht. {_CODE[0]}",
        f"The server does not know my code. {_CODE[1]}",
    ),
    "token_used": (f"Mein Code ist verbraucht. {_CODE[0]}", f"My code is used up. {_CODE[1]}"),
    "token_expired": (f"Mein Code ist zu alt. {_CODE[0]}", f"My code is too old. {_CODE[1]}"),
    "token_withdrawn": (
        f"Mein Code gilt nicht mehr. {_CODE[0]}",
        f"My code is no longer good. {_CODE[1]}",
    ),
    "token_other_robot": (
        "Mein Code gehört einem anderen Roboter. Bitte seht nach.",
        "My code belongs to another robot. Please have a look.",
    ),
    "key_taken": (
        "Ein anderer Roboter hat meinen Schlüssel. Ich brauche einen neuen.",
        "Another robot has my key. I need a new one.",
    ),
    "bridge_too_old": (
        "Mein Server ist zu alt. Bitte erneuert ihn.",
        "My server is too old. Please update it.",
    ),
    "not_kept": (
        "Ich kann nichts speichern. Bitte seht nach meiner Karte.",
        "I cannot store anything. Please look at my card.",
    ),
    "no_network": (
        "Ich habe kein Netz. Bitte seht nach dem WLAN.",
        "I have no network. Please look at the Wi-Fi.",
    ),
    "clock": ("Meine Uhr geht falsch. Bitte seht nach.", "My clock is wrong. Please have a look."),
    "expired": (
        "Meine Uhr oder das Zertifikat stimmt nicht. Bitte seht nach.",
        "My clock or the certificate is wrong. Please have a look.",
    ),
}

_ANY_OTHER: Final = (
    "Ich erreiche den Server nicht. Bitte seht nach dem Netz.",
    "I do not reach the server. Please look at the network.",
)


BODY_NOT_CHOSEN: Final = "Ich weiß noch nicht, wie ich gebaut bin. Bitte richtet mich ein."
"""English: I do not know yet how I am built. Please set me up."""


def trouble_aloud(cause: NetworkCause, language: PhraseLanguage = "de") -> str:
    """Return what the robot says about a cause."""
    german, english = _SENTENCES.get(cause, _ANY_OTHER)
    return german if language == "de" else english


def name_aloud(name: str, language: PhraseLanguage = "de") -> str:
    """Return what a robot says when it is asked which one it is."""
    return f"Hier ist {name}." if language == "de" else f"This is {name}."
