"""Tests of what the robot sees, hears and says."""
