"""PURE. Causes for which a robot is in no network, each with its remedy. No I/O."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from robot.settings.texts import Both

WifiCause = Literal[
    "no_service",
    "no_answer",
    "not_allowed",
    "no_radio",
    "radio_off",
    "radio_blocked",
    "wrong_key",
    "wrong_account",
    "not_found",
    "no_address",
    "too_far",
    "bad_name",
    "bad_key",
    "no_account",
    "bad_code",
    "wep",
    "needs_card",
    "not_known",
    "hotspot_failed",
    "unknown",
]


class CauseWords(NamedTuple):
    """A cause and its remedy."""

    text: Both
    remedy: Both


CAUSE_WORDS: Mapping[WifiCause, CauseWords] = {
    "no_service": CauseWords(
        Both("NetworkManager läuft nicht", "NetworkManager is not running"),
        Both(
            "`sudo systemctl enable --now NetworkManager`; fehlt es: `sudo apt install "
            "network-manager`.",
            "`sudo systemctl enable --now NetworkManager`; if it is missing: `sudo apt install "
            "network-manager`.",
        ),
    ),
    "no_answer": CauseWords(
        Both("NetworkManager antwortet nicht", "NetworkManager does not answer"),
        Both(
            "`sudo systemctl restart NetworkManager`.", "`sudo systemctl restart NetworkManager`."
        ),
    ),
    "not_allowed": CauseWords(
        Both(
            "der Roboter darf am Netz nichts ändern",
            "the robot is not allowed to change the network",
        ),
        Both(
            "Die Datei 50-karlsson-robot.rules fehlt in /usr/share/polkit-1/rules.d, oder das "
            "Paket polkitd: das Paket karlsson-robot neu installieren.",
            "The file 50-karlsson-robot.rules is missing in /usr/share/polkit-1/rules.d, or the "
            "package polkitd: install the package karlsson-robot anew.",
        ),
    ),
    "no_radio": CauseWords(
        Both("dieser Roboter hat kein WLAN", "this robot has no Wi-Fi"),
        Both(
            "Kabel nehmen; ein WLAN-Stick muss vor dem Einschalten stecken.",
            "Take a cable; plug a Wi-Fi stick in before switching on.",
        ),
    ),
    "radio_off": CauseWords(
        Both("das WLAN ist ausgeschaltet", "Wi-Fi is switched off"),
        Both(
            "`sudo nmcli radio wifi on`; auf einem Raspberry Pi vorher das Land setzen: "
            "`sudo raspi-config nonint do_wifi_country DE`.",
            "`sudo nmcli radio wifi on`; on a Raspberry Pi set the country before: "
            "`sudo raspi-config nonint do_wifi_country DE`.",
        ),
    ),
    "radio_blocked": CauseWords(
        Both("das WLAN ist gesperrt", "Wi-Fi is blocked"),
        Both(
            "`rfkill list` nennt die Sperre; `dtoverlay=disable-wifi` aus "
            "/boot/firmware/config.txt nehmen.",
            "`rfkill list` names what blocks it; remove `dtoverlay=disable-wifi` from "
            "/boot/firmware/config.txt.",
        ),
    ),
    "wrong_key": CauseWords(
        Both("der WLAN-Schlüssel ist falsch", "the Wi-Fi key is wrong"),
        Both(
            "Schlüssel vergleichen, auch große und kleine Buchstaben, und noch einmal eingeben.",
            "Compare the key, capital and small letters too, and give it again.",
        ),
    ),
    "wrong_account": CauseWords(
        Both(
            "das WLAN nimmt Benutzer, Passwort oder Zertifikat nicht an",
            "the Wi-Fi does not accept user, password or certificate",
        ),
        Both(
            "Benutzer und Passwort vergleichen; die IT nach Verfahren (PEAP, TTLS) und Zertifikat "
            "des Servers fragen.",
            "Compare user and password; ask the IT department for the method (PEAP, TTLS) and the "
            "server's certificate.",
        ),
    ),
    "not_found": CauseWords(
        Both("das WLAN ist hier nicht zu finden", "the Wi-Fi is not in reach"),
        Both(
            "Namen vergleichen, näher an den Zugangspunkt gehen; verbirgt es seinen Namen, so "
            "muss das angegeben sein. Ältere Roboter sehen nur 2,4 GHz.",
            "Compare the name, go nearer to the access point; if it hides its name, that has to be "
            "said. Older robots only see 2.4 GHz.",
        ),
    ),
    "no_address": CauseWords(
        Both("das WLAN gibt dem Roboter keine Adresse", "the Wi-Fi gives the robot no address"),
        Both(
            "Die IT fragen: DHCP an? Adressen frei? MAC-Adresse des Roboters (auf seinem "
            "Etikett) zugelassen?",
            "Ask the IT department: is DHCP on, are addresses free, is the robot's MAC address (on "
            "its label) allowed?",
        ),
    ),
    "too_far": CauseWords(
        Both("das WLAN bricht beim Verbinden ab", "the Wi-Fi breaks off while connecting"),
        Both(
            "Näher an den Zugangspunkt gehen und noch einmal versuchen; sonst filtert das Netz "
            "vielleicht fremde Geräte.",
            "Go nearer to the access point and try again; else the network may filter unknown "
            "devices.",
        ),
    ),
    "bad_name": CauseWords(
        Both("so kann kein WLAN heißen", "no Wi-Fi can have this name"),
        Both("1 bis 32 Zeichen; ä zählt doppelt.", "1 to 32 letters; ä counts twice."),
    ),
    "bad_key": CauseWords(
        Both("so kann kein WLAN-Schlüssel lauten", "no Wi-Fi key looks like this"),
        Both(
            "8 bis 63 Zeichen; leer nur bei einem offenen Netz.",
            "8 to 63 letters; empty for an open network alone.",
        ),
    ),
    "no_account": CauseWords(
        Both("Benutzer oder Passwort fehlt", "user or password is missing"),
        Both("Beides angeben.", "Give both."),
    ),
    "bad_code": CauseWords(
        Both("der WLAN-Code ist nicht lesbar", "the Wi-Fi code makes no sense"),
        Both(
            "Den Code vom Telefon anzeigen lassen (WLAN teilen), oder neu erzeugen.",
            "Let a phone show the code (share Wi-Fi), or make it anew.",
        ),
    ),
    "wep": CauseWords(
        Both("WEP ist nicht sicher", "WEP is not safe"),
        Both(
            "Am Zugangspunkt WPA2 oder WPA3 einstellen.",
            "Set the access point to WPA2 or WPA3.",
        ),
    ),
    "needs_card": CauseWords(
        Both(
            "dieses WLAN verlangt ein Zertifikat des Roboters",
            "this Wi-Fi wants a certificate of the robot's own",
        ),
        Both(
            "Die Karte mit `karlsson card prepare` schreiben und die Zertifikatsdatei nennen.",
            "Write the card with `karlsson card prepare` and name the file of the certificate.",
        ),
    ),
    "not_known": CauseWords(
        Both("dieses WLAN kennt der Roboter nicht", "the robot does not know this Wi-Fi"),
        Both("Einen Namen aus der Liste nehmen.", "Take a name from the list."),
    ),
    "hotspot_failed": CauseWords(
        Both("das eigene WLAN startet nicht", "its own Wi-Fi does not start"),
        Both(
            "`sudo apt install dnsmasq-base`; das Land muss gesetzt sein: "
            "`sudo raspi-config nonint do_wifi_country DE`.",
            "`sudo apt install dnsmasq-base`; the country has to be set: "
            "`sudo raspi-config nonint do_wifi_country DE`.",
        ),
    ),
    "unknown": CauseWords(
        Both("das WLAN kam nicht zustande", "the Wi-Fi did not come up"),
        Both(
            "Noch einmal versuchen; sonst nennt `journalctl -u NetworkManager` den Grund.",
            "Try again; else `journalctl -u NetworkManager` names the reason.",
        ),
    ),
}


class WifiError(Exception):
    """A wish about the network that was not fulfilled; its text holds no name and no key."""

    def __init__(self, cause: WifiCause) -> None:
        super().__init__(CAUSE_WORDS[cause].text.en)
        self.cause = cause

    @property
    def text(self) -> Both:
        """Words for what is wrong."""
        return CAUSE_WORDS[self.cause].text

    @property
    def remedy(self) -> Both:
        """Words for what a person does about it."""
        return CAUSE_WORDS[self.cause].remedy


CONFIG, NEED_AUTH, IP_CONFIG, IP_CHECK = 50, 60, 70, 80
"""States of a device, out of NetworkManager's NMDeviceState."""

