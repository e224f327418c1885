"""PURE. Judgement of what is the robot's own: versions, key, folder, service, voice. No I/O."""

from collections.abc import Sequence
from dataclasses import dataclass

from bridge.protocol.causes import OF_IDENTITY, WORDS, NetworkCause
from robot.doctor.causes_de import CAUSES_DE
from robot.doctor.findings import Both, Finding, absent, bad, good, skipped, weak

STOP = Both(
    "Für diese Prüfung den Dienst anhalten: `sudo systemctl stop karlsson-robot`, danach `start`.",
    "Stop the service for this check: `sudo systemctl stop karlsson-robot`, then `start`.",
)
ENROL = Both(
    "Auf dem Server zeigt `karlsson-bridge robot list`, was dort steht; `karlsson-robot key` hier.",
    "On the server `karlsson-bridge robot list` shows what it has; `karlsson-robot key` here.",
)
LINKED = "in touch with the bridge"
"""Beginning of the status of an agent that serves."""


@dataclass(frozen=True)
class VersionReading:
    """Versions of this robot's software.

    Args:
        own: Of Karlsson.
        wrong: Packages that are not as locked, such as `aiortc 1.9.0 (needs ==1.16.0)`.
    """

    own: str
    python: str
    wrong: Sequence[str] = ()


@dataclass(frozen=True)
class KeyReading:
    """The robot's key.

    Args:
        public: Its public half; empty if there is no key.
        problem: Why it cannot be used.
        owner: User to whom it belongs, if that is not the folder's.
    """

    public: str = ""
    problem: str = ""
    owner: str = ""


@dataclass(frozen=True)
class StateReading:
    """Folder of the robot's own files."""

    path: str
    exists: bool
    writable: bool


@dataclass(frozen=True)
class ServiceReading:
    """The agent's process.

    Args:
        runs: It runs.
        status: Its own words, if the service manager tells them.
        state: State of the unit, such as `active`, `failed`; empty without a unit.
    """

    runs: bool
    status: str = ""
    state: str = ""


def versions(reading: VersionReading) -> Finding:
    """Judge the versions of the software."""
    text = f"Karlsson {reading.own}, Python {reading.python}"
    if reading.wrong:
        wrong = ", ".join(reading.wrong)
        remedy = Both(
            "Noch einmal einrichten: .venv löschen und `./run robot --help`.",
            "Install anew: remove .venv, then `./run robot --help`.",
        )
        return bad(
            "versions", Both(f"{text}; anders: {wrong}", f"{text}; differs: {wrong}"), remedy
        )
    return good("versions", text, text)


def key(reading: KeyReading) -> Finding:
    """Judge the robot's key."""
    if reading.problem:
        return bad(
            "key",
            Both(f"unbrauchbar: {reading.problem}", f"cannot be used: {reading.problem}"),
            Both(
                "Rechte prüfen, Sicherung zurückholen, oder die Datei löschen und neu anmelden.",
                "Check its rights, put the backup back, or remove the file and enrol anew.",
            ),
        )
    if not reading.public:
        return bad(
            "key",
            Both("noch keiner da", "none yet"),
            Both(
                "`karlsson-robot key` macht ihn; dann auf dem Server `karlsson-bridge robot add`.",
                "`karlsson-robot key` makes it; then `karlsson-bridge robot add` on the server.",
            ),
        )
    if reading.owner:
        text = Both(f"gehört {reading.owner}", f"belongs to {reading.owner}")
        remedy = Both(
            "Dem Dienst geben: `sudo chown -R --reference=ORDNER ORDNER/*` mit robot.state_dir.",
            "Give it to the service: `sudo chown -R --reference=DIR DIR/*` with robot.state_dir.",
        )
        return bad("key", text, remedy)
    short = f"{reading.public[:8]}…"
    return good("key", short, short)


def state(reading: StateReading) -> Finding:
    """Judge the folder of the robot's own files."""
    if not reading.exists:
        return bad(
            "state",
            Both(f"{reading.path} fehlt", f"{reading.path} is missing"),
            Both(
                "systemd legt ihn beim ersten Start an (StateDirectory=); robot.state_dir prüfen.",
                "systemd makes it at the first start (StateDirectory=); check robot.state_dir.",
            ),
        )
    if not reading.writable:
        return bad(
            "state",
            Both(f"{reading.path} ist nicht beschreibbar", f"{reading.path} cannot be written"),
            Both(
                "Als Benutzer des Dienstes aufrufen (sudo -u karlsson-robot); `ls -ld` zeigt, wem "
                "der Ordner gehört.",
                "Call it as the service's user (sudo -u karlsson-robot); `ls -ld` shows whose "
                "folder it is.",
            ),
        )
    return good("state", reading.path, reading.path)


def service(reading: ServiceReading) -> Finding:
    """Judge the agent's process; that it does not run is no fault, since nothing else can run."""
    if reading.runs:
        status = reading.status or "active"
        return good("service", f"läuft: {status}", f"runs: {status}")
    if reading.state in ("failed", "activating"):
        return bad(
            "service",
            Both(f"startet nicht ({reading.state})", f"does not start ({reading.state})"),
            Both(
                "`journalctl -u karlsson-robot -n 20` sagt warum.",
                "`journalctl -u karlsson-robot -n 20` says why.",
            ),
        )
    return good(
        "service",
        "läuft nicht, also kann alles geprüft werden",
        "does not run, so that everything can be tried",
    )


@dataclass(frozen=True)
class EnrolmentReading:
    """The bridge's answer to this robot's wish to enter.

    Args:
        robot: Name of the robot; empty if it has none yet.
        asked: The bridge was asked.
        cause: Why it does not let the robot in; None if it does.
    """

    robot: str
    asked: bool = False
    cause: NetworkCause | None = None


def enrolment(reading: EnrolmentReading, agent: ServiceReading) -> Finding:
    """Judge whether the bridge knows this robot by its name and its key."""
    cause: NetworkCause | None = reading.cause if reading.robot else "not_enrolled"
    if cause in OF_IDENTITY or cause == "bridge_refuses":
        return bad("enrolment", Both(CAUSES_DE[cause], WORDS[cause]), ENROL)
    if (reading.asked and cause is None) or (agent.runs and agent.status.startswith(LINKED)):
        return good("enrolment", f"bekannt als {reading.robot}", f"known as {reading.robot}")
    if agent.runs:
        return skipped("enrolment", Both("der Dienst läuft", "the service runs"), STOP)
    why = Both("die Brücke wurde nicht erreicht", "the bridge was not reached")
    return skipped("enrolment", why)


def voice(wanted: bool, lacks: str) -> Finding:
    """Judge the voice that speaks the child's phrases.

    Args:
        lacks: Why there is none; empty if it has spoken.
    """
    if not wanted:
        return absent("voice", Both("sound.phrases = false", "sound.phrases = false"))
    if lacks:
        remedy = "`sudo apt-get install --no-install-recommends espeak-ng`"
        return weak("voice", Both(lacks, lacks), Both(f"{remedy}.", f"{remedy}."))
    return good("voice", "espeak-ng spricht", "espeak-ng speaks")
