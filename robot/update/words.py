"""PURE. Outcomes of an update and their remedies, in German and English. No I/O."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # ---- how it stands
    "up_to_date": (
        "{running} läuft; die Bridge hat nichts Neueres für diesen Roboter.",
        "{running} runs; the bridge has nothing newer for this robot.",
    ),
    "available": (
        "{version} ist da; {running} läuft. Einspielen: sudo karlsson-robot update",
        "{version} is there; {running} runs. Install it: sudo karlsson-robot update",
    ),
    "waits_for_wave": (
        "{version} ist da; dieser Roboter kommt in einer späteren Welle dran. {running} läuft.",
        "{version} is there; it is this robot's turn in a later wave. {running} runs.",
    ),
    "no_wave": (
        "Auf der Bridge läuft keine Welle: Von allein wird nichts eingespielt. {running} läuft.",
        "No wave runs on the bridge: nothing is installed by itself. {running} runs.",
    ),
    "lesson": (
        "{version} wartet: Gerade ist jemand im Roboter.",
        "{version} waits: somebody is in the robot.",
    ),
    "school_hours": (
        "{version} wartet auf das Ende der Schulzeit (Montag bis Freitag 7 bis 17 Uhr). Trotzdem "
        "jetzt: sudo karlsson-robot update --now",
        "{version} waits for the end of school hours (Monday to Friday, 7 to 17). Now all the "
        "same: sudo karlsson-robot update --now",
    ),
    "switched": (
        "{version} wird ausprobiert ({tries}. Versuch).",
        "{version} is being tried (try {tries}).",
    ),
    "installed": (
        "{version} ist eingespielt und geprüft.",
        "{version} is installed and was checked.",
    ),
    "fell_back": (
        "{version} hat hier nicht funktioniert, {running} läuft wieder. Grund: {why}",
        "{version} did not work here, {running} runs again. The reason: {why}",
    ),
    # ---- nothing to install
    "older": (
        "Die Bridge hat nur Älteres als {running}. Ein Rückschritt muss unterschrieben sein: "
        "karlsson release add --instead-of {running}",
        "The bridge has only what is older than {running}. Going back has to be signed for: "
        "karlsson release add --instead-of {running}",
    ),
    "fell_back_before": (
        "Das Neueste der Bridge hat hier schon einmal nicht funktioniert. Noch einmal: sudo "
        "karlsson-robot update --version VERSION",
        "The bridge's newest did not work here before. Once more: sudo karlsson-robot update "
        "--version VERSION",
    ),
    "platform": (
        "Die Bridge hat nichts für {platform} (Rechner und Python dieses Roboters). Abhilfe: "
        "karlsson release add --platform {platform}",
        "The bridge has nothing for {platform} (computer and Python of this robot). Remedy: "
        "karlsson release add --platform {platform}",
    ),
    "not_listed": (
        "{version} steht nicht auf der Liste der Bridge. Alle: karlsson release show",
        "{version} is not on the bridge's list. All of them: karlsson release show",
    ),
    "no_releases": (
        "Die Bridge bietet keine Updates an (releases.folder in bridge.toml).",
        "The bridge offers no updates (releases.folder in bridge.toml).",
    ),
    # ---- this robot
    "not_installed": (
        "Hier läuft kein Paket: {base}/current fehlt. Updates gibt es nur, wo karlsson-robot als "
        "Paket installiert ist.",
        "No package runs here: {base}/current is missing. There are updates only where "
        "karlsson-robot is installed as a package.",
    ),
    "no_root": (
        "{path} fehlt: Ohne diese Datei weiß der Roboter nicht, wessen Unterschrift gilt. Sie "
        "kommt aus `karlsson release init`.",
        "{path} is missing: without it this robot does not know whose signature counts. "
        "`karlsson release init` makes it.",
    ),
    "bad_root": (
        "{path} ist beschädigt oder keine Wurzel von Unterschriften. Legen Sie die Datei aus "
        "`karlsson release init` noch einmal hin.",
        "{path} is damaged, or no root of signatures. Lay in the file of `karlsson release "
        "init` once more.",
    ),
    "off": (
        "Updates sind in robot.toml abgeschaltet (updates.enabled).",
        "Updates are switched off in robot.toml (updates.enabled).",
    ),
    "busy": (
        "Ein anderes Update läuft gerade; in ein paar Minuten noch einmal.",
        "Another update is running; try again in a few minutes.",
    ),
    "no_right": (
        "Das darf nur root: sudo karlsson-robot update",
        "Only root may do this: sudo karlsson-robot update",
    ),
    "no_room": (
        "Auf der Karte fehlt Platz: {needed_mb} MB nötig, {free_mb} MB frei ({place}). "
        "Nichts wurde geändert. Platz schaffen: sudo apt-get clean, sudo journalctl "
        "--vacuum-size=20M",
        "The card lacks room: {needed_mb} MB are needed, {free_mb} MB are free ({place}). "
        "Nothing was changed. Make room: sudo apt-get clean, sudo journalctl --vacuum-size=20M",
    ),
    "disk": (
        "{place}: {what}. Nichts wurde geändert; {running} läuft weiter.",
        "{place}: {what}. Nothing was changed; {running} goes on.",
    ),
    "clock": (
        "Die Uhr dieses Roboters zeigt {own}, die der Bridge {bridge}. Mit falscher Uhr ist keine "
        "Unterschrift zu prüfen. Abhilfe: Netz und Zeitserver prüfen (timedatectl), dann noch "
        "einmal.",
        "This robot's clock shows {own}, the bridge's {bridge}. With a wrong clock no signature "
        "can be checked. Remedy: look at network and time server (timedatectl), then try again.",
    ),
    # ---- the bridge
    "no_bridge": (
        "Die Bridge antwortet nicht. Warum: karlsson-robot nettest",
        "The bridge does not answer. Why: karlsson-robot nettest",
    ),
    "certificate_time": (
        "Das Zertifikat der Bridge gilt nicht zu der Zeit, die dieser Roboter zeigt ({now}). Geht "
        "seine Uhr richtig (timedatectl)? Dann ist das Zertifikat abgelaufen.",
        "The bridge's certificate is not valid at the time that this robot shows ({now}). Is its "
        "clock right (timedatectl)? Then the certificate has expired.",
    ),
    "refused": (
        "Die Bridge verweigert {name} (HTTP {status}). Was war: ihr Protokoll.",
        "The bridge refuses {name} (HTTP {status}). What it was: its log.",
    ),
    "too_slow": (
        "Die Leitung ist zu langsam oder abgerissen ({name}). In der nächsten Stunde geht es "
        "von allein noch einmal los.",
        "The line is too slow or broke ({name}). It begins again by itself within the next hour.",
    ),
    "truncated": (
        "{name} kam unvollständig an oder liegt unvollständig auf der Bridge. Abhilfe, wenn es "
        "bleibt: karlsson-bridge release import",
        "{name} arrived incomplete, or lies incomplete on the bridge. Remedy if it stays: "
        "karlsson-bridge release import",
    ),
    "tampered": (
        "{name} ist nicht das, was unterschrieben wurde. Nichts wurde eingespielt. Melden Sie "
        "es denen, die unterschreiben; es kann ein Angriff sein.",
        "{name} is not what was signed. Nothing was installed. Tell the people who sign; it may "
        "be an attack.",
    ),
    "rolled_back": (
        "Die Bridge zeigt eine ältere Liste als früher ({name}). Nichts wurde eingespielt. Wurde "
        "sie aus einer alten Sicherung zurückgeholt? Abhilfe: karlsson-bridge release import mit "
        "dem neuesten Ordner",
        "The bridge shows an older list than before ({name}). Nothing was installed. Was it "
        "restored from an old backup? Remedy: karlsson-bridge release import with the newest "
        "folder",
    ),
    "expired": (
        "{name} ist abgelaufen. Bei timestamp: Läuft die Bridge, und hat sie releases.key_file? "
        "Sonst: karlsson release renew",
        "{name} has expired. If it is timestamp: does the bridge run, and has it "
        "releases.key_file? Else: karlsson release renew",
    ),
    "bad_archive": (
        "Das Archiv von {version} ist unterschrieben und doch nicht zu gebrauchen: {what}. "
        "Machen Sie es neu, mit einer neuen Version.",
        "The archive of {version} is signed and yet of no use: {what}. Make it anew, with a new "
        "version.",
    ),
    "unhealthy_units": (
        "{unit} läuft nicht: {state}",
        "{unit} does not run: {state}",
    ),
    "unhealthy_call": (
        "Der Testanruf des Roboters bei sich selbst ist nicht gelungen: {what}",
        "The robot's test call to itself failed: {what}",
    ),
    "power": (
        "Der Strom fiel während der Probe {tries}-mal aus.",
        "The power failed {tries} times during the trial.",
    ),
}


def say(code: str, facts: Mapping[str, str], language: str) -> str:
    """Return the words for what happened."""
    german, english = WORDS.get(code, ("{code}", "{code}"))
    return (german if language == "de" else english).format_map(_Facts(facts, code=code))


class _Facts(dict[str, str]):
    """Facts for words that may name more than is known, such as those of a newer file."""

    def __init__(self, facts: Mapping[str, str], code: str) -> None:
        super().__init__(facts, code=code)

    def __missing__(self, key: str) -> str:
        return "?"
