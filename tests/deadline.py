"""One deadline for all that a test waits for."""

WAIT_S = 45.0
"""Tells a test that hangs from a busy machine; speed is a matter of the benchmarks."""
