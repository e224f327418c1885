"""PURE. Judgement of the body by what it says over its socket. No I/O."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hardware.contract.wire import AxisName, BodyState, DriverName, Fault, FaultCode
from robot.doctor.findings import Both, Finding, Outcome, absent, bad, good, skipped, weak

SENSING: frozenset[DriverName] = frozenset({"simulated", "feetech", "dynamixel"})
"""Drivers whose servos tell where they are; the others report what was sent."""

OFF_DEG = 3.0
WARM_C = 60.0
VOLTS = (4.4, 15.0)
REST_LOAD = 0.6
LOW_PERCENT = 20.0
OLD_DAYS = 365

AXES: tuple[AxisName, ...] = ("pan", "tilt", "hand")

LOOK = Both(
    "`sudo systemctl stop karlsson-body`, dann `sudo karlsson-body test` fragt danach.",
    "`sudo systemctl stop karlsson-body`, then `sudo karlsson-body test` asks for it.",
)

REMEDIES: Mapping[FaultCode, Both] = {
    "servo_silent": Both(
        "Stecker, Strom der Servos und Nummer (id) prüfen.",
        "Check plug, the servos' supply, and its number (id).",
    ),
    "servo_stalled": Both(
        "Klemmt etwas? Weg frei machen; sonst neu kalibrieren.",
        "Is something pinched? Clear its way; else calibrate anew.",
    ),
    "servo_hot": Both(
        "Abkühlen lassen; läuft er schwer, Schrauben lösen und Kabel entlasten.",
        "Let it cool down; if it runs hard, loosen screws and relieve cables.",
    ),
    "servo_bus": Both(
        "Adapter und Kabel prüfen; gehört der Port zur Gruppe dialout?",
        "Check adapter and cable; does the port belong to the group dialout?",
    ),
    "servo_unplugged": Both(
        "Stecker am Servo und an der Platine prüfen.",
        "Check the plugs at the servo and at the board.",
    ),
    "servo_brownout": Both(
        "Netzteil oder Akku ist zu schwach: 5 A, kurze dicke Kabel.",
        "Supply or battery is too weak: 5 A, short thick cables.",
    ),
    "servo_checksum": Both(
        "Störung auf dem Kabel: kürzen, Masse verbinden, weg vom Motorstrom.",
        "Noise on the cable: shorten it, join grounds, away from the motors' supply.",
    ),
    "servo_id": Both(
        "Zwei Servos haben eine Nummer: einzeln anstecken, jedem eine eigene geben.",
        "Two servos have one number: plug them in singly, give each its own.",
    ),
    "battery": Both("Akku laden, Kabel des Messers prüfen.", "Charge it, check the gauge's cable."),
    "calibration": Both(
        "Neu kalibrieren: `sudo karlsson-body calibrate`.",
        "Calibrate anew: `sudo karlsson-body calibrate`.",
    ),
    "lights": Both(
        "Kabel der Lampen und ihre Nummern in body.toml prüfen.",
        "Check the lamps' cables and their numbers in body.toml.",
    ),
    "driver": Both(
        "Gerät, Kabel und Rechte prüfen: `journalctl -u karlsson-body -n 20`.",
        "Check device, cable and rights: `journalctl -u karlsson-body -n 20`.",
    ),
}


@dataclass(frozen=True)
class MoveReading:
    """A small movement of one axis.

    Args:
        off_deg: How far from its targets it ended, at worst.
    """

    off_deg: float


@dataclass(frozen=True)
class CalibrationReading:
    """The body's calibration file.

    Args:
        days: Its age; None if there is none.
        needed: False for a simulated body.
    """

    days: float | None
    needed: bool = True


def away(why: str) -> Finding:
    """Return the finding of a body that does not answer; `why` begins with its socket."""
    return bad(
        "body",
        Both(f"antwortet nicht: {why.partition(': ')[0]}", f"does not answer: {why}"),
        Both(
            "`sudo systemctl start karlsson-body`; `systemctl status karlsson-body` sagt mehr.",
            "`sudo systemctl start karlsson-body`; `systemctl status karlsson-body` says more.",
        ),
    )


def body(driver: DriverName, state: BodyState) -> Finding:
    """Judge the body as a whole: faults of parts that have no check of their own."""
    others = [one for one in state.faults if _check_of(one) == "body"]
    if others:
        return _faulty("body", others[0])
    text = Both(f"antwortet ({driver})", f"answers ({driver})")
    return good("body", text.de, text.en, driver == "simulated")


def not_chosen() -> Finding:
    """Return the finding of a body that nobody has chosen yet."""
    return bad(
        "body",
        Both("noch nicht gewählt", "not chosen yet"),
        Both(
            "`sudo karlsson-robot setup` sucht seine Teile, fragt und macht weiter.",
            "`sudo karlsson-robot setup` finds its parts, asks, and goes on.",
        ),
    )


def axis(
    name: AxisName,
    driver: DriverName,
    state: BodyState,
    move: MoveReading | None,
    why: Both | None = None,
    remedy: Both | None = None,
) -> Finding:
    """Judge one servo by its faults, its own readings, and a small movement.

    Args:
        move: The movement; None if it was not moved.
        why: Why it was not moved.
        remedy: What has to be done so that it can be.
    """
    faults = [one for one in state.faults if _check_of(one) == name]
    if faults:
        return _faulty(name, faults[0])
    parts, strange = _health(name, state)
    if strange:
        return bad(
            name,
            Both(f"nicht glaubhaft: {parts}", f"not plausible: {parts}"),
            Both(
                "Spannung der Servos messen, Kabel und Weg prüfen.",
                "Measure the servos' voltage, check cable and way.",
            ),
        )
    if move is not None and move.off_deg > OFF_DEG:
        off = f"{move.off_deg:.0f}°"
        text = Both(f"steht {off} neben dem Ziel", f"stands {off} beside its target")
        return bad(name, text, REMEDIES["servo_stalled"])
    told = f", {parts}" if parts else ""
    if move is None:
        why = why or Both("nicht bewegt", "not moved")
        return skipped(name, Both(f"{why.de}{told}", f"{why.en}{told}"), remedy)
    if driver not in SENSING or name == "hand":
        sent = Both(f"bewegt{told}; er sagt nicht, wo er steht", f"sent{told}; it cannot tell")
        if driver == "simulated":
            return good(name, f"bewegt{told}", f"moved{told}", simulated=True)
        return Finding(name, "skipped", sent, LOOK)
    text = Both(f"auf {move.off_deg:.1f}° genau{told}", f"within {move.off_deg:.1f}°{told}")
    return good(name, text.de, text.en, driver == "simulated")


def _health(name: AxisName, state: BodyState) -> tuple[str, bool]:
    for health in state.servos:
        if health.axis != name:
            continue
        parts, strange = [], False
        if health.volts is not None:
            parts.append(f"{health.volts:.1f} V")
            strange |= not VOLTS[0] <= health.volts <= VOLTS[1]
        if health.temperature_c is not None:
            parts.append(f"{health.temperature_c:.0f} °C")
            strange |= health.temperature_c > WARM_C
        if health.load is not None:
            parts.append(f"{abs(health.load):.0%}")
            strange |= abs(health.load) > REST_LOAD and not state.moving
        return ", ".join(parts), strange
    return "", False


def lights(
    driver: DriverName,
    state: BodyState,
    shown: bool | None,
    why: Both | None = None,
    remedy: Both | None = None,
) -> Finding:
    """Judge the lights.

    Args:
        shown: Whether the body has shown what it was told; None if it was not told.
        why: Why it was not told.
        remedy: What has to be done so that it can be.
    """
    faults = [one for one in state.faults if _check_of(one) == "lights"]
    if faults:
        return _faulty("lights", faults[0])
    if shown is None:
        return skipped("lights", why or Both("nicht gezeigt", "not shown"), remedy)
    if not shown:
        text = Both("zeigt nicht, was es soll", "does not show what it is told")
        return bad("lights", text, REMEDIES["lights"])
    return good("lights", "gezeigt", "shown", driver == "simulated")


def buttons(driver: DriverName, pressed: Mapping[str, bool | None]) -> list[Finding]:
    """Judge the buttons.

    Args:
        pressed: By check, whether it was pressed; None if nobody was asked to.
    """
    return [_button(check, driver, pressed.get(check)) for check in BUTTONS]


BUTTONS: Sequence[str] = ("pause_button", "volume_buttons")


def _button(check: str, driver: DriverName, pressed: bool | None) -> Finding:
    if pressed is None:
        ask = Both("Mit --buttons aufrufen und drücken.", "Call it with --buttons, and press.")
        return skipped(check, Both("nicht gefragt", "not asked for"), ask)
    if not pressed:
        text = Both("nicht gedrückt", "not pressed")
        remedy = Both(
            "Kabel der Taste und ihre Nummer in body.toml prüfen.",
            "Check the button's cable and its number in body.toml.",
        )
        return bad(check, text, remedy)
    return good(check, "gedrückt", "pressed", driver == "simulated")


def battery(driver: DriverName, state: BodyState) -> Finding:
    """Judge the battery by its gauge."""
    power = state.power
    faults = [one for one in state.faults if _check_of(one) == "battery"]
    if faults:
        return _faulty("battery", faults[0])
    if power.gauge == "none":
        return absent("battery", Both("kein Messer eingebaut", "no gauge built in"))
    if power.gauge == "silent":
        text = Both("der Messer antwortet nicht", "the gauge does not answer")
        return bad("battery", text, REMEDIES["battery"])
    percent = power.percent if power.percent is not None else 0.0
    text = Both(f"{percent:.0f} %", f"{percent:.0f} %")
    if power.charging:
        text = Both(f"{text.de}, lädt", f"{text.en}, charging")
    elif percent <= LOW_PERCENT:
        remedy = Both("Auf die Ladestation stellen.", "Put it on its charger.")
        outcome: Outcome = "failed" if power.level in ("very_low", "empty") else "weak"
        return Finding("battery", outcome, text, remedy)
    return good("battery", text.de, text.en, driver == "simulated")


def calibration(reading: CalibrationReading) -> Finding:
    """Judge the age of the calibration."""
    if not reading.needed:
        return good("calibration", "braucht keine", "needs none", simulated=True)
    if reading.days is None:
        return weak("calibration", Both("nie", "never"), REMEDIES["calibration"])
    if reading.days < -1:
        text = Both("aus der Zukunft: die Uhr ging falsch", "from the future: a clock was wrong")
        return weak("calibration", text, REMEDIES["calibration"])
    days = max(0, round(reading.days))
    text = Both(f"{days} Tage alt", f"{days} days old")
    if days > OLD_DAYS:
        return weak("calibration", text, REMEDIES["calibration"])
    return good("calibration", text.de, text.en)


def _check_of(fault: Fault) -> str:
    """Return the check to which a fault belongs."""
    for name in AXES:
        if name in fault.part.lower().split() or fault.part.lower().startswith(name):
            return name
    return {"lights": "lights", "battery": "battery"}.get(fault.code, "body")


def _faulty(check: str, fault: Fault) -> Finding:
    text = f"{fault.part}: {fault.text}"
    return bad(check, Both(text, text), REMEDIES[fault.code])
