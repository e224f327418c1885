"""What a technician orders at the command line: robots, loans, pairings and devices."""
