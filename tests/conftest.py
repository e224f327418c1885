"""What holds for every test."""

import os

from hypothesis import HealthCheck, settings
from playwright.sync_api import expect

# This machine may be busy: speed is a matter of the benchmarks. In CI the examples are the same
# each time, so that a change is judged by what it changed.
settings.register_profile(
    "karlsson",
    deadline=None,
    derandomize=os.environ.get("CI") == "true",
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("karlsson")

EXPECT_TIMEOUT_MS = 20_000
expect.set_options(timeout=EXPECT_TIMEOUT_MS)
