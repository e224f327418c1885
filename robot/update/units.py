"""The robot's services, as an update restarts and asks them, through systemctl."""

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from robot.update.errors import UpdateError

AGENT, BODY, TEST_CALL = "karlsson-robot", "karlsson-body", "karlsson-testcall"
RESTART_S, CALL_S, READY_S = 45.0, 90.0, 60.0
ASK_S = 10.0
POLL_S = 0.5
REST_S = 30.0
"""Time before another try: a Wi-Fi that is away for a moment is not the release's fault."""
CALM_S = 10.0
"""Time after the test call in which no service may end."""


@dataclass(frozen=True)
class UnitState:
    """State of a service.

    Args:
        active: As systemd names it.
        status: The service's own words.
        restarts: How often it was started again by itself.
    """

    active: str
    status: str
    restarts: int


class Units:
    """Restarts the robot, and finds out whether it works.

    Args:
        systemctl: The program and its first arguments.
        wait: Sleeps for so many seconds.
        calm_s: See `CALM_S`.
    """

    def __init__(
        self,
        systemctl: Sequence[str] = ("systemctl",),
        wait: Callable[[float], None] = time.sleep,
        calm_s: float = CALM_S,
    ) -> None:
        self._systemctl = tuple(systemctl)
        self._wait = wait
        self._calm_s = calm_s

    def restart(self) -> None:
        """Start body and agent anew from the release that is current.

        Raises:
            UpdateError: One of them cannot be started.
        """
        done = self._run(RESTART_S, "restart", BODY, AGENT)
        if done:
            raise UpdateError("unhealthy_units", unit=AGENT, state=done)

    def rest(self) -> None:
        """Wait before another try."""
        self._wait(REST_S)

    def check(self) -> None:
        """Make sure that body and agent run, and that a call with sound and picture works.

        Raises:
            UpdateError: They do not, in words.
        """
        before = {unit: self._ready(unit) for unit in (BODY, AGENT)}
        if said := self._run(CALL_S, "start", TEST_CALL):
            status = self._state(TEST_CALL).status
            raise UpdateError("unhealthy_call", what=status or said)
        self._wait(self._calm_s)
        for unit, state in before.items():
            now = self._state(unit)
            if now.active != "active" or now.restarts > state.restarts:
                raise UpdateError("unhealthy_units", unit=unit, state=now.status or now.active)

    def _ready(self, unit: str) -> UnitState:
        until = time.monotonic() + READY_S
        while (state := self._state(unit)).active != "active":
            if time.monotonic() > until or state.active == "failed":
                raise UpdateError("unhealthy_units", unit=unit, state=state.status or state.active)
            self._wait(POLL_S)
        return state

    def _state(self, unit: str) -> UnitState:
        try:
            done = subprocess.run(
                [*self._systemctl, "show", unit, "-p", "ActiveState,StatusText,NRestarts"],
                capture_output=True,
                text=True,
                timeout=ASK_S,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired):
            return UnitState("unknown", "systemd does not answer", 0)
        found = dict(line.partition("=")[::2] for line in done.stdout.splitlines())
        restarts = found.get("NRestarts", "")
        return UnitState(
            found.get("ActiveState", "unknown"),
            found.get("StatusText", "")[:300],
            int(restarts) if restarts.isdecimal() else 0,
        )

    def _run(self, timeout_s: float, *arguments: str) -> str:
        """Run systemctl; return why it failed, or an empty text."""
        try:
            done = subprocess.run(
                [*self._systemctl, *arguments],
                capture_output=True,
                text=True,
                timeout=timeout_s,
                check=False,
            )
        except FileNotFoundError:
            return "there is no systemctl here"
        except subprocess.TimeoutExpired:
            return f"it took more than {timeout_s:.0f} s"
        if done.returncode:
            return (done.stderr.strip().splitlines() or ["systemctl failed"])[0][:200]
        return ""
