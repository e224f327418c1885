"""PURE. News about a robot's battery and computer, once for each change. No I/O.

They are for an operator of many robots. The log names the robot's id, and no person.
"""

from bridge.protocol.presence import Power, Snapshot
from bridge.protocol.vocabulary import PowerLevel

WORDS: dict[PowerLevel, str] = {
    "ok": "battery is well again",
    "low": "battery is low",
    "very_low": "battery is very low",
    "empty": "battery is empty; nobody is let in until it is charged",
}


class PowerNews:
    """News from the snapshots of one robot."""

    def __init__(self) -> None:
        self._told = Power()

    def take(self, snapshot: Snapshot) -> list[str]:
        """Return the changes since the last snapshot, in words."""
        before, now = self._told, snapshot.power
        self._told = now
        news = []
        if now.level != before.level:
            news.append(WORDS[now.level] + _amount(snapshot))
        if (now.gauge == "silent") != (before.gauge == "silent"):
            silent = "does not answer; its battery is unknown"
            news.append(f"gauge {silent if now.gauge == 'silent' else 'answers again'}")
        if now.weak_supply != before.weak_supply:
            weak = "power supply is too weak; give it a stronger one"
            news.append(weak if now.weak_supply else "power supply is strong enough again")
        if now.picture != before.picture:
            less = f"is too warm for a full picture{_degrees(now)}: {now.picture}"
            news.append(less if now.picture != "full" else "is cool enough for a full picture")
        return news


def _amount(snapshot: Snapshot) -> str:
    percent, hours = snapshot.battery_percent, snapshot.power.hours_left
    if percent is None:
        return ""
    left = f", about {hours:.1f} h left" if hours is not None else ""
    return f" ({percent:.0f} %{left})"


def _degrees(power: Power) -> str:
    return "" if power.soc_c is None else f" ({power.soc_c:.0f} degrees)"
