"""Example configurations, which are links into `systemd/` and travel with the package."""

from importlib import resources

ROBOT = (resources.files(__name__) / "robot.toml").read_text(encoding="utf-8")
"""Text of the agent's example."""

BODY = {
    name: (resources.files(__name__) / f"{name}.toml").read_text(encoding="utf-8")
    for name in ("body", "body-good")
}
"""Texts of the bodies' examples."""
