"""Drivers of eyes, ring and light sensor, which show the class who is there."""
