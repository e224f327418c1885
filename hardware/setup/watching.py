"""PURE. Screen of `watch`: the body's state for a technician. No I/O."""

from hardware.contract import wire
from hardware.setup.axes import SIDES, AxisName, AxisReading, sentence
from hardware.setup.dial import Dial, Style, line, numbers
from hardware.setup.screen import MOST_COLUMNS, ScreenFrame, plain, wrapped
from hardware.setup.words import say, word
from hardware.signals.table import SIGNAL_TABLE

AXES: tuple[AxisName, ...] = ("pan", "tilt")


def watch_frame(
    greeting: wire.Greeting, state: wire.BodyState, columns: int, style: Style, language: str
) -> ScreenFrame:
    """Return the screen of one state."""
    shown = SIGNAL_TABLE[state.signal].words["de" if language == "de" else "en"]
    signal = say(sentence("watch_signal", signal=shown, moving=_moving(state, language)), language)
    faults = [
        say(sentence("watch_fault", code=each.code, part=each.part, text=each.text), language)
        for each in state.faults
    ]
    dropped = say(sentence("watch_dropped", dropped=state.dropped), language)
    power = say(sentence("watch_power", text=power_text(state.power)), language)
    legend = say(sentence("legend", target="◇", sent="×", present="●"), language)
    texts = [f"{greeting.driver}: {signal}", *faults]
    if style.compact:
        told = " ".join(_short(axis, state) for axis in AXES)
        return ScreenFrame(wrapped([plain(text, style) for text in texts], columns), (told,))
    live: list[str] = []
    for axis in AXES:
        live += _axis(axis, greeting, state, columns, style, language)
    live += [
        part
        for text in (f"{power}   {dropped}", legend, word("watch_quit", language))
        for part in wrapped([plain(text, style)], columns)
    ]
    return ScreenFrame(wrapped([plain(text, style) for text in texts], columns), tuple(live))


def _short(axis: AxisName, state: wire.BodyState) -> str:
    """Return an axis in a few letters: target, sent, measured, load, heat."""
    parts = [getattr(state, f"{kind}_{axis}_deg") for kind in ("target", "commanded", "measured")]
    text = f"{axis} " + ">".join(f"{part:+.0f}" for part in parts)
    health = next((each for each in state.servos if each.axis == axis), None)
    if health is None:
        return text
    load = "" if health.load is None else f" {abs(health.load):.0%}"
    heat = "" if health.temperature_c is None else f" {health.temperature_c:.0f}C"
    return f"{text}{load}{heat} "


def power_text(power: wire.PowerReport) -> str:
    """Return battery and computer in a few words, without unknown values."""
    parts = []
    if power.percent is not None:
        parts.append(f"{power.percent:.0f} % ({power.level})")
    if power.hours_left is not None:
        parts.append(f"{power.hours_left:.1f} h")
    if power.soc_c is not None:
        parts.append(f"Pi {power.soc_c:.0f} °C")
    if power.undervoltage:
        parts.append("UNDERVOLTAGE")
    if power.throttled:
        parts.append("THROTTLED")
    return ", ".join(parts) or "-"


def _moving(state: wire.BodyState, language: str) -> str:
    words = [word("moving" if state.moving else "still", language)]
    if not state.attached:
        words = [word("limp", language)]
    if state.held:
        words.append(word("held", language))
    if state.paused:
        words.append(word("paused", language))
    return ", ".join(words)


def _axis(
    axis: AxisName,
    greeting: wire.Greeting,
    state: wire.BodyState,
    columns: int,
    style: Style,
    language: str,
) -> list[str]:
    limits = (getattr(greeting, f"{axis}_min_deg"), getattr(greeting, f"{axis}_max_deg"))
    measured = getattr(state, f"measured_{axis}_deg")
    sent = getattr(state, f"commanded_{axis}_deg")
    target = getattr(state, f"target_{axis}_deg")
    reach = max(abs(limits[0]), abs(limits[1]), 10.0) * 1.1
    positive, negative = (plain(word(f"side_{side}", language), style) for side in SIDES[axis])
    name = f"{axis:<5}"
    room = min(columns, MOST_COLUMNS) - len(name) - len(positive) - len(negative) - 5
    shown = line(Dial((-reach, reach), limits, target, sent, measured), room, style)
    health = next((each for each in state.servos if each.axis == axis), None)
    reading = (
        AxisReading()
        if health is None
        else AxisReading(None, health.load, health.temperature_c, health.volts)
    )
    degree = "°" if style.unicode else " deg"
    figures = numbers(reading, measured, "", style, word("load", language))
    targets = f"{'◇' if style.unicode else '*'} {target:+.1f}{degree}  "
    targets += f"{'×' if style.unicode else 'x'} {sent:+.1f}{degree}"
    return [f"{name}{positive} {shown} {negative}", f"     {targets}  {figures}"]
