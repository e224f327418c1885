"""The whole system: real processes, real Chromium, real media."""
