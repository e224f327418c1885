"""Values that a lab and the process behind it agree on."""

ROBOT_ADDRESS = "10.77.0.1"
CHILD_ADDRESS = "10.77.0.2"
"""Every lab has the same: nothing outside its namespaces sees them."""

MESSAGE_BYTES = 1 << 16
"""Longest message, either way: some thousand steps of a schedule."""
