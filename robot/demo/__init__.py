"""The whole system on one machine, with the real processes and a simulated body."""
