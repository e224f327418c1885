"""The robot's own page in the school's network, for the technician who stands beside it."""
