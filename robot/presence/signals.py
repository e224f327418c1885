"""PURE. Choice of the one signal that the class sees. No I/O.

The first fact that holds wins. A child's hand goes before its voice and before a poor line. A
line that is gone goes before the hand, because the child could not answer. A request for help goes
before all of that, also before a break: somebody has to come. It looks like a hand that waits, so
that the class does not learn what kind of help is needed. An answer to the class's question lasts
for three seconds, so it goes before a hand, which comes back after it; the arm stays up meanwhile.
A robot without its bridge looks different from one that sleeps, since nobody can come in. While
somebody is in it shows nothing of that: the lesson goes on without the bridge.
"""

from dataclasses import dataclass

from bridge.protocol.vocabulary import MarkName, SignalName

LIT: frozenset[SignalName] = frozenset(
    {
        "joining",
        "present",
        "hand",
        "hand_waiting",
        "seen",
        "understood",
        "not_understood",
        "speaking",
        "whispering",
        "resting",
        "line_bad",
    }
)
"""Signals that tell the class plainly that the child may see and hear. Media leaves the
robot only while the body itself reports one of these. `fault` is not among them, because it
looks the same whether or not somebody is inside."""


@dataclass(frozen=True)
class Facts:
    """Facts on which the signal depends."""

    somebody: bool = False
    joining: bool = False
    fault: bool = False
    closed: bool = False
    paused: bool = False
    bridge_away: bool = False
    help: bool = False
    line_gone: bool = False
    line_poor: bool = False
    on_break: bool = False
    seen: bool = False
    hand: bool = False
    hand_waiting: bool = False
    answered: MarkName | None = None
    """Answer to whether the child has understood, in its first moment."""
    whispering: bool = False
    speaking: bool = False
    listening_only: bool = False
    previewed: bool = False
    """The camera films for a technician, and nobody is in."""
    code_answer: MarkName | None = None
    """Result of a code that was held before the camera, in its first moment."""
    mark: MarkName | None = None
    """Answer that still stands; it changes the eyes, not the signal."""


def derive(facts: Facts) -> SignalName:
    """Return the one signal to show."""
    somebody = facts.somebody
    order: tuple[tuple[bool, SignalName], ...] = (
        (facts.fault, "fault"),
        (facts.closed, "not_allowed"),
        (facts.paused, "paused"),
        (not somebody and facts.code_answer is not None, facts.code_answer or "understood"),
        # The camera is on: the class sees the light that it knows for that.
        (facts.previewed and not somebody, "present"),
        (not somebody and facts.bridge_away, "no_bridge"),
        (not somebody, "asleep"),
        (facts.help, "hand_waiting"),
        (facts.line_gone, "line_bad"),
        (facts.on_break, "on_break"),
        (facts.seen, "seen"),
        (facts.answered is not None, facts.answered or "understood"),
        (facts.hand_waiting, "hand_waiting"),
        (facts.hand, "hand"),
        (facts.whispering, "whispering"),
        (facts.speaking, "speaking"),
        (facts.line_poor, "line_bad"),
        (facts.listening_only, "resting"),
        (facts.joining, "joining"),
    )
    return next((signal for holds, signal in order if holds), "present")
