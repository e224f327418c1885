"""Hobby servos behind a Pololu Maestro."""
