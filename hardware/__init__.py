"""The body: servos, lights, buttons; knows volts and pulses, no children, no calls."""
