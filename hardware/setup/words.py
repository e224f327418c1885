"""PURE. Texts for the technician's terminal, in German and English. No I/O."""

import string

from hardware.setup.axes import Sentence
from hardware.setup.check_words import CHECK_TEXTS
from hardware.setup.find_words import FIND_TEXTS

LANGUAGES = ("de", "en")

_TEXTS: dict[str, tuple[str, str]] = {
    # names
    "axis_pan": ("Kopf links/rechts (pan)", "head left/right (pan)"),
    "axis_tilt": ("Kopf hoch/runter (tilt)", "head up/down (tilt)"),
    "axis_hand": ("Arm (hand)", "arm (hand)"),
    "side_left": ("links", "left"),
    "side_right": ("rechts", "right"),
    "side_up": ("oben", "up"),
    "side_down": ("unten", "down"),
    "side_raised": ("gehoben", "raised"),
    "side_hanging": ("hängend", "hanging"),
    # calibration, step by step
    "title": ("Kalibrieren", "Calibration"),
    "ready": (
        "{part}: Gleich springt er auf seine Mitte ({middle:.0f}). Hände weg, Kopf frei.",
        "{part}: it is about to jump to its middle ({middle:.0f}). Hands away, head free.",
    ),
    "centre_hand": (
        "{part} ist stromlos. Dreh den Kopf von Hand, bis er geradeaus schaut.",
        "{part} is limp. Turn the head by hand until it looks straight ahead.",
    ),
    "centre_driven": (
        "{part}: Fahr den Kopf mit den Tasten, bis er geradeaus schaut.",
        "{part}: drive the head with the keys until it looks straight ahead.",
    ),
    "centre_arm_hand": (
        "{part} ist stromlos. Lass den Arm hängen.",
        "{part} is limp. Let the arm hang.",
    ),
    "centre_arm_driven": (
        "{part}: Fahr den Arm mit den Tasten, bis er hängt.",
        "{part}: drive the arm with the keys until it hangs.",
    ),
    "turn": (
        "{part}: Mit Enter dreht er sich ein kleines Stück und zurück. Schau hin.",
        "{part}: Enter turns it a little and back. Watch it.",
    ),
    "turned": ("{part}: Wohin hat sich etwas bewegt?", "{part}: what moved, and where to?"),
    "first_hand": (
        "Dreh den Kopf von Hand so weit nach {side}, wie er darf: einen Finger breit vor "
        "Kabel und Kante.",
        "Turn the head by hand as far {side} as it may go: a finger's width before cable and edge.",
    ),
    "first_driven": (
        "Fahr den Kopf so weit nach {side}, wie er darf: einen Finger breit vor Kabel und Kante.",
        "Drive the head as far {side} as it may go: a finger's width before cable and edge.",
    ),
    "first_arm_hand": ("Heb den Arm so weit, wie er darf.", "Raise the arm as far as it may go."),
    "first_arm_driven": (
        "Fahr den Arm so hoch, wie er darf.",
        "Drive the arm as high as it may go.",
    ),
    "second_hand": (
        "Und jetzt so weit nach {side}, wie er darf.",
        "And now as far {side} as it may go.",
    ),
    "second_driven": (
        "Und jetzt so weit nach {side}, wie er darf.",
        "And now as far {side} as it may go.",
    ),
    "scale": (
        "Leg ein Geodreieck an und fahr den Kopf auf genau {reference}° zur positiven "
        "Seite (links, oben).",
        "Hold a set square and drive the head to exactly {reference}° to the positive "
        "side (left, up).",
    ),
    "trim": (
        "{part} fährt zur Mitte und hält. Schaut der Kopf geradeaus? Sonst nachstellen.",
        "{part} goes to the middle and holds. Does the head look straight ahead? Else trim it.",
    ),
    "try": (
        "Probe: {part} fährt langsam von Grenze zu Grenze. Hände weg.",
        "Test: {part} goes slowly from limit to limit. Hands away.",
    ),
    "trying": ("Probe läuft. Jede Not: q.", "Testing. Anything wrong: q."),
    "tried": (
        "Lief es frei, ohne Brummen und ohne Klemmen?",
        "Did it run freely, no hum, no pinch?",
    ),
    "keys_enter": ("[Enter] weiter   [q] Ende", "[Enter] go on   [q] quit"),
    "keys_turn": (
        "[Pfeile] von Hand drehen   [Enter] weiter   [q] Ende",
        "[arrows] turn it by hand   [Enter] go on   [q] quit",
    ),
    "keys_enter_skip": (
        "[Enter] los   [s] auslassen   [q] Ende",
        "[Enter] start   [s] skip   [q] quit",
    ),
    "keys_move": (
        "[Pfeile] 1°   [+ -] 0,2°   [Enter] das ist es   [q] Ende",
        "[arrows] 1°   [+ -] 0.2°   [Enter] this is it   [q] quit",
    ),
    "keys_move_skip": (
        "[Pfeile] 1°   [+ -] 0,2°   [Enter] das ist es   [s] Maßstab lassen   [q] Ende",
        "[arrows] 1°   [+ -] 0.2°   [Enter] this is it   [s] keep the scale   [q] quit",
    ),
    "keys_answer": (
        "Kopf nach [l]inks / [r]echts / [u] oben / [d] unten, Arm [a] hoch / [b] runter, "
        "[n]ichts   [q] Ende",
        "head [l]eft / [r]ight / [u]p / [d]own, arm [a] up / [b] down, [n]othing   [q] quit",
    ),
    "keys_yes_no": ("[y] ja   [n] nein   [q] Ende", "[y] yes   [n] no   [q] quit"),
    "keys_stop": ("[q] sofort stromlos", "[q] limp at once"),
    "keys_again": ("[r] noch einmal   [q] Ende", "[r] once more   [q] quit"),
    "summary": ("Gemessen:", "Measured:"),
    "row": (
        "{axis}: Mitte {before} -> {after} {unit}, Grenzen {low}..{high}° (vorher {was}), "
        "Richtung {direction}, Trimm {trim}°, {scale} je Grad",
        "{axis}: centre {before} -> {after} {unit}, limits {low}..{high}° (before {was}), "
        "direction {direction}, trim {trim}°, {scale} a degree",
    ),
    "ask_save": ("In {path} schreiben? [y] ja   [n] nein", "Write to {path}? [y] yes   [n] no"),
    "saved": (
        "Geschrieben: {path}. Er gilt ab dem nächsten Start.",
        "Written: {path}. It holds from the next start on.",
    ),
    "unsaved": (
        "Nicht geschrieben: {text}. Die alte Datei ist unversehrt.",
        "Not written: {text}. The old file is as it was.",
    ),
    "left": (
        "Ende. Alles ist stromlos, nichts wurde geändert.",
        "Left. Everything is limp, nothing was changed.",
    ),
    # notes: go on after them
    "note_silent": (
        "{part} sagt nicht, wo er steht. Warte, oder prüf Stecker und Strom.",
        "{part} does not tell where it stands. Wait, or check its plug and supply.",
    ),
    "note_little": (
        "Das war kaum gedreht. Dreh weiter nach {side}.",
        "That was hardly turned. Turn further {side}.",
    ),
    "note_scale": (
        "{value} us je Grad kann nicht sein (erlaubt {least}..{most}). Prüf den Winkel.",
        "{value} us a degree cannot be (allowed {least}..{most}). Check the angle.",
    ),
    # what cannot be right: the part, and the remedy
    "wrong_range": (
        "{part}: {low:.0f}..{high:.0f} kann der Servo nicht. Setz sein Horn einen Zahn weiter.",
        "{part}: the servo cannot go {low:.0f}..{high:.0f}. Put its horn on one tooth further.",
    ),
    "wrong_sides": (
        "{part}: Beide Grenzen liegen auf einer Seite der Mitte. Miss sie neu: erst die "
        "eine Seite, dann die andere.",
        "{part}: both limits lie on one side of the centre. Set them again: one side "
        "first, then the other.",
    ),
    "wrong_trim": (
        "{part}: Trimm von {trim}° ist zu viel. Setz das Horn einen Zahn weiter.",
        "{part}: a trim of {trim}° is too much. Put the horn on one tooth further.",
    ),
    "wrong_narrow": (
        "{part}: nur {deg}° nach {side}, es müssen {least}° sein. Klemmt etwas? Kabel, "
        "Schraube, Horn prüfen.",
        "{part}: only {deg}° {side}, it must be {least}°. Is something pinched? Check "
        "cable, screw, horn.",
    ),
    "wrong_wide": (
        "{part}: {deg}° nach {side} sind mehr als eine halbe Drehung. Kabel reißen. Setz "
        "die Grenze enger.",
        "{part}: {deg}° {side} is more than half a turn, cables tear. Set the limit tighter.",
    ),
    "wrong_swapped": (
        "Vertauscht: Gefragt war {part}, bewegt hat sich {other}. Tausch die beiden Stecker, "
        "oder ihre Nummern in der Konfiguration.",
        "Swapped: {part} was asked for, {other} moved. Swap the two plugs, "
        "or their numbers in the configuration.",
    ),
    "wrong_still": (
        "{part} bewegt sich nicht. Prüf: Strom der Servos an? Masse verbunden? Stecker "
        "richtig herum?",
        "{part} does not move. Check: is the servos' supply on, its ground joined, the "
        "plug the right way round?",
    ),
    "wrong_wrap": (
        "{part}: Die Null des Servos liegt im Weg des Kopfes. Nimm das Horn ab, "
        "dreh den Servo eine halbe Drehung weiter, setz es wieder auf.",
        "{part}: the servo's zero lies within the head's way. Take the horn off, "
        "turn the servo by half a turn, put it back on.",
    ),
    "wrong_pushes": (
        "{part} drückt gegen etwas {load} und ist jetzt stromlos. Mach den Weg frei.",
        "{part} pushes against something {load} and is limp now. Clear its way.",
    ),
    "wrong_pinch": (
        "{part}: Bei {deg}° klemmt es {load}. Setz die Grenze {side} enger.",
        "{part}: at {deg}° something pinches {load}. Set the limit {side} tighter.",
    ),
    "wrong_felt": (
        "{part} lief nicht frei. Mach den Weg frei, dann noch einmal von vorn.",
        "{part} did not run freely. Clear its way, then start it again.",
    ),
    "wrong_driver": ("{part}: {text}", "{part}: {text}"),
    # watching
    "load": ("Last", "load"),
    "watch_signal": ("Zeigt: {signal} ({moving})", "Shows: {signal} ({moving})"),
    "moving": ("in Bewegung", "moving"),
    "still": ("in Ruhe", "still"),
    "limp": ("stromlos", "limp"),
    "held": ("gehalten vom Totmannschalter", "held by the dead man's switch"),
    "paused": ("von der Klasse angehalten", "paused by the class"),
    "watch_dropped": ("Verworfen: {dropped}", "Dropped: {dropped}"),
    "watch_fault": ("FEHLER {code}: {part}: {text}", "FAULT {code}: {part}: {text}"),
    "watch_power": ("Strom: {text}", "Power: {text}"),
    "watch_quit": ("[q] Ende", "[q] quit"),
    "legend": (
        "{target} Ziel   {sent} gesendet   {present} gemessen   [ ] Grenzen",
        "{target} target   {sent} sent   {present} measured   [ ] limits",
    ),
}

_TEXTS |= CHECK_TEXTS | FIND_TEXTS


def say(said: Sentence, language: str) -> str:
    """Return the sentence; sides and axes in its values are translated too."""
    values = {name: _value(name, value, language) for name, value in said.values.items()}
    return _text(said.key, language).format(**values).replace("  ", " ")


def word(key: str, language: str) -> str:
    """Return a text without gaps."""
    return _text(key, language)


def gaps(key: str, language: str) -> set[str]:
    """Return the names of a text's gaps."""
    return {name for _, name, _, _ in string.Formatter().parse(_text(key, language)) if name}


def keys() -> tuple[str, ...]:
    """Return every key."""
    return tuple(_TEXTS)


def language_of(environment_language: str) -> str:
    """Return the language for a value of LANG, such as de_DE.UTF-8."""
    return "de" if environment_language.lower().startswith("de") else "en"


def _value(name: str, value: object, language: str) -> object:
    if name in ("side", "axis") and f"{name}_{value}" in _TEXTS:
        return _text(f"{name}_{value}", language)
    return value


def _text(key: str, language: str) -> str:
    return _TEXTS[key][LANGUAGES.index(language)]
