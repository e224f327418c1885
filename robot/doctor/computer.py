"""PURE. Judgement of the computer: card, heat, supply, memory. No I/O."""

from dataclasses import dataclass

from robot.doctor.findings import Both, Finding, absent, bad, good, weak

LEAST_FREE_MB = 200
LEAST_FREE_SHARE = 0.05
MOST_WEAR = 0.9
WARM_C, HOT_C = 70.0, 78.0
"""From 75 degrees on the robot sends less picture, from 80 none."""

LEAST_MEMORY_MB = 150
GONE_TO_RESERVE = 2
"""`pre_eol_info` of JEDEC eMMC: 1 normal, 2 has used 80 % of its reserve, 3 nearly all."""


@dataclass(frozen=True)
class DiskReading:
    """File system of the robot's own files.

    Args:
        reserve: `pre_eol_info`; None if the card does not tell.
        wear: Share of its life that has passed; None likewise.
        errors: Errors that the file system has counted; None if it counts none.
    """

    free_mb: float
    total_mb: float
    read_only: bool = False
    wear: float | None = None
    reserve: int | None = None
    errors: int | None = None


@dataclass(frozen=True)
class SupplyReading:
    """Supply of the computer; what happened counts from its start on."""

    weak_now: bool = False
    weak_before: bool = False
    slowed_now: bool = False


def disk(reading: DiskReading) -> Finding:
    """Judge the room for the robot's own files."""
    free, share = reading.free_mb, reading.free_mb / max(reading.total_mb, 1.0)
    if reading.read_only:
        return bad(
            "disk",
            Both("nur noch lesbar", "read-only"),
            Both(
                "Karte ersetzen: der Kern hat sie nach Fehlern gesperrt (`dmesg | grep -i ext4`).",
                "Replace the card: the kernel locked it after errors (`dmesg | grep -i ext4`).",
            ),
        )
    text = Both(f"{free:.0f} MB frei ({share:.0%})", f"{free:.0f} MB free ({share:.0%})")
    if free < LEAST_FREE_MB or share < LEAST_FREE_SHARE:
        return bad(
            "disk",
            text,
            Both(
                "Platz schaffen: `sudo journalctl --vacuum-size=50M`, `sudo apt-get clean`; "
                "`du -xh / | sort -h | tail` zeigt, was groß ist.",
                "Make room: `sudo journalctl --vacuum-size=50M`, `sudo apt-get clean`; "
                "`du -xh / | sort -h | tail` shows what is large.",
            ),
        )
    return good("disk", text.de, text.en)


def wear(reading: DiskReading) -> Finding:
    """Judge the card's own word on its wear, and the file system's count of errors."""
    replace = Both(
        "Karte ersetzen, bevor sie ausfällt: eine neue, für Dauerbetrieb (High Endurance).",
        "Replace the card before it fails: a new one made for it (High Endurance).",
    )
    if reading.errors:
        text = f"{reading.errors} Fehler im Dateisystem", f"{reading.errors} errors of files"
        return bad("wear", Both(*text), replace)
    if reading.wear is not None:
        text = f"{reading.wear:.0%} der Lebensdauer", f"{reading.wear:.0%} of its life"
        if reading.wear >= MOST_WEAR or (reading.reserve or 0) >= GONE_TO_RESERVE:
            return bad("wear", Both(*text), replace)
        return good("wear", *text)
    if reading.errors is None:
        return absent("wear", Both("die Karte sagt nichts dazu", "the card does not tell"))
    return good(
        "wear",
        "keine Fehler gezählt; ihre Abnutzung sagt die Karte nicht",
        "no errors counted; the card does not tell its wear",
    )


def temperature(celsius: float | None) -> Finding:
    """Judge the temperature of the computer."""
    if celsius is None:
        return absent("temperature", Both("kein Fühler", "no sensor"))
    text = Both(f"{celsius:.0f} °C", f"{celsius:.0f} °C")
    remedy = Both(
        "Kühlkörper und Lüftung prüfen, aus der Sonne stellen: ab 75 °C wird das Bild kleiner.",
        "Check heat sink and vents, keep it out of the sun: from 75 °C on the picture shrinks.",
    )
    if celsius >= HOT_C:
        return bad("temperature", text, remedy)
    return weak("temperature", text, remedy) if celsius >= WARM_C else good("temperature", *_(text))


def supply(reading: SupplyReading | None) -> Finding:
    """Judge the supply of the computer."""
    if reading is None:
        return absent("supply", Both("der Rechner sagt nichts dazu", "the computer does not tell"))
    remedy = Both(
        "Netzteil und Kabel tauschen: 5,1 V, 5 A (Pi 5) oder 3 A (Pi 4), kurzes dickes Kabel.",
        "Change supply and cable: 5.1 V, 5 A (Pi 5) or 3 A (Pi 4), a short thick cable.",
    )
    if reading.weak_now:
        return bad("supply", Both("jetzt zu schwach", "too weak now"), remedy)
    if reading.slowed_now:
        return bad("supply", Both("der Rechner ist gedrosselt", "the computer is slowed"), remedy)
    if reading.weak_before:
        text = Both("war seit dem Start einmal zu schwach", "was too weak once since the start")
        return weak("supply", text, remedy)
    return good("supply", "reicht", "is enough")


def memory(available_mb: float | None) -> Finding:
    """Judge the memory that is left."""
    if available_mb is None:
        return absent("memory")
    text = Both(f"{available_mb:.0f} MB frei", f"{available_mb:.0f} MB free")
    if available_mb < LEAST_MEMORY_MB:
        return bad(
            "memory",
            text,
            Both(
                "`ps aux --sort=-rss | head` zeigt, wer ihn braucht; sonst neu starten.",
                "`ps aux --sort=-rss | head` shows who uses it; else restart the computer.",
            ),
        )
    return good("memory", *_(text))


def _(text: Both) -> tuple[str, str]:
    return text.de, text.en
