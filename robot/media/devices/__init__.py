"""Cameras, microphones and speakers: devices, files, pipes and synthetic sources."""
