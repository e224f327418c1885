"""Commands of a technician: robots, loans, pairings and devices."""
