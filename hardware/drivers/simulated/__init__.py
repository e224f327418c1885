"""A simulated body, with the faults that a real one can have."""