_BY_REASON: Mapping[int, WifiCause] = {
    5: "no_address",  # IP_CONFIG_UNAVAILABLE
    6: "no_address",  # IP_CONFIG_EXPIRED
    7: "wrong_key",  # NO_SECRETS: it asks for another key, and nobody is there to give one
    8: "too_far",  # SUPPLICANT_DISCONNECT
    9: "bad_key",  # SUPPLICANT_CONFIG_FAILED
    10: "too_far",  # SUPPLICANT_FAILED
    11: "too_far",  # SUPPLICANT_TIMEOUT
    15: "no_address",  # DHCP_START_FAILED
    16: "no_address",  # DHCP_ERROR
    17: "no_address",  # DHCP_FAILED
    18: "hotspot_failed",  # SHARED_START_FAILED
    19: "hotspot_failed",  # SHARED_FAILED
    35: "no_radio",  # FIRMWARE_MISSING
    36: "no_radio",  # REMOVED
    37: "radio_off",  # SLEEPING
    53: "not_found",  # SSID_NOT_FOUND
}
"""Causes by NetworkManager's NMDeviceStateReason."""


def cause_of(before: int, reason: int, has_account: bool) -> WifiCause:
    """Return why a network was not joined.

    Args:
        before: State of the device before it failed.
        reason: NetworkManager's reason.
        has_account: The network knows each of its users; it says nothing when it turns one away.
    """
    cause = _BY_REASON.get(reason, "unknown")
    if cause == "unknown" and before in (IP_CONFIG, IP_CHECK):
        return "no_address"
    if cause == "unknown" and before == CONFIG:
        cause = "too_far"
    if before == NEED_AUTH and cause in ("unknown", "too_far"):
        cause = "wrong_key"
    if has_account and cause in ("wrong_key", "too_far"):
        return "wrong_account"
    return cause


def cause_of_error(error: str) -> WifiCause:
    """Return the cause that an error of the bus names.

    Args:
        error: Such as `org.freedesktop.NetworkManager.PermissionDenied`.
    """
    last = error.rpartition(".")[2]
    if last in ("PermissionDenied", "AccessDenied", "NotAuthorized"):
        return "not_allowed"
    if last in ("ServiceUnknown", "NameHasNoOwner", "Disconnected"):
        return "no_service"
    if last in ("NoReply", "Timeout", "TimedOut", "UnknownMethod", "UnknownObject"):  # it starts
        return "no_answer"
    if last in ("InvalidProperty", "InvalidConnection", "InvalidSetting", "MissingProperty"):
        return "bad_key"
    return "unknown"
