"""One stay of the child in the robot: the state machine and what it knows."""
