"""Drawn school class with sound, for demo and tests without camera and microphone."""
