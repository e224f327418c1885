"""What a technician asks of a running robot: identify, restart, doctor, log bundle."""
