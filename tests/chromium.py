"""Debian's Chromium, as Playwright starts it."""

import shutil

CHROMIUM = "/usr/bin/chromium"
"""The browser itself: benchmarks measure this one."""

HEADLESS_SHELL = shutil.which("chromium-headless-shell") or CHROMIUM
"""The same engine without a browser's window: a page costs half the processor time."""

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--autoplay-policy=no-user-gesture-required",
    "--use-fake-ui-for-media-stream",
    "--use-fake-device-for-media-stream",
)
