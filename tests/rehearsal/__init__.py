"""The rehearsal: a technician's afternoon with simulated robots, from one list to the last wipe."""
