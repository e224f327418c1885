"""Servos on a serial bus: Feetech STS/SCS and Dynamixel, behind one worker and one health."""
